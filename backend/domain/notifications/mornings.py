"""When digests are due, as arithmetic: at an hour of the reader's own clock, once a day or a week.

A morning is the first moment at which the clocks of a place show the hour on that day; where they
skip it, that at which they jump past it, and where they show it twice, the first time. It bears
the name of its day there, so that one who keeps the names sends nothing twice: not in a night when
clocks go back, and not to somebody who has flown across the date line.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.core.times import Zones, zone
from backend.domain.notifications.quiet import DAY, shown_at

WEEK = 7


@dataclass(frozen=True, slots=True)
class Clock:
    """By whose clock, and at which hour of it."""

    zone: str
    hour: int


@dataclass(frozen=True, slots=True)
class Morning:
    """The day there that a digest belongs to, and the moment from which on it is due."""

    day: date
    at: datetime


def daily(clock: Clock, now: datetime, zones: Zones = zone) -> Morning | None:
    """Today's, once its hour has come. Before that none: who missed yesterday's sleeps now."""
    return _come(clock, now, 0, zones)


def weekly(clock: Clock, first: int, now: datetime, zones: Zones = zone) -> Morning | None:
    """That of this week, which begins on this weekday (0 is Monday).

    Where no worker ran that day it is due on a later one, but on none before its hour.
    """
    if _come(clock, now, 0, zones) is None:
        return None
    today = now.astimezone(zones(clock.zone)).date()
    return _come(clock, now, (today.weekday() - first) % WEEK, zones)


def following(clock: Clock, now: datetime, first: int | None, zones: Zones = zone) -> Morning:
    """The next one after now: of any day, or of this weekday."""
    today = now.astimezone(zones(clock.zone)).date()
    days = (today + n * DAY for n in range(WEEK + 2))
    wanted = (day for day in days if first is None or day.weekday() == first)
    return next(one for day in wanted if (one := _morning(clock, day, zones)).at > now)


def first_of_week(rests: Collection[int]) -> int:
    """The day on which work begins where people rest on these: Monday, or Sunday in Cairo."""
    return next(
        (day for day in range(WEEK) if day not in rests and (day - 1) % WEEK in rests),
        0,
    )


def _come(clock: Clock, now: datetime, days_ago: int, zones: Zones) -> Morning | None:
    today = now.astimezone(zones(clock.zone)).date()
    found = _morning(clock, today - timedelta(days=days_ago), zones)
    return found if found.at <= now else None


def _morning(clock: Clock, day: date, zones: Zones) -> Morning:
    wall = datetime.combine(day, time(clock.hour))
    return Morning(day, shown_at(wall, zones(clock.zone), last=False))
