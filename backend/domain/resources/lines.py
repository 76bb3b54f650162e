"""Short lists of resources for the pages of other things: a city's, a challenge's. One query each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, func, literal, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.members.models import Actor
from backend.domain.members.readers import made_once, reader
from backend.domain.resources.adoptions import Adoption
from backend.domain.resources.models import Resource, ResourceTopic
from backend.domain.resources.sight import said_to, users, visible_to
from backend.domain.topics.newest import newest_on


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


NEWEST = 40
"""Of each topic, so many resources are looked at, of which the best are shown."""

_TOPICS: BindParameter[Any] = bindparam("topics", expanding=True)
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
    published = (
        columns(*_LINE, users().label("used_by"), literal("").label("state"), _in_all())
        .where(visible_to(me), col(Resource.city_id) == city_id)
        .order_by(col(Resource.posted_at).desc(), col(Resource.id).desc())
        .limit(limit)
        .subquery()
    )
    adopted = (
        columns(*_LINE, users().label("used_by"), col(Adoption.state), _in_all())
        .join(Adoption, col(Adoption.resource_id) == col(Resource.id))
        .where(visible_to(me), said_to(me), col(Adoption.city_id) == city_id)
        .order_by(col(Adoption.said_at).desc(), col(Adoption.id).desc())
        .limit(limit)
        .subquery()
    )
    both = union_all(columns(published), columns(adopted)).subquery()
    found = list(rows(db, columns(both)))
    ours = [one for one in found if not one.state]
    others = [one for one in found if one.state]
    return OfCity(
        [ResourceLine(*one[:7]) for one in ours],
        [AdoptedLine(*one[:8]) for one in others],
        ours[0].in_all if ours else 0,
        others[0].in_all if others else 0,
    )


def _in_all() -> Any:
    """How many there are before the list is cut."""
    return func.count().over().label("in_all")


def related(
    db: Session, me: Actor, topic_ids: Iterable[UUID], limit: int = 3
) -> list[ResourceLine]:
    """What fits these topics best: of most of them, then used by most cities, then the newest."""
    wanted = set(topic_ids)
    if not wanted:
        return []
    given = reader(me) | {"topics": list(wanted)}
    return [ResourceLine(*one) for one in rows(db, _related(me, limit), given)]


@made_once
def _related(me: Actor, limit: int) -> Select[*tuple[Any, ...]]:
    known = columns(newest_on(ResourceTopic, "resource_id", _TOPICS, NEWEST).c.thing)
    near = (
        columns(col(ResourceTopic.resource_id), func.count().label("shared"))
        .where(col(ResourceTopic.resource_id).in_(known), col(ResourceTopic.topic_id).in_(_TOPICS))
        .group_by(col(ResourceTopic.resource_id))
        .subquery()
    )
    best = (
        columns(col(Resource.id), near.c.shared)
        .join(near, near.c.resource_id == col(Resource.id))
        .where(visible_to(me), col(Resource.hidden_at).is_(None))
        .order_by(
            near.c.shared.desc(), col(Resource.used_by).desc(), col(Resource.posted_at).desc()
        )
        .limit(limit)
        .subquery()
    )
    return (
        columns(*_LINE, users().label("used_by"))
        .join(best, best.c.id == col(Resource.id))
        .order_by(
            best.c.shared.desc(), col(Resource.used_by).desc(), col(Resource.posted_at).desc()
        )
    )


def newest(db: Session, me: Actor, limit: int = 3) -> list[ResourceLine]:
    """What was added last."""
    found: Select[*tuple[Any, ...]] = (
        columns(*_LINE, users().label("used_by"))
        .where(visible_to(me), col(Resource.hidden_at).is_(None))
        .order_by(col(Resource.posted_at).desc(), col(Resource.id).desc())
        .limit(limit)
    )
    return [ResourceLine(*one) for one in rows(db, found)]
