"""Short lists of resources for the pages of other things: a city's, a challenge's. One query each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.members.models import Actor
from backend.domain.resources.adoptions import Adoption
from backend.domain.resources.models import Resource, ResourceTopic
from backend.domain.resources.sight import said_to, users, visible_to


@dataclass(frozen=True, slots=True)
class ResourceLine:
    """A resource in a line: "Template · CC BY 4.0 · used by 4 cities"."""

    id: UUID
    slug: str
    title: str
    kind: str
    licence: str
    language: str
    used_by: int


@dataclass(frozen=True, slots=True)
class AdoptedLine(ResourceLine):
    """One that a city uses, or thinks of using."""

    state: str


@dataclass(frozen=True, slots=True)
class OfCity:
    """A city's part in the library: the newest of each, and how many there are."""

    published: list[ResourceLine]
    adopted: list[AdoptedLine]
    published_in_all: int = 0
    adopted_in_all: int = 0


_LINE = (
    col(Resource.id),
    col(Resource.slug),
    col(Resource.title),
    col(Resource.kind),
    col(Resource.licence),
    col(Resource.language),
)


def by_city(db: Session, me: Actor, city_id: UUID, limit: int = 5) -> OfCity:
    """What this city has published, and what it has adopted, as far as I see them."""
    ours = col(Resource.city_id) == city_id
    said = and_(
        col(Adoption.resource_id) == col(Resource.id),
        col(Adoption.city_id) == city_id,
        said_to(me),
    )
    is_adopted = col(Adoption.id).is_not(None)
    of_its_sort = func.row_number().over(
        partition_by=is_adopted,
        order_by=(
            func.coalesce(col(Adoption.said_at), col(Resource.posted_at)).desc(),
            col(Resource.id).desc(),
        ),
    )
    ranked = (
        columns(
            *_LINE,
            users().label("used_by"),
            col(Adoption.state),
            of_its_sort.label("place"),
            func.count().over(partition_by=is_adopted).label("in_all"),
        )
        .outerjoin(Adoption, said)
        .where(visible_to(me), or_(ours, is_adopted))
        .subquery()
    )
    found = rows(db, columns(ranked).where(ranked.c.place <= limit).order_by(ranked.c.place)).all()
    published = [one for one in found if one.state is None]
    adopted = [one for one in found if one.state is not None]
    return OfCity(
        [ResourceLine(*one[:7]) for one in published],
        [AdoptedLine(*one[:8]) for one in adopted],
        published[0].in_all if published else 0,
        adopted[0].in_all if adopted else 0,
    )


def related(
    db: Session, me: Actor, topic_ids: Iterable[UUID], limit: int = 3
) -> list[ResourceLine]:
    """What fits these topics best: of most of them, then used by most cities, then the newest."""
    wanted = set(topic_ids)
    if not wanted:
        return []
    shared = (
        columns(func.count())
        .select_from(ResourceTopic)
        .where(
            col(ResourceTopic.resource_id) == col(Resource.id),
            col(ResourceTopic.topic_id).in_(wanted),
        )
        .correlate(Resource)
        .scalar_subquery()
    )
    about = columns(col(ResourceTopic.resource_id)).where(col(ResourceTopic.topic_id).in_(wanted))
    found = (
        columns(*_LINE, users().label("used_by"))
        .where(visible_to(me), col(Resource.hidden_at).is_(None), col(Resource.id).in_(about))
        .order_by(shared.desc(), col(Resource.used_by).desc(), col(Resource.posted_at).desc())
        .limit(limit)
    )
    return [ResourceLine(*one) for one in rows(db, found)]


def newest(db: Session, me: Actor, limit: int = 3) -> list[ResourceLine]:
    """What was added last."""
    found: Select[*tuple[Any, ...]] = (
        columns(*_LINE, users().label("used_by"))
        .where(visible_to(me), col(Resource.hidden_at).is_(None))
        .order_by(col(Resource.posted_at).desc(), col(Resource.id).desc())
        .limit(limit)
    )
    return [ResourceLine(*one) for one in rows(db, found)]
