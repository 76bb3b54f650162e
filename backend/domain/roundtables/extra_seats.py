"""Whom to seat of those who wait, when a few more seats can be had. Pure arithmetic.

Nobody loses a seat. A wish says how many of each region and how many first-timers should have one,
those who are seated already included, and how many of one city may. Whoever brings most of what is
missing comes first, and of equals who has waited longest; what nobody brings stays missing and is
named. With few enough people a test tries every choice: none brings more.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in the line, or seated already."""

    key: str
    region: str = ""
    city: str = ""
    is_new: bool = False
    turn: int = 0


@dataclass(frozen=True, slots=True)
class SeatWish:
    each_region: int = 0
    """So many of every region from which anybody said yes."""
    new: int = 0
    """So many who come for the first time."""
    of_city: int = 0
    """At most so many of one city; 0: any number."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is given a seat, and which of the wishes were the reason; none: they waited longest."""

    key: str
    for_region: str = ""
    for_newness: bool = False


@dataclass(frozen=True, slots=True)
class SeatProposal:
    seats: Sequence[Chosen]
    regions: Sequence[tuple[str, int]]
    """The regions that still have fewer than was wished, and how many fewer."""
    new: int
    """How many first-timers are still missing."""
    passed_over: Sequence[str]
    """Who waited longer than somebody chosen, and why not: their city has its share."""


def choose(
    seated: Sequence[Waiting], line: Sequence[Waiting], seats: int, wish: SeatWish
) -> SeatProposal:
    """Give these seats to people in the line."""
    left = sorted(line, key=lambda one: (one.turn, one.key))
    there, chosen = list(seated), list[Chosen]()
    while len(chosen) < seats:
        free = [one for one in left if _has_room(one, there, wish)]
        if not free:
            break
        regions, new = missing(there, [*there, *left], wish)
        best = max(free, key=lambda one: (one.region in regions) + (one.is_new and new > 0))
        for_region = best.region if best.region in regions else ""
        chosen.append(Chosen(best.key, for_region, best.is_new and new > 0))
        there.append(best)
        left.remove(best)
    regions, new = missing(there, [*there, *left], wish)
    full = [one.key for one in left if not _has_room(one, there, wish)]
    return SeatProposal(chosen, sorted(regions.items()), new, full)


def missing(
    there: Sequence[Waiting], everybody: Sequence[Waiting], wish: SeatWish
) -> tuple[dict[str, int], int]:
    """How many of which region, and how many first-timers, have no seat yet and should."""
    have = Counter(one.region for one in there)
    known = {one.region for one in everybody if one.region}
    regions = {
        region: wish.each_region - have[region]
        for region in known
        if have[region] < wish.each_region
    }
    return regions, max(0, wish.new - sum(one.is_new for one in there))


def _has_room(one: Waiting, there: Sequence[Waiting], wish: SeatWish) -> bool:
    of_city = sum(other.city == one.city for other in there)
    return not wish.of_city or not one.city or of_city < wish.of_city
