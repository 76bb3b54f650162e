"""The days and hours of a series, by its rule: pure, on a wall clock that stays.

A series is weekly (every so many weeks, on the weekday of its first day) or monthly (the nth of a
weekday, or the last one). Its hour stays the same by the clock of its zone when clocks change; its
turns, if it has several, follow each other. An hour that clocks skip on one of the days, or show
twice, is asked about and never guessed.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias

from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.speech import listed, written
from backend.core.times import Shown, moment, shown, zone

WEEK = 7
MONTHS = 12

Often: TypeAlias = Literal["weekly", "monthly"]
Skipped: TypeAlias = Literal["", "later", "leave_out"]
Twice: TypeAlias = Literal["", "first", "second"]


@dataclass(frozen=True, slots=True)
class Rule:
    """On which days a series is held."""

    often: Often
    first: date
    """From which day on; a weekly series is held on its weekday."""
    count: int
    every: int = 1
    """So many weeks or months from one to the next."""
    nth: int = 1
    """Of a monthly one: the first to fourth, or -1 for the last."""
    weekday: int = 0
    """Of a monthly one; Monday is 0."""


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One time of a series, as the wall clock shows it."""

    day: date
    time: time
    is_second: bool = False
    """The second of the two times that the clock shows it."""


def days(rule: Rule) -> list[date]:
    """Every day on which the series is held."""
    if rule.often == "weekly":
        return [rule.first + timedelta(weeks=rule.every * n) for n in range(rule.count)]
    found = (day for day in _monthly(rule) if day >= rule.first)
    return [day for day, _n in zip(found, range(rule.count), strict=False)]


def occurrences(
    rule: Rule, turns: Sequence[time], zone_name: str, skipped: Skipped = "", twice: Twice = ""
) -> list[Occurrence]:
    """Every time of the series, in order; Rejected where a clock's answer has to be asked for."""
    found: list[Occurrence] = []
    odd: dict[str, list[date]] = {"skipped": [], "twice": []}
    for number, day in enumerate(days(rule)):
        clock = turns[number % len(turns)]
        how = shown(day, clock, zone_name)
        if how is Shown.ONCE:
            found.append(Occurrence(day, clock))
        elif how is Shown.TWICE:
            odd["twice"] += [] if twice else [day]
            found.append(Occurrence(day, clock, is_second=twice == "second"))
        elif skipped == "later":
            found.append(_later(day, clock, zone_name))
        elif not skipped:
            odd["skipped"].append(day)
    _insist_on_answers(odd, zone_name)
    return sorted(found)


def starts(found: Sequence[Occurrence], zone_name: str) -> list[datetime]:
    """The moments in UTC."""
    return [moment(one.day, one.time, zone_name, second=one.is_second) for one in found]


def _monthly(rule: Rule) -> Iterator[date]:
    month = rule.first.year * MONTHS + rule.first.month - 1
    while True:
        year, of_year = divmod(month, MONTHS)
        begins_on, length = monthrange(year, of_year + 1)
        first = 1 + (rule.weekday - begins_on) % WEEK
        last = first + (length - first) // WEEK * WEEK
        yield date(year, of_year + 1, last if rule.nth < 0 else first + (rule.nth - 1) * WEEK)
        month += rule.every


def _later(day: date, clock: time, zone_name: str) -> Occurrence:
    """As far behind the gap as it was meant to be behind its beginning."""
    rules = zone(zone_name)
    wall = datetime.combine(day, clock, rules).astimezone(UTC).astimezone(rules)
    return Occurrence(wall.date(), wall.time())


def _insist_on_answers(odd: dict[str, list[date]], zone_name: str) -> None:
    sentences = {
        "skipped": _(
            "Clocks in {zone} skip this hour on {days}. What shall be done then?",
            zone=zone_name,
            days=listed([written(day) for day in odd["skipped"]]),
        ),
        "twice": _(
            "Clocks in {zone} show this hour twice on {days}. Which do you mean?",
            zone=zone_name,
            days=listed([written(day) for day in odd["twice"]]),
        ),
    }
    problems = {field: sentences[field] for field, found in odd.items() if found}
    if problems:
        raise Rejected(problems)
