"""What each possible start would cost one participant.

Times are whole minutes from the window's start, midnight UTC of its first day. A participant's
local days are laid end to end as prices, cut out by the offsets in force, and summed once; each
start is then one subtraction. The grid is the coarsest that no clock, offset or change of offset
falls between, so the sums are exact.

A cost is points an hour times minutes: one hour of early or late is 180.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, chain, islice
from math import gcd

from backend.core.zone_rules import offsets
from backend.domain.roundtables.calendars import is_day_off
from backend.domain.roundtables.hours import DAY, day_of_prices
from backend.domain.roundtables.participants import Participant


@dataclass(frozen=True, slots=True)
class Window:
    """The starts to choose from: every `step` minutes of whole UTC days, for so long a meeting."""

    first: date
    days: int
    duration: int
    step: int

    @property
    def slots(self) -> int:
        return self.days * self.per_day

    @property
    def per_day(self) -> int:
        return DAY // self.step

    @property
    def minutes(self) -> int:
        return self.days * DAY + self.duration

    def start_of(self, slot: int) -> datetime:
        return datetime.combine(self.first, time(), UTC) + timedelta(minutes=slot * self.step)


def costs(who: Participant, window: Window) -> tuple[int, ...]:
    """What the whole meeting costs them, for each slot, before any debt."""
    works_from, works_until = who.working_minutes
    changes = offsets(who.zone, window.first, window.minutes)
    grid = gcd(window.step, window.duration, 60, works_from, works_until, *chain(*changes))
    local = _local_prices(who, window, grid)
    ends = [minute for minute, _ahead in changes[1:]] + [window.minutes]
    prices: Iterable[int] = chain.from_iterable(
        local[(begins + ahead + DAY) // grid : (min(end, window.minutes) + ahead + DAY) // grid]
        for (begins, ahead), end in zip(changes, ends, strict=True)
    )
    upto = [0, *accumulate(prices)]
    began = islice(upto, 0, None, window.step // grid)
    ended = islice(upto, window.duration // grid, None, window.step // grid)
    spent = ((end - begin) * grid for begin, end in zip(began, ended, strict=False))
    return tuple(islice(spent, window.slots))


def _local_prices(who: Participant, window: Window, grid: int) -> list[int]:
    """The prices of their local days, from the day before the window to two days after it."""
    works_from, works_until = who.working_minutes
    working, resting = (
        day_of_prices(works_from, works_until, grid, is_off=is_off) for is_off in (False, True)
    )
    days = (window.first + timedelta(days=n) for n in range(-1, window.days + 3))
    return list(
        chain.from_iterable(
            resting if is_day_off(day, who.country, who.subdivision, who.weekend) else working
            for day in days
        )
    )
