"""Whom to seat of those who wait, when a few more seats can be had. Pure arithmetic.

Nobody loses a seat. A wish says how many of each region, of each size of city and of each level of
government, how many first-timers and how many who speak a language should have one, those who are
seated already included, and how many of one city may. Whoever brings most of what is missing comes
first, and of equals who has waited longest; then one is exchanged for another as long as that
brings more, and where few wait, every choice is tried. What nobody brings stays missing and is
named.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

Kind: TypeAlias = Literal["region", "size", "level", "speaks", "new"]
KINDS: Final[Sequence[Kind]] = get_args(Kind)
MOST_TRIED = 1_000


class Mark(NamedTuple):
    """What somebody may bring that a wish asks for."""

    kind: Kind
    which: str = ""
    """Of the regions, sizes or levels."""

    @property
    def order(self) -> tuple[int, str]:
        """Where it stands in a sentence."""
        return KINDS.index(self.kind), self.which


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in the line, or seated already."""

    key: str
    region: str = ""
    city: str = ""
    is_new: bool = False
    speaks: bool = False
    """The language that the wish names."""
    turn: int = 0
    size: str = ""
    """Of their city, as the name of a band."""
    level: str = ""
    """Of government, at which they work."""

    @property
    def marks(self) -> frozenset[Mark]:
        kinds: Mapping[Kind, str] = {"region": self.region, "size": self.size, "level": self.level}
        of = {Mark(kind, which) for kind, which in kinds.items() if which}
        new = {Mark("new")} if self.is_new else set[Mark]()
        return frozenset(of | new | ({Mark("speaks")} if self.speaks else set()))


@dataclass(frozen=True, slots=True)
class SeatWish:
    each_region: int = 0
    """So many of every region from which anybody said yes."""
    new: int = 0
    """So many who come for the first time."""
    of_city: int = 0
    """At most so many of one city; 0: any number."""
    speakers: int = 0
    """So many who speak the language."""
    each_size: int = 0
    """So many of every size of city from which anybody said yes,"""
    each_level: int = 0
    """and of every level of government."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is given a seat, and which of the wishes were the reason; none: they waited longest."""

    key: str
    brings: frozenset[Mark] = frozenset()


@dataclass(frozen=True, slots=True)
class SeatProposal:
    seats: Sequence[Chosen]
    missing: Mapping[Mark, int]
    """What of the wish is still missing, and how many of it."""
    passed_over: Sequence[str]
    """Who waited longer than somebody chosen, and why not: their city has its share."""


def choose(
    seated: Sequence[Waiting], line: Sequence[Waiting], seats: int, wish: SeatWish
) -> SeatProposal:
    """Give these seats to people in the line."""
    left = sorted(line, key=lambda one: (one.turn, one.key))
    wanted = _wanted([*seated, *line], wish)
    chosen = list[Waiting]()
    while len(chosen) < seats:
        there = [*seated, *chosen]
        free = [one for one in left if _has_room(one, there, wish)]
        if not free:
            break
        lacks = _lacking(there, wanted)
        best = max(free, key=lambda one: len(one.marks & lacks.keys()))
        chosen.append(best)
        left.remove(best)
    _exchange(seated, chosen, left, wanted, wish)
    chosen = _best_of_few(seated, chosen, left, wanted, wish)
    there = [*seated, *chosen]
    full = [one.key for one in left if one not in chosen and not _has_room(one, there, wish)]
    return SeatProposal(_with_reasons(seated, chosen, wanted), _lacking(there, wanted), full)


def missing(
    there: Sequence[Waiting], everybody: Sequence[Waiting], wish: SeatWish
) -> Mapping[Mark, int]:
    """How many have no seat yet and should, by what they bring."""
    return _lacking(there, _wanted(everybody, wish))


def _wanted(everybody: Sequence[Waiting], wish: SeatWish) -> Mapping[Mark, int]:
    each: Mapping[Kind, int] = {
        "region": wish.each_region,
        "size": wish.each_size,
        "level": wish.each_level,
    }
    marks = {mark for one in everybody for mark in one.marks if mark.kind in each}
    every = {mark: each[mark.kind] for mark in sorted(marks, key=lambda mark: mark.order)}
    return every | {Mark("new"): wish.new, Mark("speaks"): wish.speakers}


def _lacking(there: Sequence[Waiting], wanted: Mapping[Mark, int]) -> Mapping[Mark, int]:
    have = Counter(mark for one in there for mark in one.marks)
    return {mark: count - have[mark] for mark, count in wanted.items() if have[mark] < count}


def _exchange(
    seated: Sequence[Waiting],
    chosen: list[Waiting],
    left: list[Waiting],
    wanted: Mapping[Mark, int],
    wish: SeatWish,
) -> None:
    """Exchange one who was chosen for one who was not, as long as that brings more."""
    while True:
        have = Counter(mark for one in (*seated, *chosen) for mark in one.marks)
        better = next(
            (
                (out, into)
                for out in range(len(chosen))
                for into in range(len(left))
                if _gain(chosen[out], left[into], have, wanted) > 0
                and _has_room(left[into], [*seated, *chosen[:out], *chosen[out + 1 :]], wish)
            ),
            None,
        )
        if better is None:
            return
        out, into = better
        chosen[out], left[into] = left[into], chosen[out]
        left.sort(key=lambda one: (one.turn, one.key))


def _best_of_few(
    seated: Sequence[Waiting],
    chosen: list[Waiting],
    left: Sequence[Waiting],
    wanted: Mapping[Mark, int],
    wish: SeatWish,
) -> list[Waiting]:
    """Where few wait, every choice is tried: one by one, an exchange may stop short of the best."""
    line = sorted([*chosen, *left], key=lambda one: (one.turn, one.key))
    if comb(len(line), len(chosen)) > MOST_TRIED:
        return chosen

    def lacks(some: Sequence[Waiting]) -> int:
        return sum(_lacking([*seated, *some], wanted).values())

    fitting = (list(s) for s in combinations(line, len(chosen)) if _fits(s, seated, wish))
    best = min(fitting, key=lacks, default=chosen)
    return best if lacks(best) < lacks(chosen) else chosen


def _fits(some: Sequence[Waiting], seated: Sequence[Waiting], wish: SeatWish) -> bool:
    cities = Counter(one.city for one in (*seated, *some))
    return not wish.of_city or all(not one.city or cities[one.city] <= wish.of_city for one in some)


def _gain(out: Waiting, into: Waiting, have: Mapping[Mark, int], wanted: Mapping[Mark, int]) -> int:
    """How much more is there of what is wanted when one comes for the other."""
    more = sum(have[mark] < wanted[mark] for mark in into.marks - out.marks)
    return more - sum(have[mark] <= wanted[mark] for mark in out.marks - into.marks)


def _with_reasons(
    seated: Sequence[Waiting], chosen: Sequence[Waiting], wanted: Mapping[Mark, int]
) -> list[Chosen]:
    return [
        Chosen(one.key, one.marks & _lacking([*seated, *chosen[:place]], wanted).keys())
        for place, one in enumerate(chosen)
    ]


def _has_room(one: Waiting, there: Sequence[Waiting], wish: SeatWish) -> bool:
    of_city = sum(other.city == one.city for other in there)
    return not wish.of_city or not one.city or of_city < wish.of_city
