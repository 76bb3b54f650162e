"""How many people each choice of each filter would show, and how many there are in all.

The database counts, in one query: it reads the listed once, clocks by zone and working day rather
than by person, topics and languages along their indexes. A choice is counted as if nothing were
chosen yet in its own filter and everything in the others.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    union_all,
)
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.cities.models import City
from backend.domain.directory import office_hours
from backend.domain.directory.filters import (
    YES,
    Condition,
    Filters,
    is_endorsed,
    met_by,
    with_city,
)
from backend.domain.directory.office_hours import Clock, Place
from backend.domain.members.models import Member, MemberLanguage, MemberTopic
from backend.domain.members.profiles import SIDES
from backend.domain.members.queries import shown
from backend.domain.members.readers import reader, stand_in
from backend.domain.topics.queries import Tree

MOST_CITIES = 50
"""Cities that can be ticked: those with the most people. The others are found by their names."""
_TOTAL, _BRANCH, _CLOCK = "total", ".branch", "clock"
_LISTS = (*SIDES, "languages")


@dataclass(slots=True)
class Counts:
    people: int = 0
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
    topics: Tree,
    moment: datetime,
) -> Counts:
    """The counts of every filter among all who are listed, or of whom these words are true."""
    if chosen or words:
        wanted = _counted(me, filters, chosen, words, topics)
    else:
        wanted = _all_counted(stand_in(me), topics)
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for name, value, number in rows(db, wanted, reader(me)):
        found[name][value] = number
    total = found[_TOTAL]
    counts = Counts(total["people"], total["cities"])
    cities = [(value.partition(" "), number) for value, number in found["city"].items()]
    counts.city_names = {slug: name for (slug, _space, name), _number in cities}
    counts.facets = {
        **{side: topics.by_slugs(_nonzero(found[side] | found[side + _BRANCH])) for side in SIDES},
        **{name: found[name] for name in ("endorsed", "region", "country", "language")},
        "city": {slug: number for (slug, _space, _name), number in cities},
        "hours": _by_hours(found[_CLOCK], me, moment),
    }
    return counts


@lru_cache(maxsize=32)
def _all_counted(me: Any, topics: Tree) -> CompoundSelect[*tuple[Any, ...]]:
    """As everybody is counted who chooses nothing: it is long, and asked for most."""
    return _counted(me, Filters(), {}, (), topics)


def _counted(
    me: Member,
    filters: Filters,
    chosen: Mapping[str, Condition],
    words: Sequence[Condition],
    topics: Tree,
) -> CompoundSelect[*tuple[Any, ...]]:
    base = [*met_by(me), *words]
    listed = _listed(me, base, chosen, is_endorsed(filters, me, topics))
    return union_all(*_sums(listed, chosen, topics, filters.city))


def _listed(
    me: Member,
    base: Sequence[Condition],
    chosen: Mapping[str, Condition],
    supported: Condition,
) -> CTE:
    """All who could be listed, with what the counts need to know of them."""
    known: Select[*tuple[Any, ...]] = columns(
        col(Member.id),
        col(City.id).label("city_id"),
        (col(City.slug) + literal(" ") + col(City.name)).label("city"),
        col(City.region),
        col(City.country),
        col(Member.zone),
        col(Member.work_starts),
        col(Member.work_ends),
        supported.label("endorsed"),
        *(shown(one, me).label(f"shows_{one}") for one in (*_LISTS, "hours")),
        *(condition.label(f"in_{name}") for name, condition in chosen.items()),
    )
    return with_city(known, me).where(*base).cte("listed")


def _sums(
    listed: CTE, chosen: Mapping[str, Condition], topics: Tree, ticked: Sequence[str]
) -> Iterator[Select[*tuple[Any, ...]]]:
    def within(name: str) -> list[ColumnElement[bool]]:
        return [listed.c[f"in_{other}"].is_(True) for other in chosen if other != name]

    def by(name: str, value: Any) -> Select[*tuple[Any, ...]]:
        counted = columns(literal(name), cast(value, String), func.count())
        return counted.where(value.is_not(None), *within(name)).group_by(value)

    for name, number in (
        ("people", func.count(listed.c.id)),
        ("cities", func.count(listed.c.city_id.distinct())),
    ):
        yield columns(literal(_TOTAL), literal(name), number).where(*within("")).group_by(None)
    yield by("endorsed", case((listed.c.endorsed.is_(True), literal(YES))))
    yield by("region", listed.c.region)
    yield by("country", listed.c.country)
    slugs = [listed.c.city.like(f"{slug} %") for slug in ticked]
    first = [one.desc() for one in slugs]
    cities = by("city", listed.c.city).order_by(*first, func.count().desc(), listed.c.city)
    yield columns(*cities.limit(MOST_CITIES).subquery().c)
    clocks = (listed.c.zone, listed.c.country, listed.c.work_starts, listed.c.work_ends)
    clock = _joined(*clocks)
    yield (
        columns(literal(_CLOCK), clock, func.count())
        .where(listed.c.shows_hours.is_(True), *within("hours"))
        .group_by(*clocks)
    )
    for side in SIDES:
        who = [listed.c[f"shows_{side}"].is_(True), *within(side)]
        yield from _topics(side, listed, who, topics)
    who = [listed.c.shows_languages.is_(True), *within("language")]
    spoken = col(MemberLanguage.language)
    yield (
        columns(literal("language"), spoken, func.count())
        .where(col(MemberLanguage.member_id).in_(columns(listed.c.id).where(*who)))
        .group_by(spoken)
    )


def _topics(
    side: str, listed: CTE, who: Sequence[Condition], topics: Tree
) -> Iterator[Select[*tuple[Any, ...]]]:
    """Each topic by how many name it; one with others below by how many name any of those."""
    topic, member = col(MemberTopic.topic_id), col(MemberTopic.member_id)
    on_side = col(MemberTopic.side) == side
    theirs = (on_side, member.in_(columns(listed.c.id).where(*who)))
    yield columns(literal(side), cast(topic, String), func.count()).where(*theirs).group_by(topic)
    for above in topics.rows:
        branch = topics.branch(above.slug)
        if len(branch) > 1:
            # Whoever names several of them is one: the listed are read, not what they name.
            naming = columns(member).where(on_side, topic.in_(branch))
            yield (
                columns(literal(side + _BRANCH), literal(str(above.id)), func.count())
                .select_from(listed)
                .where(*who, listed.c.id.in_(naming))
                .group_by(None)
            )


def _joined(zone: Any, country: Any, starts: Any, ends: Any) -> ColumnElement[str]:
    bar = literal("|")
    parts = (func.coalesce(country, ""), cast(starts, String), cast(ends, String))
    whole = zone
    for part in parts:
        whole = whole + bar + part
    found: ColumnElement[str] = whole
    return found


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
