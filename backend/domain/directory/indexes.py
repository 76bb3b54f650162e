"""Where those who were chosen are found: along the index that names the fewest of them.

People are listed by name and counted from the newest on. Where many fit, whoever walks everybody in
that order has met enough of them soon. Where few do, everybody would be walked for nothing: those
few are looked up along an index, and put in order. How many they are is counted, but no further
than it matters. Nothing is decided here but the way: whether somebody fits is asked of them anyway.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, and_, intersect, or_, union_all
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.plans import counted_to, is_among
from backend.domain.cities.countries import CODES, USUAL_WEEKEND, resting
from backend.domain.cities.models import City
from backend.domain.directory.filters import HOURS, PLACES, YES, Condition, Filters, Fitting
from backend.domain.endorsements.models import Endorsement
from backend.domain.members.models import Member, MemberLanguage, MemberTopic
from backend.domain.members.profiles import SIDES
from backend.domain.topics.queries import Tree

LISTED, COUNTED = 2_500, 5_000
"""So many are put in order sooner than enough of their like are met by walking: a page of people, or
all who are counted. Of whoever fits several choices at once fewer are met, and twice as many are."""
MANY = 1_000
"""Where each index names more than so many, the fewest of those who fit are counted."""

Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Ways:
    """The indexes of all that was chosen, with how much each holds of it."""

    indexes: Mapping[str, Rows] = field(default_factory=dict)
    """Those for whom a choice may hold."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    times: int = 1
    """How many more are looked up than for one choice."""

    def to_list(self, filters: Iterable[str]) -> list[Condition]:
        """By which to look up whom these filters let through; none, where they are better walked."""
        return self._along(self.shortest(filters, LISTED * self.times))

    def to_count(self, filters: Iterable[str]) -> list[Condition]:
        """The same, to count them."""
        return self._along(self.shortest(filters, COUNTED * self.times))

    def shortest(self, filters: Iterable[str], most: int) -> list[str]:
        """The shortest of their indexes, if it is no longer than this, and all others that help."""
        known = sorted((self.sizes[name], name) for name in filters if name in self.sizes)
        if not known or known[0][0] > most:
            return []
        near = [name for size, name in known if size <= COUNTED * self.times]
        # Beside choices that many more fit, enough of those who fit one alone are met by walking.
        return near if len(near) > 1 or known[0][0] <= COUNTED else []

    def are_many(self, filters: Iterable[str]) -> bool:
        """Whether each of their indexes names many."""
        known = [self.sizes[name] for name in filters if name in self.sizes]
        return bool(known) and min(known) > MANY

    def is_empty(self, name: str) -> bool:
        """Whether this index is known to hold nobody."""
        return self.sizes.get(name) == 0

    def _along(self, names: Sequence[str]) -> list[Condition]:
        """Whoever stands in all of these: so much is told before anything is read of them."""
        if not names:
            return []
        first, *others = (self.indexes[name] for name in names)
        return [col(Member.id).in_(intersect(first, *others) if others else first)]


def ways(db: Session, filters: Filters, topics: Tree, fitting: Fitting) -> Ways:
    """To those who may fit; one query, if anything is chosen of which it isn't known yet."""
    indexes = indexes_of(filters, topics, fitting)
    if not indexes:
        return Ways()
    times = min(2, len(filters.chosen()))
    sizes = {} if fitting.those is None else {"hours": len(fitting.those)}
    unknown = [name for name in indexes if name not in sizes]
    counts = [counted_to(COUNTED * times + 1, indexes[name]) for name in unknown]
    if counts:
        sizes |= zip(unknown, rows(db, columns(*counts)).one(), strict=True)
    return Ways(indexes, sizes, times)


def indexes_of(filters: Filters, topics: Tree, fitting: Fitting) -> dict[str, Rows]:
    """Those for whom each choice may hold."""
    found = {}
    for side in SIDES:
        if slugs := getattr(filters, side):
            found[side] = _index(
                MemberTopic,
                col(MemberTopic.side) == side,
                col(MemberTopic.topic_id).in_(topics.branches_of(slugs)),
            )
    helps = topics.branches_of(filters.can_help)
    if filters.can_help or YES in filters.endorsed:
        named = [col(Endorsement.topic_id).in_(helps)] if filters.can_help else []
        found["endorsed"] = _index(Endorsement, *named)
    for name, column in PLACES.items():
        if values := getattr(filters, name):
            found[name] = _of_cities(column, values)
    if filters.language:
        found["language"] = _index(
            MemberLanguage, col(MemberLanguage.language).in_(filters.language)
        )
    if filters.hours in HOURS:
        found["hours"] = _at_work(fitting)
    return found


def _index(of: type[Any], *named: Condition) -> Rows:
    return columns(col(of.member_id)).where(*named)


def _of_cities(column: Any, values: Iterable[str]) -> Rows:
    there, one = aliased(City), aliased(Member)
    cities = columns(col(there.id)).where(getattr(there, column.key).in_(sorted(values)))
    return columns(col(one.id)).where(col(one.city_id).in_(cities))


def _at_work(fitting: Fitting) -> Rows:
    """Who is in a zone where it may be office hours; where it is a day of rest, who works then."""
    if fitting.those is not None:
        named = aliased(Member)
        return columns(col(named.id)).where(is_among(col(named.id), fitting.those))
    zones = defaultdict[int | None, set[str]](set)
    for window, of in fitting.windows.items():
        zones[window.weekday].update(of)
    at_rest = {day: zones.pop(day) for day in sorted(USUAL_WEEKEND & zones.keys())}
    one = aliased(Member)
    working = columns(col(one.id)).where(is_among(col(one.zone), set().union(*zones.values())))
    if not at_rest:
        return working
    few = _working_at_weekends(at_rest)
    return columns(union_all(working, few).subquery().c.id) if zones else few


def _working_at_weekends(zones: Mapping[int, Iterable[str]]) -> Rows:
    """The few who work on these days, each in its own zones: found by their countries."""
    open_on = {day: CODES - resting(day) for day in zones}
    one, there = aliased(Member), aliased(City)
    country = col(there.country)
    each = [
        and_(is_among(country, open_on[day]), is_among(col(one.zone), of))
        for day, of in zones.items()
    ]
    found = columns(col(one.id)).join(there, col(there.id) == col(one.city_id))
    return found.where(is_among(country, set().union(*open_on.values())), or_(*each))
