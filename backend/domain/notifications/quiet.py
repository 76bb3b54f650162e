"""Quiet hours as arithmetic: which stretch of quiet a moment lies in, and when it ends.

A night is a stretch between two moments, not a question to the wall clock: where clocks go back
within it, the hour that is shown twice is quiet both times, and where they skip the hour at which
it begins or ends, the moment of the jump stands for it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from backend.core.times import Zones, zone

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Between which hours of whose clock nothing may come. The same hour twice is no quiet."""

    zone: str
    starts: time
    ends: time


def may_come(quiet: Quiet, moment: datetime, zones: Zones = zone) -> datetime:
    """The first moment from this one on at which a letter may come."""
    rules = zones(quiet.zone)
    while (end := _end(quiet, moment, rules)) is not None:
        moment = end
    return moment


def _end(quiet: Quiet, moment: datetime, rules: tzinfo) -> datetime | None:
    """The end of the night in which this moment lies; None by day."""
    if quiet.starts == quiet.ends:
        return None
    today = moment.astimezone(rules).date()
    # A night may have begun yesterday; one day more, since islands have skipped a whole one.
    for back in (2, 1, 0):
        starts = datetime.combine(today - back * DAY, quiet.starts)
        ends = datetime.combine(today - back * DAY, quiet.ends)
        if ends < starts:
            ends += DAY
        end = shown_at(ends, rules, last=True)
        if shown_at(starts, rules, last=False) <= moment < end:
            return end
    return None


def shown_at(wall: datetime, rules: tzinfo, *, last: bool) -> datetime:
    """The first or last moment at which clocks show this, or that at which they jump past it."""
    early, late = sorted(wall.replace(tzinfo=rules, fold=fold).astimezone(UTC) for fold in (0, 1))
    chosen = late if last else early
    if _wall(chosen, rules) == wall:
        return chosen
    while late - early > SECOND:
        middle = early + (late - early) // 2
        early, late = (early, middle) if _wall(middle, rules) >= wall else (middle, late)
    return late.replace(microsecond=0)


def _wall(moment: datetime, rules: tzinfo) -> datetime:
    return moment.astimezone(rules).replace(tzinfo=None, fold=0)
