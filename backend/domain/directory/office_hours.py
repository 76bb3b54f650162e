"""Whose office hours a moment lies in, and whose overlap with one's own. Pure.

Clocks are compared zone by zone, so that a list of any length asks the database for a few dozen
zones and not for each person. Public holidays are left to those who plan meetings.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from backend.core.times import zone as zone_of
from backend.domain.cities.countries import weekend

MINUTES = 24 * 60
SHARED = 60
"""Minutes that two working days must have in common to overlap."""
_USUAL_WEEKEND = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody works: the zone, and the country for its days of rest (empty: unknown)."""

    zone: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """Somebody's day fits if it starts no later and ends no earlier than this."""

    starts_by: time
    ends_from: time


def now(places: Iterable[Place], moment: datetime) -> dict[Window, list[Place]]:
    """The places where it is a working day, by the window that holds who is at work just now."""
    found: defaultdict[Window, list[Place]] = defaultdict(list)
    for place in places:
        local = moment.astimezone(zone_of(place.zone))
        rest = weekend(place.country) if place.country else _USUAL_WEEKEND
        if local.weekday() not in rest:
            minute = local.hour * 60 + local.minute
            found[Window(_time(minute), _time(minute + 1))].append(place)
    return dict(found)


def shared(
    places: Iterable[Place], moment: datetime, mine: tuple[str, time, time]
) -> Mapping[Window, list[Place]]:
    """The places by the windows that leave an hour or more in common with my working day.

    A place has two windows where my day is two days there: its evening, and its early morning.
    """
    zone, starts, ends = mine
    first, last = _minutes(starts), _minutes(ends)
    found: defaultdict[Window, list[Place]] = defaultdict(list)
    for place in places:
        ahead = _offset(place.zone, moment) - _offset(zone, moment)
        for day in (-MINUTES, 0, MINUTES):
            begin = max(first + ahead + day, 0)
            end = min(last + ahead + day, MINUTES - 1)
            if end - begin >= SHARED:
                found[Window(_time(end - SHARED), _time(begin + SHARED))].append(place)
    return dict(found)


def _offset(zone: str, moment: datetime) -> int:
    """Minutes that this zone's clocks are ahead of UTC at a moment."""
    ahead = moment.astimezone(UTC).astimezone(zone_of(zone)).utcoffset() or timedelta(0)
    return int(ahead.total_seconds() // 60)


def _minutes(clock_time: time) -> int:
    return clock_time.hour * 60 + clock_time.minute


def _time(minutes: int) -> time:
    minutes = min(minutes, MINUTES - 1)
    return time(minutes // 60, minutes % 60)
