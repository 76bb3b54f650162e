"""The hours of one UTC day, side by side for all participants: the picture beside fair times.

`strip(participants, day)` gives a row for each participant, in the order given, of 24 cells, one
for each hour of the UTC day. A cell tells the local wall clock when the hour begins, the worst
band that the hour touches and, on a day off, why; in Kathmandu (UTC+05:45) an hour that begins at
08:45 is just outside. Rejected like `fair_times.find` for nobody, unknown zones and hours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from backend.core.times import zone
from backend.domain.roundtables.calendars import DayOff
from backend.domain.roundtables.hours import Fit
from backend.domain.roundtables.participants import Participant, check
from backend.domain.roundtables.seats import look


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour for one participant."""

    starts: datetime  # in UTC
    local: datetime  # the same moment on their wall clock
    fit: Fit
    day_off: DayOff | None


@dataclass(frozen=True, slots=True)
class Row:
    """A participant's day."""

    key: str
    label: str
    cells: tuple[Cell, ...]


def strip(participants: Sequence[Participant], day: date) -> tuple[Row, ...]:
    check(participants)
    midnight = datetime.combine(day, time(), UTC)
    hours = [midnight + timedelta(hours=hour) for hour in range(24)]
    return tuple(
        Row(who.key, who.label, tuple(_cell(who, hour) for hour in hours)) for who in participants
    )


def _cell(who: Participant, hour: datetime) -> Cell:
    return Cell(hour, hour.astimezone(zone(who.zone)), *look(who, hour, 60))
