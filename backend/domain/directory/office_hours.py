"""Whose office hours a moment lies in, and whose overlap with one's own. Pure.

Clocks are compared zone by zone, so that a list of any length asks the database for a few dozen
zones and not for each person. They are taken as they stand at the moment of asking: a change to or
from summer time counts from the minute in which it happens. Public holidays are left to those who
plan meetings.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

from backend.core.times import zone as zone_of
from backend.domain.cities.countries import USUAL_WEEKEND, weekend

MINUTES = 24 * 60
SHARED = 120
"""Minutes in a row that two working days must have in common to overlap: time to meet."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody works: the zone, and the country for its days of rest (empty: unknown)."""

    zone: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """When somebody works, and where."""

    place: Place
    starts: time
    ends: time

    @property
    def minutes(self) -> int:
        return _minutes(self.ends) - _minutes(self.starts)


@dataclass(frozen=True, slots=True)
class Window:
    """Somebody's day fits if it starts no later and ends no earlier than this."""

    starts_by: time
    ends_from: time
    weekday: int | None = None
    """Which day it is there, where that matters: the country may rest on it. Monday is 0."""


def now(zones: Iterable[str], moment: datetime) -> Mapping[Window, list[str]]:
    """The zones by the window that holds who is at work just now, if it is a working day."""
    found: defaultdict[Window, list[str]] = defaultdict(list)
    for zone in zones:
        weekday, minute = _local(zone, moment)
        found[Window(_time(minute), _time(minute + 1), weekday)].append(zone)
    return dict(found)


def shared(zones: Iterable[str], moment: datetime, mine: Clock) -> Mapping[Window, list[str]]:
    """The zones by the windows that leave enough in common with my working day.

    A zone has two windows where my day is two days there: its evening, and its early morning.
    Somebody whose own day is shorter than what should be shared is left to the caller.
    """
    found: defaultdict[Window, list[str]] = defaultdict(list)
    for zone in zones:
        for begin, end in _my_day_there(zone, moment, mine):
            if end - begin >= SHARED:
                found[Window(_time(end - SHARED), _time(begin + SHARED))].append(zone)
    return dict(found)


def is_open(clock: Clock, moment: datetime) -> bool:
    """Whether somebody with this clock is at work just now."""
    minute = _working_minute(clock.place, moment)
    return minute is not None and _minutes(clock.starts) <= minute < _minutes(clock.ends)


def minutes_shared(clock: Clock, moment: datetime, mine: Clock) -> int:
    """How many minutes in a row somebody's working day has in common with mine."""
    starts, ends = _minutes(clock.starts), _minutes(clock.ends)
    stretches = (
        min(ends, end) - max(starts, begin)
        for begin, end in _my_day_there(clock.place.zone, moment, mine)
    )
    return max((0, *stretches))


def _working_minute(place: Place, moment: datetime) -> int | None:
    """The minute of the day there, if it is a working day."""
    weekday, minute = _local(place.zone, moment)
    rest = weekend(place.country) if place.country else USUAL_WEEKEND
    return None if weekday in rest else minute


def _my_day_there(zone: str, moment: datetime, mine: Clock) -> Iterator[tuple[int, int]]:
    """My working day in the minutes of theirs: one stretch, or two over their midnight."""
    ahead = _ahead(zone, moment) - _ahead(mine.place.zone, moment)
    first, last = _minutes(mine.starts) + ahead, _minutes(mine.ends) + ahead
    for day in (-MINUTES, 0, MINUTES):
        begin, end = max(first + day, 0), min(last + day, MINUTES - 1)
        if begin < end:
            yield begin, end


@lru_cache(maxsize=2_048)
def _local(zone: str, moment: datetime) -> tuple[int, int]:
    """The weekday and the minute of the day."""
    local = moment.astimezone(zone_of(zone))
    return local.weekday(), local.hour * 60 + local.minute


@lru_cache(maxsize=2_048)
def _ahead(zone: str, moment: datetime) -> int:
    """Minutes that this zone's clocks are ahead of UTC at a moment."""
    ahead = moment.astimezone(UTC).astimezone(zone_of(zone)).utcoffset() or timedelta(0)
    return int(ahead.total_seconds() // 60)


def _minutes(clock_time: time) -> int:
    return clock_time.hour * 60 + clock_time.minute


def _time(minutes: int) -> time:
    minutes = min(minutes, MINUTES - 1)
    return time(minutes // 60, minutes % 60)
