"""Where those who were chosen are found: along the index that names the fewest of them.

People are listed by name and counted from the newest on. Where many fit, whoever walks everybody in
that order has met enough of them soon. Where few do, everybody would be walked for nothing: those
few are looked up along an index, and put in order. How many they are is counted, but no further
than it matters. Nothing is decided here but the way: whether somebody fits is asked of them anyway.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.cities.countries import CODES, USUAL_WEEKEND, resting
from backend.domain.cities.models import City
from backend.domain.directory.filters import PLACES, YES, Condition, Filters, Fitting
from backend.domain.endorsements.models import Endorsement
from backend.domain.members.models import Member, MemberLanguage, MemberTopic
from backend.domain.members.profiles import SIDES
from backend.domain.topics.queries import Tree

LISTED, COUNTED = 2_500, 5_000
"""So many are put in order sooner than enough of their like are met by walking: a page of people, or
all who are counted. Of whoever fits several choices at once fewer are met, and twice as many are."""

Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Index:
    """Those for whom a choice may hold: to be counted, and as a condition that finds them."""

    entries: Rows
    leads_to: Condition


@dataclass(frozen=True, slots=True)
class Ways:
    """The indexes of all that was chosen, with how much each holds of it."""

    indexes: Mapping[str, Index] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    times: int = 1
    """How many more are looked up than for one choice."""

    def to_list(self, filters: Iterable[str]) -> list[Condition]:
        """By which to look up whom these filters let through; none, where they are better walked."""
        return self._shortest(filters, LISTED * self.times)

    def to_count(self, filters: Iterable[str]) -> list[Condition]:
        """The same, to count them."""
        return self._shortest(filters, COUNTED * self.times)

    def _shortest(self, filters: Iterable[str], most: int) -> list[Condition]:
        known = [(self.sizes[name], name) for name in filters if name in self.sizes]
        size, best = min(known, default=(0, ""))
        return [self.indexes[best].leads_to] if best and size <= most else []

    def is_empty(self, name: str) -> bool:
        """Whether this index is known to hold nobody."""
        return self.sizes.get(name) == 0


def ways(db: Session, filters: Filters, topics: Tree, fitting: Fitting) -> Ways:
    """To those who may fit; one query, if anything is chosen."""
    indexes = _indexes(filters, topics, fitting)
    if not indexes:
        return Ways()
    times = min(2, len(filters.chosen()))
    some = (one.entries.limit(COUNTED * times + 1).subquery() for one in indexes.values())
    counts = (columns(func.count()).select_from(one).scalar_subquery() for one in some)
    sizes = rows(db, columns(*counts)).one()
    return Ways(indexes, dict(zip(indexes, sizes, strict=True)), times)


def _indexes(filters: Filters, topics: Tree, fitting: Fitting) -> dict[str, Index]:
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
    weekdays = {window.weekday for window in fitting.windows}
    if weekdays and weekdays <= USUAL_WEEKEND:
        # The few who work then are found by their countries.
        open_then = {code for day in weekdays if day for code in CODES - resting(day)}
        found["hours"] = _of_cities(City.country, open_then)
    return found


def _index(of: type[Any], *named: Condition) -> Index:
    entries = columns(col(of.member_id)).where(*named)
    return Index(entries, col(Member.id).in_(entries))


def _of_cities(column: Any, values: Iterable[str]) -> Index:
    there, one = aliased(City), aliased(Member)
    cities = columns(col(there.id)).where(getattr(there, column.key).in_(sorted(values)))
    entries = columns(col(one.id)).where(col(one.city_id).in_(cities))
    return Index(entries, col(Member.id).in_(entries))
