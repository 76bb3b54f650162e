"""How many people each choice of each filter would show, and how many there are in all.

A choice is counted as if nothing were chosen yet in its own filter and everything in the others.
Of more than `MOST` people the newest are counted: to count everybody takes as long as there are many.
What is counted is the most that can be said for certain.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import lru_cache

from sqlmodel import Session

from backend.core.db import rows
from backend.core.plans import planned_anew
from backend.domain.directory import office_hours, sums
from backend.domain.directory.filters import Condition, Filters
from backend.domain.directory.office_hours import Clock, Place
from backend.domain.members.models import Member
from backend.domain.members.profiles import SIDES
from backend.domain.members.readers import reader, stand_in
from backend.domain.topics.queries import Tree

MOST, OF_MANY = 500, 200
"""People who are counted: about as many as a page can count in the time that the rest of it takes;
and where there are many more, of whom so few tell as much."""


@dataclass(slots=True)
class Counts:
    people: int = 0
    is_more: bool = False
    """Whether there are more people than were counted."""
    cities: int = 0
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    city_names: dict[str, str] = field(default_factory=dict)
    """By their slugs."""


def count(
    db: Session,
    me: Member,
    filters: Filters,
    chosen: Mapping[str, Condition],
    words: Sequence[Condition],
    *,
    along: Sequence[Condition],
    topics: Tree,
    moment: datetime,
    most: int = MOST,
) -> Counts:
    """The counts of every filter among all who are listed, or of whom these words are true.

    `along` are the conditions by which whoever fits is looked up, if they are not walked.
    """
    if chosen or words:
        wanted = planned_anew(
            sums.counted(me, filters, chosen, words, along=along, topics=topics, most=most)
        )
    else:
        wanted = sums.all_counted(stand_in(me), topics, most)
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for name, value, number in rows(db, wanted, reader(me)):
        # Of what is chosen there are two counts, each of which may have left somebody out.
        found[name][value] = min(most, max(number, found[name].get(value, 0)))
    total = found[sums.TOTAL]
    counts = Counts(total["people"], bool(total["more"]), total["cities"])
    cities = [(value.partition(" "), number) for value, number in found["city"].items()]
    counts.city_names = {slug: name for (slug, _space, name), _number in cities}
    counts.facets = {
        **{side: topics.by_slugs(found[side]) for side in SIDES},
        **{name: found[name] for name in ("endorsed", "region", "country", "language")},
        "city": {slug: number for (slug, _space, _name), number in cities},
        "hours": _by_hours(found[sums.CLOCK], me, moment),
    }
    return counts


def _by_hours(clocks: Mapping[str, int], me: Member, moment: datetime) -> dict[str, int]:
    """How many are at work now, and share enough of their day with mine."""
    mine = Clock(Place(me.zone), me.work_starts, me.work_ends)
    found = {"now": 0, "mine": 0}
    for value, number in clocks.items():
        clock = _clock(value)
        found["now"] += number * office_hours.is_open(clock, moment)
        shared = office_hours.minutes_shared(clock, moment, mine)
        found["mine"] += number * (shared >= office_hours.SHARED)
    return _nonzero(found)


@lru_cache(maxsize=4_096)
def _clock(joined: str) -> Clock:
    """What `_joined` put together."""
    zone, country, starts, ends = joined.split("|")
    return Clock(Place(zone, country), time.fromisoformat(starts), time.fromisoformat(ends))


def _nonzero(counts: Mapping[str, int]) -> dict[str, int]:
    return {value: number for value, number in counts.items() if number}
