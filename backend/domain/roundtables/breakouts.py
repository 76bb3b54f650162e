"""Who sits with whom: people at tables that mix where they come from. Pure arithmetic.

What two people at one table cost is a whole number (`WEIGHTS`); a proposal costs the sum over all
pairs that share a table, and the cheapest is best. As many tables as the sizes allow at least, all
of nearly the same size. Up to 6,000 ways to seat them, all are tried and the answer is exact.
Beyond that, people are dealt out one by one to where they cost least, and then two change places
as long as that is cheaper: in the end no exchange of two people makes it better. Everything goes
by the order of the keys, so the same people and the same wish give the same tables.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Literal, TypeAlias

Known: TypeAlias = Literal["", "apart", "together"]
Tables: TypeAlias = list[list[int]]

NO_LANGUAGE, SAME_REGION, SAME_LEVEL, SAME_SIZE, BOTH_NEW, ACQUAINTED = 50, 3, 3, 1, 2, 5
"""What it costs that two at a table share no language, come from one region, work at one level of
government, come from cities of one size, come for the first time, or know each other and should
not; together, the last is what it saves."""
MOST_TRIED = 6_000


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to be seated. What isn't known of them costs nothing."""

    key: str
    region: str = ""
    languages: frozenset[str] = frozenset()
    is_new: bool = False
    """Comes to a roundtable for the first time."""
    circles: frozenset[str] = frozenset()
    """Where they know others from: who shares one of them is acquainted."""
    level: str = ""
    """At which level of government they work."""
    size: str = ""
    """How large their city is, as the name of a band."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a convener would like."""

    smallest: int = 4
    largest: int = 6
    by_region: bool = True
    by_level: bool = True
    by_size: bool = True
    by_language: bool = True
    by_newness: bool = True
    known: Known = "apart"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The keys of those at each table, in order, and what it costs."""

    tables: Sequence[Sequence[str]]
    cost: int


def propose(guests: Sequence[Guest], wish: Wish) -> Proposal:
    """The tables that mix best."""
    if not guests:
        return Proposal([], 0)
    people = sorted(guests, key=lambda one: one.key)
    sizes = sizes_for(len(people), wish)
    costs = pair_costs(people, wish)
    few = ways(sizes) <= MOST_TRIED
    found = best_of_all(costs, sizes) if few else exchanged(costs, dealt(costs, sizes))
    tables = sorted([people[place].key for place in sorted(table)] for table in found)
    return Proposal(tables, total(costs, found))


def sizes_for(count: int, wish: Wish) -> list[int]:
    """How large each table is: as few as the largest size allows, the larger ones first."""
    tables = -(-count // wish.largest)
    return [count // tables + (place < count % tables) for place in range(tables)]


def pair_costs(people: Sequence[Guest], wish: Wish) -> list[list[int]]:
    """What each pair costs at one table."""
    costs = [[0] * len(people) for _ in people]
    for (here, one), (there, other) in combinations(enumerate(people), 2):
        costs[here][there] = costs[there][here] = _cost(one, other, wish)
    return costs


def _cost(one: Guest, other: Guest, wish: Wish) -> int:
    cost = 0
    if wish.by_language and one.languages and other.languages:
        cost += NO_LANGUAGE * (not one.languages & other.languages)
    if wish.by_region and one.region:
        cost += SAME_REGION * (one.region == other.region)
    if wish.by_level and one.level:
        cost += SAME_LEVEL * (one.level == other.level)
    if wish.by_size and one.size:
        cost += SAME_SIZE * (one.size == other.size)
    if wish.by_newness:
        cost += BOTH_NEW * (one.is_new and other.is_new)
    if wish.known and one.circles & other.circles:
        cost += ACQUAINTED if wish.known == "apart" else -ACQUAINTED
    return cost


def total(costs: Sequence[Sequence[int]], tables: Tables) -> int:
    return sum(costs[one][other] for table in tables for one, other in combinations(table, 2))


def ways(sizes: Sequence[int]) -> int:
    """At most so many ways to seat them are tried; tables of one size count as one."""
    left, found = sum(sizes), 1
    for size in sizes:
        found *= comb(left - 1, size - 1)
        left -= size
    return found


def best_of_all(costs: Sequence[Sequence[int]], sizes: Sequence[int]) -> Tables:
    """The cheapest of all ways; of equals, the first."""
    every = _every(list(range(len(costs))), sorted(sizes, reverse=True))
    return min(every, key=lambda tables: total(costs, tables), default=[])


def _every(left: list[int], sizes: Sequence[int]) -> Iterator[Tables]:
    """Every way: the first who is left sits at a table of each size that is left, with any others."""
    if not left:
        yield []
        return
    first, others = left[0], left[1:]
    for size in sorted(set(sizes), reverse=True):
        after = list(sizes)
        after.remove(size)
        for company in combinations(others, size - 1):
            remaining = [one for one in others if one not in company]
            for rest in _every(remaining, after):
                yield [[first, *company], *rest]


def dealt(costs: Sequence[Sequence[int]], sizes: Sequence[int]) -> Tables:
    """Everybody in turn to the table where they cost least; those hardest to place come first."""
    tables: Tables = [[] for _ in sizes]
    for one in sorted(range(len(costs)), key=lambda place: (-sum(costs[place]), place)):
        free = [number for number, size in enumerate(sizes) if len(tables[number]) < size]
        best = min(
            free, key=lambda n: (sum(costs[one][other] for other in tables[n]), len(tables[n]), n)
        )
        tables[best].append(one)
    return tables


def exchanged(costs: Sequence[Sequence[int]], tables: Tables) -> Tables:
    """Two change places as long as that is cheaper. Each change lowers the cost, so it ends."""
    at = {one: number for number, table in enumerate(tables) for one in table}
    # What each person costs at each table, kept up to date, so that a look takes a few additions.
    there = [[sum(costs[one][other] for other in table) for table in tables] for one in sorted(at)]
    pairs, better = list(combinations(sorted(at), 2)), True
    while better:
        better = False
        for one, other in pairs:
            here, away = at[one], at[other]
            if here == away:
                continue
            after = there[one][away] + there[other][here] - 2 * costs[one][other]
            if after >= there[one][here] + there[other][away]:
                continue
            at[one], at[other], better = away, here, True
            for who, sums in enumerate(there):
                change = costs[who][other] - costs[who][one]
                sums[here] += change
                sums[away] -= change
    return [[one for one in sorted(at) if at[one] == number] for number in range(len(tables))]
