"""What one time is for one participant: where their clock stands, and how fit it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import gcd

from backend.core.times import zone
from backend.domain.roundtables.calendars import DayOff, day_off
from backend.domain.roundtables.hours import FITS, Fit, fit_at
from backend.domain.roundtables.participants import Participant

QUARTER = 15


@dataclass(frozen=True, slots=True)
class Seat:
    """One participant's part in an offered time."""

    key: str
    label: str
    sitting: int  # which of the starts they come to: 0 or 1
    starts: datetime  # on their own wall clock
    ends: datetime
    fit: Fit  # the worst band that the meeting touches
    day_off: DayOff | None
    burden: int  # points an hour times minutes
    cost: int  # the burden on top of their debt; what the ranking counts

    @property
    def is_awake(self) -> bool:
        return self.fit != "night"

    @property
    def is_in_office(self) -> bool:
        return self.fit == "office" and self.day_off is None


def seat(who: Participant, sitting: int, start: datetime, minutes: int, burden: int) -> Seat:
    rules = zone(who.zone)
    fit, rest = look(who, start, minutes)
    return Seat(
        who.key,
        who.label,
        sitting,
        start.astimezone(rules),
        (start + timedelta(minutes=minutes)).astimezone(rules),
        fit,
        rest,
        burden,
        burden + who.debt,
    )


def look(who: Participant, start: datetime, minutes: int) -> tuple[Fit, DayOff | None]:
    """The worst band that a stretch of time touches for them, and why one of its days is off."""
    rules, hours = zone(who.zone), who.working_minutes
    local = start.astimezone(rules)
    grid = gcd(QUARTER, minutes, local.minute, *hours)
    walls = [
        (start + timedelta(minutes=minute)).astimezone(rules) for minute in range(0, minutes, grid)
    ]
    fits = {fit_at(wall.hour * 60 + wall.minute, *hours) for wall in walls}
    rests = (
        day_off(day, who.country, who.subdivision, who.weekend)
        for day in dict.fromkeys(wall.date() for wall in walls)
    )
    return max(fits, key=FITS.index), next(filter(None, rests), None)
