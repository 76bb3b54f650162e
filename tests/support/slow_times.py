"""Fair times by trying everything: too slow to use, and too plain to be wrong.

Nothing here is shared with the real thing but what a participant is and what a day is.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from backend.domain.roundtables.calendars import is_day_off
from backend.domain.roundtables.participants import Participant

Found: TypeAlias = list[tuple[tuple[datetime, ...], int, int]]
HOUR = timedelta(hours=1)


def price(who: Participant, moment: datetime) -> int:
    """Points an hour, at this moment."""
    local = moment.astimezone(ZoneInfo(who.zone))
    today = local.replace(tzinfo=None)
    opens = datetime.combine(local.date(), who.works_from)
    closes = datetime.combine(local.date(), who.works_until)
    if opens <= today < closes:
        points = 0
    elif opens - HOUR <= today < closes + HOUR:
        points = 1
    elif 7 <= local.hour < 20:
        points = 3
    elif 20 <= local.hour < 22:
        points = 4
    elif local.hour in {22, 6}:
        points = 6
    elif local.hour in {23, 5}:
        points = 9
    else:
        points = 12
    return points + (8 if is_day_off(local.date(), who.country, who.subdivision) else 0)


def costs_of_all_starts(
    participants: Sequence[Participant],
    first: date,
    days: int,
    minutes: int,
    *,
    step: int,
    piece: int,
) -> dict[datetime, tuple[int, ...]]:
    """What each start costs each participant, added up piece by piece of so many minutes."""
    begin = datetime.combine(first, time(), UTC)
    pieces = (days * 24 * 60 + minutes) // piece
    prices = [
        [price(who, begin + timedelta(minutes=piece * n)) for n in range(pieces)]
        for who in participants
    ]
    return {
        begin + timedelta(minutes=minute): tuple(
            who.debt + piece * sum(row[minute // piece : (minute + minutes) // piece])
            for who, row in zip(participants, prices, strict=True)
        )
        for minute in range(0, days * 24 * 60, step)
    }


def clocks_apart(one: datetime, other: datetime) -> timedelta:
    """How far apart two times of day are, the short way round the clock."""
    apart = (one - other) % timedelta(days=1)
    return min(apart, timedelta(days=1) - apart)


def alike(one: tuple[datetime, ...], other: tuple[datetime, ...]) -> bool:
    """Whether two offers are about the same hours, in whichever order."""
    return any(
        all(clocks_apart(a, b) < 3 * HOUR for a, b in zip(order, other, strict=True))
        for order in (one, one[::-1])
    )


def unlike(ranked: Sequence[tuple[int, int, tuple[datetime, ...]]], limit: int) -> Found:
    """The best that are not about the same hours as a better one."""
    found: Found = []
    for worst, total, starts in ranked:
        if len(found) == limit:
            break
        if not any(alike(starts, other) for other, _worst, _total in found):
            found.append((starts, worst, total))
    return found


def singles(costs: dict[datetime, tuple[int, ...]], limit: int) -> Found:
    return unlike(sorted((max(cost), sum(cost), (start,)) for start, cost in costs.items()), limit)


def pairs(costs: dict[datetime, tuple[int, ...]], minutes: int, step: int, limit: int) -> Found:
    """Two sittings at least three hours apart, within a day, that beat the best single time."""
    starts, ranked = list(costs.items()), []
    nearest, farthest = -(-max(180, minutes) // step), 24 * 60 // step
    (best,) = singles(costs, 1)
    for place, (one, its) in enumerate(starts):
        for other, others in starts[place + nearest : place + farthest + 1]:
            cost = list(map(min, its, others))
            worst = max(cost)
            if worst <= best[1] and (worst, sum(cost)) < best[1:]:
                ranked.append((worst, sum(cost), (one, other)))
    return unlike(sorted(ranked), limit)
