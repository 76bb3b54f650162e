"""The selects that count the directory: the database counts, in one query.

It reads the listed once, clocks by zone and working day, topics and languages along their indexes.
"""

from collections.abc import Iterator, Mapping, Sequence
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
from sqlmodel import col

from backend.core.facets import with_above
from backend.domain.cities.models import City
from backend.domain.directory.filters import (
    YES,
    Condition,
    Filters,
    is_endorsed,
    met_by,
    with_city,
)
from backend.domain.members.models import Member, MemberLanguage, MemberTopic
from backend.domain.members.profiles import SIDES
from backend.domain.members.queries import shown
from backend.domain.topics.queries import Tree, kin

MOST_CITIES = 50
"""Cities that can be ticked: those with the most people. The others are found by their names."""
TOTAL, CLOCK = "total", "clock"
_LISTS = (*SIDES, "languages")
_FACETS = ("endorsed", "region", "country", "city", "hours", *SIDES, "language")


@lru_cache(maxsize=32)
def all_counted(me: Any, topics: Tree, most: int) -> CompoundSelect[*tuple[Any, ...]]:
    """As everybody is counted who chooses nothing: it is long, and asked for most."""
    return counted(me, Filters(), {}, (), topics=topics, most=most)


def counted(
    me: Member,
    filters: Filters,
    chosen: Mapping[str, Condition],
    words: Sequence[Condition],
    *,
    along: Sequence[Condition] = (),
    topics: Tree,
    most: int,
) -> CompoundSelect[*tuple[Any, ...]]:
    """By filter and value, how many of the newest so many; the name of a total, and the total.

    Whoever is found along `along` is found by the words, if there are any.
    """
    supported = is_endorsed(filters, me, topics)
    fitting = [*met_by(me), *(along or words), *chosen.values()]
    listed = _known(me, {}, supported, fitting, most).cte("listed")
    parts, above = [*_totals(listed, most)], kin()
    for name in _FACETS:
        parts += _counts(name, listed, (), above, filters.city)
    if chosen:
        # What is chosen in one filter alone is asked of nobody here: it counts in every other.
        asked = chosen if len(chosen) > 1 else {}
        everybody = _known(me, asked, supported, [*met_by(me), *words], most).cte("everybody")
        for name in chosen:
            others = [everybody.c[f"in_{other}"].is_(True) for other in chosen if other != name]
            parts += _counts(name, everybody, others, above, filters.city)
    return union_all(*parts)


def _known(
    me: Member,
    chosen: Mapping[str, Condition],
    supported: Condition,
    those: Sequence[Condition],
    most: int,
) -> Select[*tuple[Any, ...]]:
    """The newest of those for whom this is true, with what the counts need to know of them."""
    newest = with_city(columns(col(Member.id)), me).where(*those)
    few = newest.order_by(col(Member.id).desc()).limit(most + 1).subquery()
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
    return with_city(known, me).join(few, few.c.id == Member.id)


def _totals(listed: CTE, most: int) -> Iterator[Select[*tuple[Any, ...]]]:
    people = func.count(listed.c.id)
    for name, number in (
        ("people", people),
        ("cities", func.count(listed.c.city_id.distinct())),
        ("more", case((people > most, 1), else_=0)),
    ):
        yield columns(literal(TOTAL), literal(name), number)


def _counts(
    name: str, of: CTE, others: Sequence[Condition], above: CTE, ticked: Sequence[str]
) -> Iterator[Select[*tuple[Any, ...]]]:
    """How many each value of a filter has, of those for whom the `others` are true."""

    def by(value: Any) -> Select[*tuple[Any, ...]]:
        counted = columns(literal(name), cast(value, String), func.count())
        return counted.where(value.is_not(None), *others).group_by(value)

    if name == "endorsed":
        yield by(case((of.c.endorsed.is_(True), literal(YES))))
    elif name == "city":
        first = [of.c.city.like(f"{slug} %").desc() for slug in ticked]
        cities = by(of.c.city).order_by(*first, func.count().desc(), of.c.city)
        yield columns(*cities.limit(MOST_CITIES).subquery().c)
    elif name == "hours":
        yield _clocks(of, others)
    elif name == "language":
        yield _languages(of, others)
    elif name in SIDES:
        yield _topics(name, of, [of.c[f"shows_{name}"].is_(True), *others], above)
    else:
        yield by(of.c[name])


def _clocks(of: CTE, others: Sequence[Condition]) -> Select[*tuple[Any, ...]]:
    """By zone and working day rather than by person: whoever has the same is at work together."""
    clocks = (of.c.zone, of.c.country, of.c.work_starts, of.c.work_ends)
    counted = columns(literal(CLOCK), _joined(*clocks), func.count())
    return counted.where(of.c.shows_hours.is_(True), *others).group_by(*clocks)


def _languages(of: CTE, others: Sequence[Condition]) -> Select[*tuple[Any, ...]]:
    spoken = col(MemberLanguage.language)
    who = columns(of.c.id).where(of.c.shows_languages.is_(True), *others)
    counted = columns(literal("language"), spoken, func.count())
    return counted.where(col(MemberLanguage.member_id).in_(who)).group_by(spoken)


def _topics(side: str, of: CTE, who: Sequence[Condition], above: CTE) -> Select[*tuple[Any, ...]]:
    """Each topic by how many name it or one below it; whoever names several of those is one."""
    topic, member = col(MemberTopic.topic_id), col(MemberTopic.member_id)
    theirs = columns(topic, member).where(
        col(MemberTopic.side) == side, member.in_(columns(of.c.id).where(*who))
    )
    return with_above(side, theirs, above)


def _joined(zone: Any, country: Any, starts: Any, ends: Any) -> ColumnElement[str]:
    bar = literal("|")
    parts = (func.coalesce(country, ""), cast(starts, String), cast(ends, String))
    whole = zone
    for part in parts:
        whole = whole + bar + part
    found: ColumnElement[str] = whole
    return found
