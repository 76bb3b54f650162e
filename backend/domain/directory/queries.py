"""The directory of members, for members: one page of it, with reasons and counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, tuple_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import clock
from backend.core.db import rows
from backend.core.facets import Values, facets
from backend.core.pages import PAGE, Page, as_key, cut
from backend.domain.cities.models import City
from backend.domain.directory import office_hours
from backend.domain.directory.asked import Question, matches, question, rank
from backend.domain.directory.filters import Filters, Windows, conditions, has_topic, works_within
from backend.domain.directory.office_hours import Place
from backend.domain.directory.reasons import Reason, Wanted, reasons
from backend.domain.members import policy
from backend.domain.members.blocks import near
from backend.domain.members.models import Actor, Member, MemberLanguage, MemberTopic
from backend.domain.members.profiles import Person, person, person_columns, sides, topics_of
from backend.domain.members.queries import in_lists, shown
from backend.domain.topics.queries import Tree, tree


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody in the directory, and why."""

    person: Person
    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of people, how many there are in how many cities, and what each filter would show."""

    page: Page[Match]
    people: int
    cities: int
    facets: Mapping[str, Mapping[str, int]]


def people(db: Session, me: Member, filters: Filters, topics: Tree | None = None) -> Found:
    """One page of the people who were asked for: who is named or can help first, then by name."""
    policy.may_list(me).insist()
    known = topics or tree(db)
    asked = question(db, filters.q, known)
    windows = _windows(db, me, clock.now())
    chosen = conditions(filters, me, known, windows)
    base = [in_lists(), near(me, col(Member.id)), *([matches(db, me, asked)] if asked else [])]
    own = sides(rows(db, columns(topics_of(me.id))).scalar_one())
    wanted = Wanted(filters, known, asked, own["can_help"], own["looking_for"])
    keys: dict[UUID, str] = {}
    found: list[Match] = []
    for one in rows(db, _page(me, asked, [*base, *chosen.values()], filters.after)).mappings():
        who = person(one, me, known)
        keys[who.id] = f"{one['rank']}.{who.id}"
        found.append(Match(who, reasons(who, wanted)))
    totals, counts = facets(
        db, _everybody(me, base, windows), chosen, _VALUES, {"people": _people, "cities": _cities}
    )
    page = cut(found, lambda match: keys[match.person.id])
    for side in ("can_help", "looking_for"):
        counts[side] = known.by_slugs(counts[side])
    return Found(page, totals["people"], totals["cities"], counts)


def of_city(db: Session, me: Actor, city_id: UUID, topics: Tree, limit: int = 12) -> list[Person]:
    """Who works for this city, its leads first, as far as this person may know it."""
    found = (
        _people_columns(me)
        .where(_to_be_met_by(me), shown("city", me), col(Member.city_id) == city_id)
        .order_by(col(Member.is_lead).desc(), col(Member.folded), col(Member.id))
        .limit(limit)
    )
    return [person(one, me, topics) for one in rows(db, found).mappings()]


def who_can_help(
    db: Session, me: Actor, topic_ids: set[UUID], topics: Tree, limit: int = 12
) -> list[Person]:
    """Who says to this person that they can help with one of these topics."""
    found = (
        _people_columns(me)
        .where(_to_be_met_by(me), has_topic("can_help", topic_ids, me))
        .order_by(col(Member.folded), col(Member.id))
        .limit(limit)
    )
    return [person(one, me, topics) for one in rows(db, found).mappings()]


def _to_be_met_by(me: Actor) -> ColumnElement[bool]:
    """Who is listed and lets this person know that they take part."""
    return and_(in_lists(), shown("name", me), near(me, col(Member.id)))


def _with_city(wanted: Select[*tuple[Any, ...]], me: Actor) -> Select[*tuple[Any, ...]]:
    here = and_(col(City.id) == col(Member.city_id), shown("city", me))
    return wanted.select_from(Member).outerjoin(City, here)


def _people_columns(me: Actor) -> Select[*tuple[Any, ...]]:
    return _with_city(columns(*person_columns()), me)


def _page(
    me: Member, asked: Question | None, wanted: Sequence[ColumnElement[bool]], after: str
) -> Select[*tuple[Any, ...]]:
    place = rank(me, asked) if asked else literal(0)
    found = _people_columns(me).add_columns(place.label("rank")).where(*wanted)
    last_rank, _dot, last = after.partition(".")
    key = as_key(last)
    if key and last_rank.isdigit():
        name = columns(col(Member.folded)).where(col(Member.id) == key).scalar_subquery()
        later = tuple_(col(Member.folded), col(Member.id)) > tuple_(name, literal(key))
        found = found.where(or_(place > int(last_rank), and_(place == int(last_rank), later)))
    order = [place] if asked else []
    return found.order_by(*order, col(Member.folded), col(Member.id)).limit(PAGE + 1)


def _windows(db: Session, me: Member, moment: datetime) -> dict[str, Windows]:
    """Which clocks show office hours now, and which share hours with mine."""
    country = func.coalesce(col(City.country), "")
    used = _with_city(columns(col(Member.zone), country).distinct(), me).where(in_lists())
    places = [Place(zone, of) for zone, of in rows(db, used)]
    mine = (me.zone, me.work_starts, me.work_ends)
    return {
        "now": office_hours.now(places, moment),
        "mine": office_hours.shared(places, moment, mine),
    }


def _everybody(
    me: Member, base: Sequence[ColumnElement[bool]], windows: Mapping[str, Windows]
) -> Select[*tuple[Any, ...]]:
    """All who could be listed, with what the counts need to know of them."""
    known: Select[*tuple[Any, ...]] = columns(
        col(Member.id),
        col(City.id).label("city_id"),
        col(City.region),
        col(City.country),
        *(shown(field, me).label(f"shows_{field}") for field in _LISTS),
        *(works_within(of, me).label(f"hours_{name}") for name, of in windows.items()),
    )
    return _with_city(known, me).where(*base)


_LISTS = ("can_help", "looking_for", "languages")


def _of_side(side: str) -> Values:
    return lambda everybody: (
        col(MemberTopic.topic_id),
        everybody.join(
            MemberTopic,
            and_(
                col(MemberTopic.member_id) == everybody.c.id,
                col(MemberTopic.side) == side,
                everybody.c[f"shows_{side}"].is_(True),
            ),
        ),
    )


def _in_hours(name: str) -> Values:
    return lambda everybody: (
        case((everybody.c[f"hours_{name}"].is_(True), literal(name))),
        everybody,
    )


_VALUES: Sequence[tuple[str, Values]] = (
    ("can_help", _of_side("can_help")),
    ("looking_for", _of_side("looking_for")),
    ("region", lambda everybody: (everybody.c.region, everybody)),
    ("country", lambda everybody: (everybody.c.country, everybody)),
    (
        "language",
        lambda everybody: (
            col(MemberLanguage.language),
            everybody.join(
                MemberLanguage,
                and_(
                    col(MemberLanguage.member_id) == everybody.c.id,
                    everybody.c.shows_languages.is_(True),
                ),
            ),
        ),
    ),
    ("hours", _in_hours("now")),
    ("hours", _in_hours("mine")),
)


def _people(everybody: Any) -> Any:
    return func.count(everybody.c.id)


def _cities(everybody: Any) -> Any:
    return func.count(everybody.c.city_id.distinct())
