"""What a day is for a place: its weekend and its public holidays.

Weekends come from CLDR, where a city doesn't say its own; public holidays from the package
`holidays`. A country that either does not know has the commonest weekend and no holidays: a missing
calendar must never stop a meeting.

`country` is an ISO 3166-1 code of two letters, `subdivision` the name of a part of it or the code
of that part (ISO 3166-2, with or without the country); both may be empty. Names of holidays are in English, or local
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
from backend.domain.cities.countries import weekend
from backend.domain.roundtables.subdivisions import code_of


@dataclass(frozen=True, slots=True)
class DayOff:
    """Why offices rest: "Waitangi Day, New Zealand", "Weekend, Egypt"."""

    reason: str
    is_holiday: bool
    is_weekend: bool


@lru_cache(maxsize=4096)
def holidays_of(country: str, subdivision: str, year: int) -> Mapping[date, str]:
    """Every public holiday of a place in a year, with its name."""
    part = code_of(country, subdivision) or None
    try:
        known = holidays.country_holidays(country, part, years=year, language="en_US")
    except NotImplementedError:
        return MappingProxyType({})
    names = {day: name.replace("; ", ", ") for day, name in known.items() if day.year == year}
    return MappingProxyType(names)


def is_day_off(
    day: date, country: str, subdivision: str = "", rests: frozenset[int] | None = None
) -> bool:
    """Whether offices rest; `rests` are the days of the week on which they do, if a city says so."""
    usual = weekend(country) if rests is None else rests
    return day.weekday() in usual or day in holidays_of(country, subdivision, day.year)


def day_off(
    day: date, country: str, subdivision: str = "", rests: frozenset[int] | None = None
) -> DayOff | None:
    """Why offices rest there that day; None on a working day. A holiday on a weekend is both."""
    holiday = holidays_of(country, subdivision, day.year).get(day)
    place = country_name(country, language().code)
    is_weekend = day.weekday() in (weekend(country) if rests is None else rests)
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
