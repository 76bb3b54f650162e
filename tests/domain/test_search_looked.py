"""How much is looked at: what may not be seen leaves no trace in what is found and counted."""

from collections.abc import Sequence
from random import Random

import pytest

from backend.domain.search.looked import Pool, Row, windows, within_sight
from backend.domain.search.ranking import CLOSE, LITERAL, NAMED, TITLED, WIDENED
from tests.conftest import NOON

WANTED = {NAMED: 2, TITLED: 3, CLOSE: 3, LITERAL: 9, WIDENED: 9}
WAYS = (
    (WIDENED,),
    (LITERAL,),
    (LITERAL, WIDENED),
    (CLOSE, LITERAL, WIDENED),
    (TITLED, LITERAL, WIDENED),
    (NAMED, TITLED, CLOSE, LITERAL, WIDENED),
)
"""How something may match: whatever matches well matches less well, too."""


def thing(number: int, levels: int, *, is_seen: bool) -> Row:
    return Row(
        number, levels, "challenge", "en", "", 2026, NOON, "", is_mine=False, is_seen=is_seen
    )


def some(chance: Random, count: int, shown: float) -> list[Row]:
    levels = [sum(1 << level for level in ways) for ways in WAYS]
    return [thing(n, chance.choice(levels), is_seen=chance.random() < shown) for n in range(count)]


def asked(things: Sequence[Row], looked_at: dict[int, int]) -> Sequence[Row]:
    """What a database answers: of each level the newest, whoever may see them."""
    found: dict[int, int] = {}
    for level in WANTED:
        of_level = [one.number for one in reversed(things) if one.levels >> level & 1]
        as_they_stand = sum(one.levels >> LITERAL & 1 for one in things)
        if level != WIDENED or as_they_stand < looked_at[LITERAL]:
            for number in of_level[: looked_at[level]]:
                found[number] = found.get(number, 0) | 1 << level
    return [things[number]._replace(levels=levels) for number, levels in found.items()]


def found(things: Sequence[Row]) -> tuple[Pool, int]:
    """What is shown, and how often more had to be looked at."""
    for times, looked_at in enumerate(windows(WANTED)):
        if pool := within_sight(asked(things, looked_at), WANTED, looked_at):
            return pool, times
    every = [one for one in things if one.is_seen]
    return within_sight(every, WANTED, {}) or Pool(), times + 1


@pytest.mark.parametrize("shown", [1.0, 0.9, 0.5, 0.1, 0.0])
@pytest.mark.parametrize("count", [5, 12, 40, 400])
def test_the_same_is_found_as_if_what_may_not_be_seen_were_not_there(
    count: int, shown: float
) -> None:
    for seed in range(6):
        things = some(Random(seed), count, shown)
        without = [one._replace(number=n) for n, one in enumerate(o for o in things if o.is_seen)]
        numbers = [one.number for one in things if one.is_seen]
        pool, alone = found(things)[0], found(without)[0]
        assert pool.levels == {numbers[n]: level for n, level in alone.levels.items()}
        assert [one.number for one in pool.rows] == [numbers[one.number] for one in alone.rows]
        assert pool.is_cut == alone.is_cut


@pytest.mark.parametrize(("times", "shown"), [(0, (1, 1)), (1, (2, 3)), (2, (1, 3)), (3, (1, 100))])
def test_more_is_looked_at_only_where_much_is_hidden(times: int, shown: tuple[int, int]) -> None:
    levels = sum(1 << level for level in WANTED)
    some_of, all_of = shown
    things = [thing(n, levels, is_seen=n % all_of < some_of) for n in range(400)]
    assert found(things)[1] == times


def test_a_list_that_is_cut_off_counts_one_less_than_there_surely_are() -> None:
    levels = (1 << LITERAL) + (1 << WIDENED)
    for count, shown, is_cut in ((8, 8, False), (9, 8, True), (50, 8, True)):
        pool = found([thing(n, levels, is_seen=True) for n in range(count)])[0]
        assert (len(pool.rows), pool.is_cut) == (shown, is_cut)
