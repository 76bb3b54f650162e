"""What who kept a meeting bore of hard hours, and what a new time owes to whom for it.

Pure: minutes and points by a wall clock, in the coin of `fair_times` (points an hour times minutes).
A meeting counts if it touches the early, late or night hours of who kept it, or a day off.

**Debt.** What one bore above whoever bore least, and no more than a whole meeting in the deepest
night: so who joins late doesn't pay for years in which they weren't there. With it the worst cost
of `fair_times` is the largest share so far, and the burden goes round by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import gcd
from typing import TypeVar

from backend.core.times import zone
from backend.domain.roundtables.calendars import is_day_off
from backend.domain.roundtables.hours import DAY_OFF, PRICES, fit_at, price_at
from backend.domain.roundtables.participants import Participant
from backend.domain.roundtables.seats import QUARTER

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Borne:
    """The hard minutes of one meeting for one who kept it; `off` may overlap the others."""

    early: int = 0
    late: int = 0
    night: int = 0
    off: int = 0
    points: int = 0
    """Points an hour times minutes; 0 where nothing of it was hard."""

    @property
    def is_hard(self) -> bool:
        return self.early + self.late + self.night + self.off > 0


def borne(who: Participant, start: datetime, minutes: int) -> Borne:
    """What a meeting at this time is for them."""
    rules, (first, last) = zone(who.zone), who.working_minutes
    local = start.astimezone(rules)
    grid = gcd(QUARTER, minutes, local.minute, first, last)
    spent = {"early": 0, "late": 0, "night": 0, "off": 0}
    points = 0
    for minute in range(0, minutes, grid):
        wall = (start + timedelta(minutes=minute)).astimezone(rules)
        at = wall.hour * 60 + wall.minute
        fit = fit_at(at, first, last)
        if fit == "night":
            spent["night"] += grid
        elif fit == "early_late":
            spent["early" if at < first else "late"] += grid
        rests = is_day_off(wall.date(), who.country, who.subdivision, who.weekend)
        spent["off"] += grid if rests else 0
        points += grid * (price_at(at, first, last) + (DAY_OFF if rests else 0))
    return Borne(**spent, points=points) if any(spent.values()) else Borne()


def debts(points: Mapping[Key, int], minutes: int) -> dict[Key, int]:
    """What each is owed when a meeting of so many minutes is to be held, for the points it bore."""
    least, most = min(points.values(), default=0), max(PRICES) * minutes
    return {key: min(bore - least, most) for key, bore in points.items()}
