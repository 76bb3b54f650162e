"""How much speaks for asking somebody: whole points that add up."""

from random import Random
from uuid import UUID

import pytest

from backend.domain.matching import helping
from backend.domain.matching.helping import EACH, FIRST_DECLARED, FREE, MOST, Record, Trace


def traces(count: int) -> dict[UUID, Trace]:
    return {UUID(int=n): Trace("answer", UUID(int=n), "slug", "Title") for n in range(count)}


def some_record(chance: Random) -> Record:
    answered = traces(chance.randint(0, 5))
    return Record(
        declared={UUID(int=n) for n in range(chance.randint(0, 5))},
        endorsed={UUID(int=n): chance.randint(1, 3) for n in range(chance.randint(0, 3))},
        answered=answered,
        helped=dict(list(answered.items())[: chance.randint(0, 5)]),
        adopted=traces(chance.randint(0, 4)),
        mentions=chance.random() < 0.5,
        shares_language=chance.random() < 0.5,
        in_office=chance.random() < 0.5,
        asked=chance.randint(0, 12),
    )


def test_the_points_of_all_reasons_add_up_to_the_score() -> None:
    chance = Random(2)
    for _ in range(300):
        record = some_record(chance)
        by_hand = (
            12 * min(3, len(record.helped))
            + 4 * min(3, len(record.answered))
            + (6 + 4 * min(3, len(record.declared)) if record.declared else 0)
            + 3 * min(4, sum(record.endorsed.values()))
            + 4 * min(2, len(record.adopted))
            + 5 * record.mentions
            + 3 * record.shares_language
            + 2 * record.in_office
            - 4 * min(5, max(0, record.asked - 2))
        )
        assert sum(part.points for part in helping.parts(record)) == by_hand
        assert helping.score(record) == by_hand


@pytest.mark.parametrize("kind", EACH)
def test_every_reason_counts_only_so_often(kind: str) -> None:
    assert EACH.keys() == MOST.keys()
    assert MOST[kind] >= 1  # type: ignore[index]


def test_the_first_two_requests_of_a_month_cost_nothing_and_are_not_told() -> None:
    for asked, points in ((0, 0), (FREE, 0), (FREE + 1, -4), (FREE + 9, -20)):
        record = Record(asked=asked)
        told = [part for part in helping.parts(record) if part.kind == "load"]
        assert sum(part.points for part in told) == points
        assert bool(told) == (points < 0)


def test_one_answer_that_helped_outweighs_all_that_can_be_said_of_a_topic() -> None:
    helper = Record(answered=traces(1), helped=traces(1))
    assert helping.score(helper) > EACH["declared"] + FIRST_DECLARED + EACH["mentions"]


def test_hours_and_languages_alone_are_no_reason() -> None:
    assert not Record(in_office=True, shares_language=True).speaks
    assert Record(adopted=traces(1)).speaks
