"""Good hours for two people: in both working days if there are any, else what asks least. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from backend.core.times import zone as zone_of
from backend.domain.cities.countries import weekend

DAYS = 14
"""So many days are looked through, from the day after tomorrow on."""
STEP = 30
DAY = 24 * 60
_USUAL_WEEKEND = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class Worker:
    """When somebody works, and by which clock."""

    zone: str
    starts: time = time(9)
    ends: time = time(17)
    country: str = ""


def good_starts(people: Sequence[Worker], now: datetime, minutes: int, most: int) -> list[datetime]:
    """The best start of each of the best days, in the order of time."""
    first = now.astimezone(UTC).date() + timedelta(days=2)
    best: list[tuple[tuple[int, int], datetime]] = []
    for ahead in range(DAYS):
        starts = _starts_of(first + timedelta(days=ahead))
        fit = [(_asks(people, one, minutes), one) for one in starts if _all_work(people, one)]
        if fit:
            best.append(min(fit))
    chosen = sorted(best, key=lambda one: one[0])[:most]
    return sorted(start for _cost, start in chosen)


def _starts_of(day: date) -> list[datetime]:
    midnight = datetime.combine(day, time(), UTC)
    return [midnight + timedelta(minutes=minute) for minute in range(0, DAY, STEP)]


def _all_work(people: Sequence[Worker], start: datetime) -> bool:
    """Whether it is a working day for everybody."""
    return all(
        start.astimezone(zone_of(one.zone)).weekday()
        not in (weekend(one.country) if one.country else _USUAL_WEEKEND)
        for one in people
    )


def _asks(people: Sequence[Worker], start: datetime, minutes: int) -> tuple[int, int]:
    """The minutes outside working hours: of whom it asks most, and of everybody."""
    each = [_outside(one, start, minutes) for one in people]
    return max(each), sum(each)


def _outside(one: Worker, start: datetime, minutes: int) -> int:
    local = start.astimezone(zone_of(one.zone))
    begins = local.hour * 60 + local.minute
    opens, closes = (at.hour * 60 + at.minute for at in (one.starts, one.ends))
    return max(0, opens - begins) + max(0, begins + minutes - closes)
