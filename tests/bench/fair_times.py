"""Fair times for 200 participants over four weeks, every quarter of an hour: `python -m tests.bench.fair_times`.

Beside it what eight participants over two weeks cost, as a page asks for them.
"""

import random
from datetime import date, time, timedelta
from time import process_time

from backend.domain.roundtables.fair_times import find
from backend.domain.roundtables.participants import Participant
from tests.support.places import EIGHT, PLACES, city

ROUNDS = 5


def many(count: int) -> list[Participant]:
    """People of cities everywhere, each with hours of their own."""
    luck = random.Random(1)
    return [
        city(
            luck.choice(list(PLACES)),
            works_from=time(luck.choice([7, 8, 9]), luck.choice([0, 30])),
            works_until=time(luck.choice([16, 17, 18])),
        )
        for _ in range(count)
    ]


def milliseconds(people: list[Participant], days: int, step: int) -> float:
    """Of CPU, in the best of a few rounds; calendars are known after the first."""
    spent = []
    for _ in range(ROUNDS):
        began = process_time()
        find(people, date(2027, 1, 4), days, timedelta(hours=1), step=step)
        spent.append(process_time() - began)
    return 1000 * min(spent)


if __name__ == "__main__":
    few, crowd = milliseconds(EIGHT, 14, 30), milliseconds(many(200), 28, 15)
    print(f"8 participants, two weeks, half hours: {few:.1f} ms")  # noqa: T201
    print(f"200 participants, four weeks, quarters: {crowd:.1f} ms, {crowd / few:.0f} times")  # noqa: T201
