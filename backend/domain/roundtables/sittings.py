"""The best two sittings, where each participant comes to the one that costs them less.

A quarter of a million pairs times forty participants would take long to add up one by one. The
question is turned round: can everybody stay within a price? For one price, each participant is a
bitmap of the slots that they could bear, and the partners of a slot are the slots that all those
could bear whom it does not suit: a handful of ANDs of long integers. Halving finds the lowest
price that any pair keeps, and only the pairs at that price are added up. The answer is exact.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import mul, or_
from typing import TypeAlias

Column: TypeAlias = tuple[int, ...]
"""What one slot costs each group of participants who share all their costs."""


@dataclass(frozen=True, slots=True)
class Spacing:
    """How pairs may lie, in slots: the sittings of one, and pairs at about the same hours."""

    per_day: int
    apart: int  # the second starts at least this long after the first,
    within: int  # and at most this long after it
    alike: int  # closer than this by the clock, whatever the day, is about the same hour


class Sittings:
    """A search over the slots' columns; `counts` says how many share each group."""

    def __init__(self, columns: Sequence[Column], counts: Sequence[int], spacing: Spacing) -> None:
        self.counts, self.spacing = counts, spacing
        numbers: dict[Column, int] = {}
        self.kinds = [numbers.setdefault(column, len(numbers)) for column in columns]
        self.kind_columns = list(numbers)
        self.kind_slots = [0] * len(numbers)
        for slot, kind in enumerate(self.kinds):
            self.kind_slots[kind] |= 1 << slot
        groups = list(zip(*self.kind_columns, strict=True))
        self.bearable = [self._bearable(group) for group in groups]
        self.levels = sorted(set().union(*groups))
        self.least = sum(map(mul, map(min, groups), counts))
        self.totals: dict[tuple[int, int], int] = {}
        self.partners: dict[int, list[int]] = {}
        self.taken: list[tuple[int, int]] = []

    def best(self, beat: tuple[int, int], limit: int) -> list[tuple[int, int]]:
        """Up to `limit` pairs (first slot, second slot), best first, no two about the same hours.

        Ordered by worst cost, total cost, then start; only those below `beat` (worst, total).
        """
        chosen: list[tuple[int, int]] = []
        while len(chosen) < limit:
            level = bisect_left(self.levels, 1, key=lambda price: any(self._pairs(price)))
            if level == len(self.levels) or self.levels[level] > beat[0]:
                break
            total, first, second = self._cheapest(self.levels[level])
            if (self.levels[level], total) >= beat:
                break
            chosen.append((first, second))
            self._take(first, second)
        return chosen

    def _pairs(self, price: int) -> Iterator[tuple[int, int]]:
        """Each slot that has partners at this price, with the bitmap of them."""
        partners = self._partners(price)
        reach = (1 << (self.spacing.within - self.spacing.apart + 1)) - 1
        for slot, kind in enumerate(self.kinds):
            begin = slot + self.spacing.apart
            near = partners[kind] >> begin & reach
            if near and (left := near << begin & ~self._taken_with(slot)):
                yield slot, left

    def _partners(self, price: int) -> list[int]:
        """For each kind of slot, the bitmap of slots that suit everybody whom it does not."""
        if price not in self.partners:
            bearable = [slots[bisect_right(prices, price)] for prices, slots in self.bearable]
            found = []
            for column in self.kind_columns:
                left = (1 << len(self.kinds)) - 1
                for cost, slots in zip(column, bearable, strict=True):
                    if cost > price and not (left := left & slots):
                        break
                found.append(left)
            self.partners[price] = found
        return self.partners[price]

    def _bearable(self, group: Column) -> tuple[list[int], list[int]]:
        """The prices of a group in order, and the slots that cost less than each, then all."""
        at_price: dict[int, int] = {}
        for cost, slots in zip(group, self.kind_slots, strict=True):
            at_price[cost] = at_price.get(cost, 0) | slots
        prices = sorted(at_price)
        return prices, [0, *accumulate((at_price[price] for price in prices), or_)]

    def _cheapest(self, price: int) -> tuple[int, int, int]:
        """The least total among the pairs at this price, and the earliest pair that has it."""
        best: list[tuple[int, int, int]] = []
        for first, seconds in self._pairs(price):
            for second in ones(seconds):
                total = self._total(first, second)
                if not best or total < best[0][0]:
                    best = [(total, first, second)]
            if best[0][0] == self.least:
                break
        return best[0]

    def _total(self, first: int, second: int) -> int:
        kinds = self.kinds[first], self.kinds[second]
        if kinds not in self.totals:
            one, other = (self.kind_columns[kind] for kind in kinds)
            self.totals[kinds] = sum(map(mul, map(min, one, other), self.counts))
        return self.totals[kinds]

    def _take(self, *slots: int) -> None:
        """Keep later pairs away from these hours, whichever sitting has which."""
        one, other = (self._about(slot) for slot in slots)
        self.taken += [(one, other), (other, one)]

    def _taken_with(self, slot: int) -> int:
        found = 0
        for hours, others in self.taken:
            if hours >> slot & 1:
                found |= others
        return found

    def _about(self, slot: int) -> int:
        """The slots at about the same hour as this one, on any day."""
        return bitmap(
            about_the_same_hour(slot, other, self.spacing) for other in range(len(self.kinds))
        )


def about_the_same_hour(one: int, other: int, spacing: Spacing) -> bool:
    apart = (one - other) % spacing.per_day
    return min(apart, spacing.per_day - apart) < spacing.alike


def bitmap(flags: Iterable[bool]) -> int:
    """The integer whose bit n is the n-th flag."""
    return int("".join("1" if flag else "0" for flag in flags)[::-1] or "0", 2)


def ones(bits: int) -> Iterator[int]:
    """The places of the set bits, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
