"""What a day is for a place: its weekend and its public holidays.

Weekends come from CLDR, public holidays from the package `holidays`. A country that either does
not know has the commonest weekend and no holidays: a missing calendar must never stop a meeting.

`country` is an ISO 3166-1 code of two letters, `subdivision` the part of its ISO 3166-2 code after
the hyphen (the whole code does too); both may be empty. Names of holidays are in English, or local
where nobody translated them; `(estimated)` stays with those that wait for the moon.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import holidays
from babel import Locale, UnknownLocaleError

from backend.core.i18n import _, language

SATURDAY_AND_SUNDAY = frozenset({5, 6})
# Where CLDR is behind the law or the practice of public offices (Monday is 0).
_CORRECTIONS = {
    "BD": frozenset({4, 5}),
    "BN": frozenset({4, 6}),
    "DJ": frozenset({4, 5}),
    "IN": SATURDAY_AND_SUNDAY,
    "MV": frozenset({4, 5}),
    "UG": SATURDAY_AND_SUNDAY,
}


@dataclass(frozen=True, slots=True)
class DayOff:
    """Why offices rest: "Waitangi Day, New Zealand", "Weekend, Egypt"."""

    reason: str
    is_holiday: bool
    is_weekend: bool


@lru_cache(maxsize=512)
def weekend_of(country: str) -> frozenset[int]:
    """The days on which offices rest, Monday being 0."""
    if country in _CORRECTIONS:
        return _CORRECTIONS[country]
    try:
        place = Locale.parse(f"und_{country}")
    except (UnknownLocaleError, ValueError):
        return SATURDAY_AND_SUNDAY
    length = (place.weekend_end - place.weekend_start) % 7
    return frozenset((place.weekend_start + day) % 7 for day in range(length + 1))


@lru_cache(maxsize=4096)
def holidays_of(country: str, subdivision: str, year: int) -> Mapping[date, str]:
    """Every public holiday of a place in a year, with its name."""
    for part in (subdivision.removeprefix(f"{country}-") or None, None):
        try:
            known = holidays.country_holidays(country, part, years=year, language="en_US")
        except NotImplementedError:
            continue
        names = {day: name.replace("; ", ", ") for day, name in known.items() if day.year == year}
        return MappingProxyType(names)
    return MappingProxyType({})


def is_day_off(day: date, country: str, subdivision: str = "") -> bool:
    return day.weekday() in weekend_of(country) or day in holidays_of(
        country, subdivision, day.year
    )


def day_off(day: date, country: str, subdivision: str = "") -> DayOff | None:
    """Why offices rest there that day; None on a working day. A holiday on a weekend is both."""
    holiday = holidays_of(country, subdivision, day.year).get(day)
    place = country_name(country, language().code)
    is_weekend = day.weekday() in weekend_of(country)
    if holiday:
        reason = _("{holiday}, {country}", holiday=holiday, country=place)
        return DayOff(reason, is_holiday=True, is_weekend=is_weekend)
    if not is_weekend:
        return None
    reason = _("Weekend, {country}", country=place) if place else _("Weekend")
    return DayOff(reason, is_holiday=False, is_weekend=True)


@lru_cache(maxsize=2048)
def country_name(country: str, speech: str) -> str:
    """The country in a language of the interface, in English where it has no word for it."""
    for code in (speech, speech.partition("-")[0], "en"):
        try:
            name = Locale.parse(code, sep="-").territories.get(country)
        except (UnknownLocaleError, ValueError):
            continue
        if name:
            return str(name)
    return country
