"""Hours that take turns over a series, and a year of meetings in which the burden goes round."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from math import exp

import pytest

from backend.core.errors import Rejected
from backend.core.times import moment
from backend.domain.roundtables.debts import Borne, borne, debts
from backend.domain.roundtables.fair_times import find
from backend.domain.roundtables.hours import PRICES
from backend.domain.roundtables.participants import Participant
from backend.domain.roundtables.rotation import rotations
from backend.domain.roundtables.timelines import Window, costs
from tests.support import slow_times
from tests.support.places import EIGHT, PLACES, at, cities, city

HOUR = timedelta(hours=1)
MONTHLY = [date(2027, 1, 5) + timedelta(weeks=4 * n) for n in range(12)]


def slow_rotation(
    people: Sequence[Participant], days: Sequence[date], zone: str, count: int
) -> tuple[int, int]:
    """The least largest share and the least sum with it, by trying every hour in every turn."""

    def share(clock: time, turn: int) -> list[int]:
        starts = [moment(day, clock, zone) for day in days[turn::count]]
        return [sum(_slow_cost(who, start) for start in starts) for who in people]

    clocks = [time(hour) for hour in range(24)]
    choices = [[share(clock, turn) for clock in clocks] for turn in range(count)]
    loads = ([sum(of) for of in zip(*chosen, strict=True)] for chosen in product(*choices))
    debts_of = [who.debt for who in people]
    owed = ([a + b for a, b in zip(load, debts_of, strict=True)] for load in loads)
    return min((max(load), sum(load)) for load in owed)


def _slow_cost(who: Participant, start: datetime) -> int:
    return sum(
        15 * slow_times.price(who, start + timedelta(minutes=minute)) for minute in range(0, 60, 15)
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_best_turns_are_those_that_trying_everything_finds(seed: int) -> None:
    luck = random.Random(seed)
    names = luck.sample([name for name in PLACES if name != "Waitangi"], luck.randint(2, 4))
    people = [city(name, debt=luck.choice([0, 0, 180, 720])) for name in names]
    first = date(2027, 1, 1) + timedelta(days=luck.randrange(365))
    days = [first + timedelta(weeks=2 * n) for n in range(4)]
    found = rotations(people, days, HOUR, "Europe/London", step=60, most=2)
    exact = [slow_rotation(people, days, "Europe/London", count) for count in (1, 2)]
    assert (found[0].worst, found[0].total) == exact[0]
    assert (found[-1].worst, found[-1].total) == (
        exact[1] if exact[1][0] < exact[0][0] else exact[0]
    )


def test_one_hour_is_enough_where_it_is_hard_for_nobody() -> None:
    (only,) = rotations(cities("Bristol", "Nairobi"), MONTHLY, HOUR, "Europe/London")
    assert (only.turns, only.shares, only.hard) == ((time(9),), (0, 0), (0, 0))
    assert only.why == "In 12 meetings nobody has to keep a hard hour."
    assert only.starts[0] == at(2027, 1, 5, 9)
    assert only.starts[3] == at(2027, 3, 30, 8)  # nine o'clock in summer too


def test_turns_spread_what_one_hour_asks_of_few() -> None:
    found = rotations(EIGHT, MONTHLY, HOUR, "Europe/London")
    assert [len(one.turns) for one in found] == [1, 2, 3]
    assert [one.why for one in found[:2]] == [
        (
            "At the same hour each time, Melbourne, Nairobi, Gothenburg and 1 more "
            "keep a hard one in 12 of 12 meetings."
        ),
        (
            "2 hours take turns, so that the burden goes round: "
            "who bears most bears 29% less than with one hour for all meetings."
        ),
    ]
    assert [max(one.shares) for one in found] == [one.worst for one in found]


def test_an_hour_that_clocks_skip_on_one_of_the_days_is_no_hour_for_a_series() -> None:
    both = [Participant("a", "A", "Europe/London", works_from=time(1), works_until=time(2, 30))]
    days = [date(2027, 3, 21), date(2027, 3, 28)]
    (only,) = rotations(both, days, timedelta(minutes=30), "Europe/London")
    assert only.turns == (time(2),)
    with pytest.raises(Rejected):
        rotations(both, [], HOUR, "Europe/London")


def test_what_a_meeting_is_for_who_keeps_it_is_counted_in_minutes() -> None:
    bristol = city("Bristol")
    assert borne(bristol, at(2027, 1, 5, 10), 60) == Borne()
    assert borne(bristol, at(2027, 1, 5, 17, 30), 30) == Borne()  # just outside is no hard hour
    assert borne(bristol, at(2027, 1, 5, 7, 30), 60) == Borne(early=30, points=120)
    assert borne(bristol, at(2027, 1, 5, 21, 30), 60) == Borne(late=30, night=30, points=300)
    assert borne(bristol, at(2027, 1, 2, 10), 60) == Borne(off=60, points=480)
    assert borne(city("Bristol", weekend=frozenset({4})), at(2027, 1, 2, 10), 60) == Borne()


def test_a_debt_is_what_one_bore_above_who_bore_least_and_never_more_than_a_night() -> None:
    assert debts({"a": 900, "b": 300, "c": 5_000}, 60) == {"a": 600, "b": 0, "c": 720}
    assert debts({"a": 900}, 60) == {"a": 0}
    assert debts({}, 60) == {}


@pytest.mark.parametrize(
    "names",
    [
        tuple(PLACES)[:8],
        ("Wellington", "Bristol", "Mexico City"),
        ("Kiritimati", "Dhaka", "Cairo", "New York"),
    ],
)
def test_over_a_year_of_monthly_meetings_nobody_bears_much_more_than_is_possible(
    names: Sequence[str],
) -> None:
    """The largest share is within one bad hour of the least there can be."""
    bore, asked = dict.fromkeys(names, 0), []
    for month in range(1, 13):
        first = date(2027, month, 1)
        owed = debts(bore, 60)
        people = [city(name, debt=owed[name]) for name in names]
        for place in find(people, first, 14, HOUR, pairs=0).singles[0].seats:
            bore[place.label] += place.burden
        window = Window(first, 14, 60, 30)
        asked.append(sorted(set(zip(*(costs(who, window) for who in people), strict=True))))
    assert max(bore.values()) <= least_possible(asked) + 60 * max(PRICES)


def least_possible(months: Sequence[Sequence[tuple[int, ...]]]) -> float:
    """A largest share that no choice can undercut.

    However the participants are weighed, the weighed mean of their shares is no larger than the
    largest one; so the least weighed mean that any choice has bounds it from below. The weights
    that bound it best lie heavily on those who bear most.
    """
    best, load = 0.0, [0.0] * len(months[0][0])
    for _round in range(60):
        weights = [exp(0.002 * (one - max(load))) for one in load]
        scale, bound, bears = sum(weights), 0.0, [0] * len(load)
        for slots in months:
            chosen = min(slots, key=lambda cost: _weighed(weights, cost))
            bound += _weighed(weights, chosen) / scale
            bears = [one + more for one, more in zip(bears, chosen, strict=True)]
        best = max(best, bound)
        load = [one + more / 12 for one, more in zip(load, bears, strict=True)]
    return best


def _weighed(weights: Sequence[float], cost: Sequence[int]) -> float:
    return sum(one * other for one, other in zip(weights, cost, strict=True))


def test_a_start_is_a_moment_in_utc() -> None:
    (only,) = rotations([city("Kathmandu")], MONTHLY[:1], HOUR, "Asia/Kathmandu")
    assert only.starts[0] == datetime(2027, 1, 5, 3, 15, tzinfo=UTC)
