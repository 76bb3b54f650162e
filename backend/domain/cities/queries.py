"""Cities in lists, on the map, and one by itself. Everybody may see every city."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, func, literal, true, tuple_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import N_, _
from backend.core.pages import MOST_NEW, PAGE, Page, as_key, cut
from backend.domain import subjects
from backend.domain.cities.counting import MOST, OF_MANY, are_many, common, count
from backend.domain.cities.drafts import MOST_PRIORITIES
from backend.domain.cities.filters import Filters, conditions
from backend.domain.cities.models import City, CityDomain, CityPriority
from backend.domain.cities.name_starts import called
from backend.domain.cities.own_domains import ways_to_trust
from backend.domain.cities.rows import CityRow, row, wanted
from backend.domain.topics.models import Topic
from backend.domain.topics.queries import Tree, tree


@dataclass(frozen=True, slots=True)
class Found:
    """One page of cities, how many there are in all, and what each filter would show."""

    page: Page[CityRow]
    count: int
    is_more: bool
    """Whether there are more than so many: then the newest of them are counted."""
    facets: Mapping[str, Mapping[str, int]]
    walked: Collection[str] = ()
    """The facets in which something is chosen that so many cities have that they are walked."""


def visible_to(me: Any) -> ColumnElement[bool]:  # noqa: ARG001 - the question of every feature
    """Cities are public: nobody is refused any."""
    return true()


def region_of(db: Session, city_id: UUID | None) -> str:
    """Where in the world a city is; empty for none."""
    city = db.get(City, city_id) if city_id else None
    return city.region if city else ""


def listed(db: Session, filters: Filters, topics: Tree | None = None, *, most: int = MOST) -> Found:
    """One page of the cities that were asked for, by name, and the counts beside the filters."""
    known = topics or tree(db)
    walked = common(db, filters, known)
    chosen = conditions(filters, known, walked)
    named = (called(filters.q),) if filters.q else ()
    asked = [*named, *chosen.values()]
    found = wanted().add_columns(are_many(named, chosen, walked).label("many")).where(*asked)
    found = found.order_by(col(City.folded), col(City.id))
    if key := as_key(filters.after):
        last = columns(col(City.folded)).where(col(City.id) == key).scalar_subquery()
        found = found.where(tuple_(col(City.folded), col(City.id)) > tuple_(last, literal(key)))
    read = rows(db, found.limit(PAGE + 1)).mappings().all()
    if read and read[0]["many"]:
        most = min(most, OF_MANY)
    total, is_more, counts = count(db, named, chosen, known, most)
    page = cut([row(one, known) for one in read], lambda one: str(one.id))
    return Found(page, total, is_more, counts, walked)


def new_since(db: Session, _me: Any, filters: Filters, since: datetime) -> Sequence[UUID]:
    """Which of those asked for have joined since."""
    named = [called(filters.q)] if filters.q else []
    found = columns(col(City.id)).where(
        col(City.joined_at) > since, *named, *conditions(filters, tree(db)).values()
    )
    return rows(db, found.order_by(col(City.id).desc()).limit(MOST_NEW)).scalars().all()


def named(db: Session, question: str, but: Collection[str], limit: int = 8) -> list[CityRow]:
    """Cities with a name that begins so, save those of these slugs; the largest first."""
    found = (
        wanted()
        .where(called(question), col(City.slug).not_in(but))
        .order_by(func.coalesce(col(City.population), 0).desc(), col(City.id))
        .limit(limit)
    )
    return [row(one, Tree(())) for one in rows(db, found).mappings()]


def counted(db: Session) -> tuple[int, int]:
    """How many cities there are, and in how many countries."""
    found = columns(func.count(), func.count(func.distinct(col(City.country)))).select_from(City)
    cities, countries = rows(db, found).one()
    return cities, countries


def one(db: Session, slug: str) -> City:
    """The city itself; NotFound when there is none of this slug."""
    found = db.exec(select(City).where(col(City.slug) == slug)).first()
    if found is None:
        raise NotFound(_("There is no such city."))
    return found


def name_of(db: Session, slug: str) -> str:
    """What the city of this slug is called; empty when there is none."""
    found = rows(db, columns(col(City.name)).where(col(City.slug) == slug))
    return str(found.scalar() or "")


def mark(db: Session, slug: str, topics: Tree) -> tuple[City, CityRow]:
    """The city itself and what lists show of it, in one query."""
    city, its_row, _other = mark_with(db, slug, topics, true())
    return city, its_row


def mark_with(
    db: Session, slug: str, topics: Tree, other: ColumnElement[Any]
) -> tuple[City, CityRow, Any]:
    """The same with something else of the city that a page asks for, such as who follows it."""
    asked = wanted().add_columns(City, other.label("other")).where(col(City.slug) == slug)
    found = rows(db, asked).mappings().first()
    if found is None:
        raise NotFound(_("There is no such city."))
    return found["City"], row(found, topics), found["other"]


def several(db: Session, slugs: Sequence[str], topics: Tree) -> list[tuple[City, CityRow]]:
    """These cities in this order; those that are not there are left out."""
    asked = wanted().add_columns(City).where(col(City.slug).in_(slugs))
    found = {one["slug"]: one for one in rows(db, asked).mappings()}
    return [(found[slug]["City"], row(found[slug], topics)) for slug in slugs if slug in found]


def domains(db: Session, city_id: UUID) -> Sequence[str]:
    """The e-mail domains that are the city's own."""
    wanted_ones = select(CityDomain.domain).where(col(CityDomain.city_id) == city_id)
    return sorted(db.exec(wanted_ones))


def owns_domain(db: Session, city_id: UUID, domain: str) -> bool:
    """Whether an e-mail address at this domain speaks for the city."""
    entered = select(CityDomain).where(
        col(CityDomain.city_id) == city_id, col(CityDomain.domain).in_(ways_to_trust(domain))
    )
    return db.exec(entered).first() is not None


def putting_first(
    db: Session, topic_ids: set[UUID], topics: Tree, limit: int = 12
) -> list[CityRow]:
    """Cities with one of these topics among their priorities, the higher up the sooner."""
    best = _putting_highest(topic_ids, limit)
    by_place = (best.c.place, col(City.folded), col(City.id))
    # First who they are, then all that is shown of those few alone.
    first = (
        columns(best)
        .join(City, col(City.id) == best.c.city_id)
        .order_by(*by_place)
        .limit(limit)
        .subquery()
    )
    found = wanted().join(first, first.c.city_id == col(City.id))
    ordered = found.order_by(first.c.place, col(City.folded), col(City.id))
    return [row(one, topics) for one in rows(db, ordered).mappings()]


def _putting_highest(topic_ids: Collection[UUID], limit: int) -> Subquery:
    """City and place: of each topic, those that put it as high as the first so many do."""
    asked = columns(col(Topic.id)).where(col(Topic.id).in_(topic_ids)).subquery()
    other = aliased(CityPriority)
    last = (
        columns(col(other.position))
        .where(col(other.topic_id) == asked.c.id)
        .order_by(col(other.position))
        .limit(1)
        .offset(limit - 1)
        .correlate(asked)
        .scalar_subquery()
    )
    return (
        columns(col(CityPriority.city_id), func.min(col(CityPriority.position)).label("place"))
        .select_from(asked)
        .join(CityPriority, col(CityPriority.topic_id) == asked.c.id)
        .where(col(CityPriority.position) <= func.coalesce(last, MOST_PRIORITIES))
        .group_by(col(CityPriority.city_id))
        .subquery()
    )


def _glance() -> Select[*tuple[Any, ...]]:
    return columns(
        col(City.id).label("id"),
        col(City.name).label("title"),
        col(City.slug).label("slug"),
        subjects.NOBODY.label("author_id"),
        col(City.subdivision).label("excerpt"),
        subjects.NEVER.label("hidden_at"),
    )


subjects.register(subjects.Kind("city", N_("city"), City, visible_to, _glance, N_("Cities")))
