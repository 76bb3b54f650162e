import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

import pytest

from backend.domain.roundtables.fair_times import Offer, find
from backend.domain.roundtables.participants import Participant
from tests.support import slow_times
from tests.support.places import PLACES, city


@dataclass(frozen=True)
class Question:
    """One that nobody thought of."""

    participants: list[Participant]
    first: date
    days: int
    minutes: int
    step: int
    piece: int  # no clock in it stands between two of these many minutes


def question(seed: int) -> Question:
    luck = random.Random(seed)
    piece, minutes = luck.choices([(15, [0, 15, 30, 45]), (5, [0, 10, 25])], [9, 1])[0]

    def clock(*hours: int) -> time:
        return time(luck.choice(hours), luck.choice(minutes))

    return Question(
        [
            city(
                luck.choice(list(PLACES)),
                works_from=clock(0, 5, 7, 8, 9, 10),
                works_until=clock(14, 16, 17, 18, 23),
                debt=luck.choice([0, 0, 0, 180, 333, 720]),
            )
            for _n in range(luck.randint(1, 6))
        ],
        date(2026, 1, 1) + timedelta(days=luck.randrange(4 * 365)),
        luck.choice([14, 14, 14, 15]),
        luck.choice([15, 30, 45, 60, 90, 120, 240]),
        luck.choices([30, 15], [9, 1])[0],
        piece,
    )


def outline(offers: Sequence[Offer]) -> slow_times.Found:
    return [(offer.starts, offer.worst, offer.total) for offer in offers]


@pytest.mark.parametrize("seed", range(300))
def test_what_is_found_is_what_trying_everything_finds(seed: int) -> None:
    q = question(seed)
    costs = slow_times.costs_of_all_starts(
        q.participants, q.first, q.days, q.minutes, step=q.step, piece=q.piece
    )
    found = find(q.participants, q.first, q.days, timedelta(minutes=q.minutes), step=q.step)
    assert outline(found.singles) == slow_times.singles(costs, 5)
    assert outline(found.pairs) == slow_times.pairs(costs, q.minutes, q.step, 3)
    for offer in found.singles + found.pairs:
        every = [costs[start] for start in offer.starts]
        assert [seat.cost for seat in offer.seats] == [min(of) for of in zip(*every, strict=True)]


def test_half_the_random_questions_have_pairs_to_find() -> None:
    """Otherwise the test above would show little of them."""
    few = [question(seed) for seed in range(60)]
    asked = [find(q.participants, q.first, 14, timedelta(minutes=q.minutes)) for q in few]
    assert sum(bool(found.pairs) for found in asked) >= 30
