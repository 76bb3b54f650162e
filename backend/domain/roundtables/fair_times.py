"""Fair times: which starts ask least of whom they ask most.

**Costs.** A participant's cost of a meeting is the price of its minutes (hours.py: office 0,
outside 1, early or late 3 or 4, night 6 to 12 points an hour; a weekend or holiday 8 more), over the
whole meeting and not only its start, on top of their debt: what they bore in hard hours before,
above whoever bore least (debts.py). Costs are points an hour times minutes, exact integers: an hour
early or late is 180.

**Rank.** The lowest worst cost first (nobody is asked too much for others' comfort, and who bore
much before is spared), then the lowest sum, then the earliest.

**Distinct.** A single time is offered when no better one starts within three hours of it by the
clock, on whatever day; so an offer is one hour of the day, on the first of its best days, and `also`
holds the other days on which the same hour costs every participant the same. The sittings of a pair
start at least three hours apart, don't overlap and start within 24 hours; each participant comes to
the one that costs less, to the earlier if they cost the same. Two pairs are about the same when
their hours are, whichever comes first; pairs are offered only if they rank above the best single.

**Shapes.** `find(participants, first, days, duration)` reads whole UTC days and answers with moments
in UTC and, seat by seat in the order given, wall clocks of the participants. Rejected, with a
sentence by field (participants, days, duration, step), for: nobody; an unknown zone; working hours
that end before they begin; fewer than 14 days or more than 28; days outside 2000 to 2099; a meeting
under 15 minutes or over eight hours; a step other than 15 or 30 minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.domain.roundtables import participants as people
from backend.domain.roundtables import sentences
from backend.domain.roundtables.participants import Participant
from backend.domain.roundtables.ranking import Ranking
from backend.domain.roundtables.seats import Seat, seat
from backend.domain.roundtables.timelines import Window

DAYS = range(14, 28 + 1)
MINUTES = range(15, 8 * 60 + 1)
STEPS = (15, 30)
YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Offer:
    """A time to meet, or two sittings, with what it asks of each participant."""

    starts: tuple[datetime, ...]  # in UTC: one, or two
    ends: tuple[datetime, ...]
    seats: tuple[Seat, ...]  # in the order of the participants
    worst: int
    total: int
    why: str
    tally: str
    also: tuple[tuple[datetime, ...], ...]  # starts on other days that cost everybody the same

    @property
    def burden(self) -> int:
        """What it asks of all of them together, whatever they bore before."""
        return sum(place.burden for place in self.seats)

    @property
    def awake(self) -> int:
        return sum(place.is_awake for place in self.seats)

    @property
    def in_office(self) -> int:
        return sum(place.is_in_office for place in self.seats)


@dataclass(frozen=True, slots=True)
class FairTimes:
    """What was found: both lists best first, and whose hours counted more."""

    singles: tuple[Offer, ...]
    pairs: tuple[Offer, ...]
    notes: tuple[str, ...]

    def over_days(self, clock: tzinfo) -> list[datetime]:
        """The single times in their order in time, on as many days of this clock as they can be.

        Each is moved to the first of the days on which its hour asks the same of everybody and
        none of the better ones is: who can't come on one day is then asked about others.
        """
        taken: set[date] = set()
        found = []
        for one in self.singles:
            starts = [start.astimezone(clock) for start, *_rest in (one.starts, *one.also)]
            free = next((start for start in starts if start.date() not in taken), starts[0])
            taken.add(free.date())
            found.append(free)
        return sorted(found)


def find(
    participants: Sequence[Participant],
    first: date,
    days: int,
    duration: timedelta,
    *,
    step: int = 30,
    singles: int = 5,
    pairs: int = 3,
) -> FairTimes:
    """The fairest single times and pairs of sittings in these days; see above for the rules."""
    window = Window(first, days, int(duration.total_seconds()) // 60, step)
    people.check(participants)
    _check(window)
    ranking = Ranking(participants, window)
    return FairTimes(
        tuple(_offer(ranking, (slot,)) for slot in ranking.best_singles(singles)),
        tuple(_offer(ranking, slots) for slots in ranking.best_pairs(pairs)),
        sentences.debts(participants),
    )


def _check(window: Window) -> None:
    problems = {}
    if window.days not in DAYS:
        problems["days"] = _("Choose between 14 and 28 days.")
    elif window.first.year not in YEARS:
        problems["days"] = _("Choose days between 2000 and 2099.")
    if window.duration not in MINUTES:
        problems["duration"] = _("A meeting lasts between 15 minutes and 8 hours.")
    if window.step not in STEPS:
        problems["step"] = _("Times can be offered every 15 or every 30 minutes.")
    if problems:
        raise Rejected(problems)


def _offer(ranking: Ranking, slots: tuple[int, ...]) -> Offer:
    window = ranking.window
    starts = tuple(window.start_of(slot) for slot in slots)
    seats = []
    for number, who in enumerate(ranking.participants):
        sitting = ranking.sitting_of(number, slots)
        burden = ranking.burden(number, slots[sitting])
        seats.append(seat(who, sitting, starts[sitting], window.duration, burden))
    return Offer(
        starts,
        tuple(start + timedelta(minutes=window.duration) for start in starts),
        tuple(seats),
        worst=max(place.cost for place in seats),
        total=sum(place.cost for place in seats),
        why=sentences.why(seats, len(slots)),
        tally=sentences.tally(seats),
        also=tuple(
            tuple(window.start_of(slot) for slot in same) for same in ranking.same_elsewhere(slots)
        ),
    )
