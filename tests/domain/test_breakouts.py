"""Tables that mix, and seats by a wish: pure arithmetic, held against trying everything."""

from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise, permutations
from random import Random

import pytest

from backend.domain.roundtables import breakout_reasons
from backend.domain.roundtables.breakouts import (
    MOST_TRIED,
    Guest,
    Wish,
    dealt,
    exchanged,
    pair_costs,
    propose,
    sizes_for,
    total,
    ways,
)
from backend.domain.roundtables.extra_seats import SeatWish, Waiting, choose, missing
from backend.domain.roundtables.levels import CITY_SIZES, LEVELS

REGIONS = ("africa", "asia", "europe", "oceania")


def some(chance: Random, count: int) -> list[Guest]:
    return [
        Guest(
            f"{place:03}",
            chance.choice(("", *REGIONS)),
            frozenset(chance.sample(("en", "es", "fr"), chance.randrange(3))),
            is_new=chance.random() < 0.3,
            circles=frozenset(chance.sample("abcdef", 1)),
            level=chance.choice(("", *LEVELS)),
            size=chance.choice(("", *CITY_SIZES)),
        )
        for place in range(count)
    ]


def least(costs: list[list[int]], sizes: list[int]) -> int:
    """What the cheapest of all orders of the people costs, cut into tables of these sizes."""
    cuts = [sum(sizes[:n]) for n in range(len(sizes) + 1)]
    return min(
        total(costs, [list(order[a:b]) for a, b in pairwise(cuts)])
        for order in permutations(range(len(costs)))
    )


@pytest.mark.parametrize("seed", range(12))
def test_few_people_sit_as_well_as_they_can(seed: int) -> None:
    chance = Random(seed)
    people = some(chance, chance.randint(4, 7))
    wish = Wish(2, chance.choice((2, 3)), known=chance.choice(("", "apart", "together")))
    costs, sizes = pair_costs(people, wish), sizes_for(len(people), wish)
    assert propose(people, wish).cost == least(costs, sizes)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_dealt_and_exchanged_comes_near_the_best(seed: int) -> None:
    """Nine people at three tables: never more than twenty points from the best of all 280 ways."""
    chance = Random(seed)
    people, wish = some(chance, 9), Wish(3, 3)
    costs, sizes = pair_costs(people, wish), sizes_for(9, wish)
    assert ways(sizes) <= MOST_TRIED
    near = total(costs, exchanged(costs, dealt(costs, sizes)))
    assert propose(people, wish).cost <= near <= propose(people, wish).cost + 20


def test_two_hundred_sit_so_that_no_exchange_makes_it_better() -> None:
    people, wish = some(Random(7), 200), Wish(4, 6)
    found = propose(people, wish)
    assert found == propose(list(reversed(people)), wish)
    assert Counter(map(len, found.tables)) == {6: 30, 5: 4}
    assert sorted(key for table in found.tables for key in table) == [one.key for one in people]
    costs = pair_costs(people, wish)
    at = {int(key): number for number, keys in enumerate(found.tables) for key in keys}
    there = [[0] * len(found.tables) for _ in people]
    for one, sums in enumerate(there):
        for other, number in at.items():
            sums[number] += costs[one][other]
    assert not [
        (one, other)
        for one, other in combinations(at, 2)
        if at[one] != at[other]
        and there[one][at[other]] + there[other][at[one]] - 2 * costs[one][other]
        < there[one][at[one]] + there[other][at[other]]
    ]


def test_who_knows_each_other_sits_apart_or_together_as_is_wished() -> None:
    people = [Guest(name, circles=frozenset({name[0]})) for name in ("a1", "a2", "b1", "b2")]
    assert propose(people, Wish(2, 2)).tables == [["a1", "b1"], ["a2", "b2"]]
    assert propose(people, Wish(2, 2, known="together")).tables == [["a1", "a2"], ["b1", "b2"]]
    assert propose([], Wish()).tables == []


def test_tables_mix_levels_of_government_and_then_sizes_of_cities() -> None:
    levels = ("political", "political", "expert", "expert")
    sizes = ("under-50000", "over-5000000", "under-50000", "over-5000000")
    people = [
        Guest(str(n), level=level, size=size)
        for n, (level, size) in enumerate(zip(levels, sizes, strict=True))
    ]
    assert propose(people, Wish(2, 2)).tables == [["0", "3"], ["1", "2"]]
    assert propose(people, Wish(2, 2, by_level=False, by_size=False)).cost == 0


def test_reasons_are_given_and_what_could_not_be_met_is_named() -> None:
    ana, ben, cleo = (
        Guest("ana", "europe", frozenset({"en", "es"}), circles=frozenset({"x"})),
        Guest("ben", "asia", frozenset({"en"}), is_new=True, circles=frozenset({"x"})),
        Guest("cleo", "europe", frozenset({"fr"})),
    )
    names = {"ana": "Ana", "ben": "Ben", "cleo": "Cléo"}
    wish = Wish(2, 2)
    assert breakout_reasons.reasons([ana, ben], wish) == [
        "They come from 2 regions of the world.",
        "All speak English.",
        "1 comes for the first time, others have been here before.",
    ]
    assert breakout_reasons.unmet({3: [ana, ben, cleo]}, wish, names) == [
        "Table 3: 3 people sit there, which is not what you wished.",
        "Table 3: there is no language that all of them speak.",
        "Table 3: more than half come from Europe.",
        "Table 3: Ana and Ben know each other.",
    ]
    mayor, head, heads = (
        Guest(name, level=level, size=size)
        for name, level, size in (
            ("m", "political", "under-50000"),
            ("h", "senior", "over-5000000"),
            ("i", "senior", "over-5000000"),
        )
    )
    assert breakout_reasons.reasons([mayor, head], wish) == [
        (
            "They work at several levels: Elected or appointed office and "
            "Head of a department or a programme."
        ),
        "Their cities are of 2 sizes.",
    ]
    assert breakout_reasons.unmet({1: [head, heads]}, wish, names) == [
        "Table 1: more than half work at one level: Head of a department or a programme.",
        "Table 1: more than half come from cities of over 5 million people.",
    ]
    together = Wish(1, 2, by_language=False, by_region=False, known="together")
    assert breakout_reasons.unmet({1: [ana, cleo], 2: [ben]}, together, names) == [
        "Ana sits with nobody they know.",
        "Ben sits with nobody they know.",
    ]


@pytest.mark.parametrize("seed", [*range(60), 782, 1035])  # the last need more than exchanges
def test_no_choice_of_seats_brings_more_of_what_is_missing(seed: int) -> None:
    chance = Random(seed)
    everybody = [
        Waiting(
            str(n),
            chance.choice(REGIONS),
            is_new=chance.random() < 0.4,
            speaks=chance.random() < 0.4,
            turn=n,
            size=chance.choice(list(CITY_SIZES)[:3]),
            level=chance.choice(("", *LEVELS)),
        )
        for n in range(9)
    ]
    seated, line = everybody[:2], everybody[2:]
    wish = SeatWish(chance.randint(0, 2), chance.randint(0, 3), speakers=chance.randint(0, 3))
    wish = replace(wish, each_size=chance.randint(0, 2), each_level=chance.randint(0, 1))
    seats = chance.randint(1, 5)
    by_key = {one.key: one for one in everybody}

    def lacking(chosen: list[Waiting]) -> int:
        return sum(missing([*seated, *chosen], everybody, wish).values())

    found = choose(seated, line, seats, wish)
    assert len(found.seats) == seats
    assert lacking([by_key[one.key] for one in found.seats]) == min(
        lacking(list(some)) for some in combinations(line, seats)
    )
    assert sum(found.missing.values()) == lacking([by_key[one.key] for one in found.seats])


def test_of_equals_who_waited_longest_is_seated_and_a_city_has_no_more_than_its_share() -> None:
    line = [Waiting(name, "asia", name[0], turn=n) for n, name in enumerate(("a1", "a2", "b1"))]
    assert [one.key for one in choose([], line, 2, SeatWish()).seats] == ["a1", "a2"]
    shared = choose([], line, 3, SeatWish(of_city=1))
    assert [one.key for one in shared.seats] == ["a1", "b1"]
    assert shared.passed_over == ["a2"]
