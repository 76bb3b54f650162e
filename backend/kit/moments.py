"""Moments as a reader writes them: in their language, on their clock, with the place named."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError
from babel.dates import (
    DateTimePattern,
    get_day_names,
    get_timezone_location,
    parse_pattern,
)

from backend.core import clock
from backend.core.i18n import _, language, ngettext

WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

CLOCK = "Hm"
DAY_OF_YEAR = "MMMMd"
WEEKDAY = "MMMEd"
WEEKDAY_CLOCK = "EHm"
DATE = "long"


@lru_cache(maxsize=64)
def _locale(code: str) -> Locale:
    """How this language writes dates. English is Britain's: 3 December, not December 3."""
    try:
        return Locale.parse("en_GB" if code == "en" else code.split("-", maxsplit=1)[0])
    except (ValueError, UnknownLocaleError):
        return Locale.parse("en_GB")


@lru_cache(maxsize=256)
def _pattern(code: str, shape: str) -> DateTimePattern:
    locale = _locale(code)
    if shape == DATE:
        return parse_pattern(locale.date_formats[DATE].pattern)
    # Months are written out; beside the day of the week CLDR offers only short ones everywhere.
    written_out = locale.datetime_skeletons[shape].pattern.replace("MMMM", "MMM")
    return parse_pattern(written_out.replace("MMM", "MMMM"))


@lru_cache(maxsize=8192)
def _written(moment: datetime, zone: str, shape: str, code: str) -> str:
    return str(_pattern(code, shape).apply(moment.astimezone(ZoneInfo(zone)), _locale(code)))


def written(moment: datetime, zone: str, shape: str) -> str:
    """The moment on this zone's clock, in the language being spoken, by a shape of CLDR's."""
    return _written(moment, zone, shape, language().code)


def clock_time(moment: datetime, zone: str) -> str:
    """The time, such as 15:00."""
    return written(moment, zone, CLOCK)


def day(moment: datetime, zone: str) -> str:
    """3 December, with the year where it isn't this one."""
    this_year = clock.now().astimezone(ZoneInfo(zone)).year
    skeleton = DAY_OF_YEAR if moment.astimezone(ZoneInfo(zone)).year == this_year else DATE
    return written(moment, zone, skeleton)


def has_passed(moment: datetime, zone: str) -> bool:
    """Whether its day is over, where the reader is."""
    here = ZoneInfo(zone)
    return moment.astimezone(here).date() < clock.now().astimezone(here).date()


def date_of(moment: str) -> str:
    """The day and year of a moment that was written down for programs, for letters."""
    return written(datetime.fromisoformat(moment), "UTC", DATE)


def on(day: date) -> str:
    """A day of the calendar, wherever the reader is: 3 December 2026."""
    return written(datetime.combine(day, time(12), UTC), "UTC", DATE)


def weekday(moment: datetime, zone: str) -> str:
    """The day of the week too: Thu 3 December."""
    return written(moment, zone, WEEKDAY)


def weekday_time(moment: datetime, zone: str) -> str:
    """The day of the week and the time: Fri 04:00."""
    return written(moment, zone, WEEKDAY_CLOCK)


def weekdays() -> list[tuple[int, str]]:
    """The days of the week from Monday on, each with its number, as they begin a line."""
    names = get_day_names("wide", "stand-alone", locale=_locale(language().code))
    return [(number, name[:1].upper() + name[1:]) for number, name in sorted(names.items())]


def full(moment: datetime, zone: str) -> str:
    """Day, year and time: 3 December 2026, 15:00."""
    return _("{day}, {time}", day=written(moment, zone, DATE), time=clock_time(moment, zone))


def ago(moment: datetime, zone: str) -> str:
    """2 days ago; under a week only, and after that the day."""
    passed = clock.now() - moment
    if passed >= WEEK or passed < timedelta(0):
        return day(moment, zone)
    if passed < HOUR:
        return _since_minutes(passed)
    if passed < DAY:
        return ngettext("{count} hour ago", "{count} hours ago", passed // HOUR)
    return ngettext("{count} day ago", "{count} days ago", passed.days)


def when(moment: datetime, zone: str, place: str) -> str:
    """Such as: Thu 3 December, 15:00 in Bristol."""
    return _(
        "{day}, {time} in {place}",
        day=weekday(moment, zone),
        time=clock_time(moment, zone),
        place=place,
    )


def span(start: datetime, end: datetime, zone: str, place: str) -> str:
    """Such as: Thu 3 December, 15:00–16:30 in Bristol."""
    hours = f"{clock_time(start, zone)}–{clock_time(end, zone)}"
    return _("{day}, {time} in {place}", day=weekday(start, zone), time=hours, place=place)


def local_time(moment: datetime, zone: str, place: str) -> str:
    """Such as: 10:00 in Bogotá."""
    return _("{time} in {place}", time=clock_time(moment, zone), place=place)


def place_of(zone: str) -> str:
    """The city after which a zone is named, in the language being spoken: Londres."""
    return _city_of(zone, language().code)


@lru_cache(maxsize=4096)
def _city_of(zone: str, code: str) -> str:
    if zone == "UTC":
        return zone
    # What CLDR has no name for it gives as the zone writes it: Argentina/Cordoba.
    city = get_timezone_location(zone, locale=_locale(code), return_city=True)
    return city.rpartition("/")[2]


def _since_minutes(passed: timedelta) -> str:
    minutes = passed // timedelta(minutes=1)
    if minutes == 0:
        return _("just now")
    return ngettext("{count} minute ago", "{count} minutes ago", minutes)
