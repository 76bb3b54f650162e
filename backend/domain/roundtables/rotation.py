"""The best hours for a series: the same each time, or two or three that take turns.

The days are given, as its rule makes them; what is looked for are hours on one wall clock. Meeting
number n is held at turn n modulo the number of turns, so the burden goes round through the regions.

**Rank.** The largest share first: what one participant bears over the whole series, on top of their
debt. Then the sum over all, then the earlier hours. More turns are offered only where they make the
largest share smaller. Hours that clocks skip on one of the days are left out.

The answer is exact. An hour that costs everybody at least as much as another one in the same turn
is never part of the best, and of the rest, mostly some twenty hours, all are tried.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from operator import add, le, mul
from typing import TypeAlias

from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.times import moment
from backend.domain.roundtables import participants as people
from backend.domain.roundtables import sentences
from backend.domain.roundtables.debts import borne
from backend.domain.roundtables.hours import DAY
from backend.domain.roundtables.participants import Participant
from backend.domain.roundtables.timelines import Window, costs

MOST_TURNS = 3
GRID = 15
"""No offset from UTC of our days falls between two quarters of an hour."""

Burden: TypeAlias = tuple[int, ...]
"""What something costs each group of participants who share all their costs."""
Turns: TypeAlias = tuple[time, ...]


@dataclass(frozen=True, slots=True)
class Rotation:
    """Hours that take turns, and what they ask of each participant over the series."""

    turns: Turns
    starts: tuple[datetime, ...]
    """When each meeting begins, in UTC."""
    shares: tuple[int, ...]
    """In the order of the participants, before their debt."""
    hard: tuple[int, ...]
    """How many of the meetings are hard for each."""
    worst: int
    total: int
    why: str = ""


def rotations(
    participants: Sequence[Participant],
    days: Sequence[date],
    duration: timedelta,
    zone: str,
    *,
    step: int = 30,
    most: int = MOST_TURNS,
) -> tuple[Rotation, ...]:
    """The best single hour, and the best two and three where they ask less; the best last."""
    people.check(participants)
    if not days:
        raise Rejected({"days": _("Choose on which days the series is held.")})
    search = _Search(participants, days, int(duration.total_seconds()) // 60, zone)
    clocks = [time(minute // 60, minute % 60) for minute in range(0, DAY, step)]
    hours = [clock for clock in clocks if search.exists(clock)]
    found: list[Rotation] = []
    for count in range(1, min(most, len(days)) + 1):
        one = _rotation(search, *search.best(hours, count))
        if not found:
            labels = [who.label for who in participants]
            why = sentences.why_in_turn(labels, one.hard, len(days))
            found.append(replace(one, why=why))
        elif one.worst < found[-1].worst:
            less = 100 - 100 * one.worst // found[0].worst
            found.append(replace(one, why=sentences.why_turns(count, less)))
    return tuple(found)


class _Search:
    def __init__(
        self, participants: Sequence[Participant], days: Sequence[date], minutes: int, zone: str
    ) -> None:
        self.participants, self.days, self.minutes, self.zone = participants, days, minutes, zone
        groups: dict[Participant, int] = {}
        for who in participants:
            alike = replace(who, key="", label="")
            groups[alike] = groups.get(alike, 0) + 1
        self.groups, self.counts = list(groups), tuple(groups.values())
        self.debts = tuple(who.debt for who in self.groups)
        self._windows = [Window(day - timedelta(days=1), 3, minutes, GRID) for day in days]
        self._costs = [[costs(who, window) for who in self.groups] for window in self._windows]

    def exists(self, clock: time) -> bool:
        try:
            [moment(day, clock, self.zone) for day in self.days]
        except Rejected:
            return False
        return True

    def best(self, hours: Sequence[time], count: int) -> tuple[int, int, Turns]:
        """The least (worst, total, turns) of so many turns."""
        choices = [self._choices(hours, turn, count) for turn in range(count)]
        found: tuple[int, int, Turns] | None = None
        for burden, turns in self._combined(choices, self.debts, ()):
            worst = max(burden)
            if found is None or worst <= found[0]:
                total = sum(map(mul, burden, self.counts))
                found = min(found or (worst, total, turns), (worst, total, turns))
        if found is None:
            raise Rejected({"days": _("Clocks skip every hour of these days. Choose others.")})
        return found

    def _combined(
        self, choices: Sequence[dict[Burden, time]], so_far: Burden, turns: Turns
    ) -> Iterator[tuple[Burden, Turns]]:
        if not choices:
            yield so_far, turns
            return
        for burden, clock in choices[0].items():
            yield from self._combined(choices[1:], tuple(map(add, so_far, burden)), (*turns, clock))

    def _choices(self, hours: Sequence[time], turn: int, count: int) -> dict[Burden, time]:
        """The hours that may be best in this turn, by what all its meetings then cost."""
        known: dict[Burden, time] = {}
        for clock in hours:
            asked = [self.burden(n, clock) for n in range(turn, len(self.days), count)]
            known.setdefault(tuple(map(sum, zip(*asked, strict=True))), clock)
        return {
            burden: clock
            for burden, clock in known.items()
            if not any(other != burden and all(map(le, other, burden)) for other in known)
        }

    def burden(self, number: int, clock: time) -> Burden:
        """What meeting number `number` at this hour costs each group."""
        window = self._windows[number]
        start = moment(self.days[number], clock, self.zone)
        slot = (start - window.start_of(0)) // timedelta(minutes=GRID)
        return tuple(row[slot] for row in self._costs[number])


def _rotation(search: _Search, worst: int, total: int, turns: Turns) -> Rotation:
    starts = tuple(
        moment(day, turns[number % len(turns)], search.zone)
        for number, day in enumerate(search.days)
    )
    bore = {who: [borne(who, start, search.minutes) for start in starts] for who in search.groups}
    theirs = [bore[replace(who, key="", label="")] for who in search.participants]
    hard = tuple(sum(one.is_hard for one in of) for of in theirs)
    shares = _shares(search, turns)
    return Rotation(
        turns,
        tuple(start.astimezone(UTC) for start in starts),
        tuple(shares[replace(who, key="", label="")] for who in search.participants),
        hard,
        worst,
        total,
    )


def _shares(search: _Search, turns: Turns) -> dict[Participant, int]:
    asked = [
        search.burden(number, turns[number % len(turns)]) for number in range(len(search.days))
    ]
    return dict(zip(search.groups, map(sum, zip(*asked, strict=True)), strict=True))
