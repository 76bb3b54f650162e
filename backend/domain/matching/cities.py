"""Cities that share priorities: the simplest likeness, and the one that says why by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.cities.models import City, CityPriority


@dataclass(frozen=True, slots=True)
class LikeCity:
    """A city with how many priorities it shares, and where it is."""

    id: UUID
    slug: str
    name: str
    latitude: float
    longitude: float
    shared: int


def sharing_priorities(db: Session, city_id: UUID, limit: int = 3) -> Sequence[LikeCity]:
    """The city itself, then those that share most priorities with it; by name where as many.

    Nothing where it has none. It comes along so that a map can show both ends in one query.
    """
    theirs = aliased(CityPriority)
    shared = func.count().label("shared")
    found = (
        columns(
            col(City.id),
            col(City.slug),
            col(City.name),
            col(City.latitude),
            col(City.longitude),
            shared,
        )
        .join(theirs, col(theirs.city_id) == col(City.id))
        .join(CityPriority, col(CityPriority.topic_id) == col(theirs.topic_id))
        .where(col(CityPriority.city_id) == city_id)
        .group_by(col(City.id))
        .order_by((col(City.id) == city_id).desc(), shared.desc(), col(City.folded), col(City.id))
        .limit(limit + 1)
    )
    return [LikeCity(*one) for one in rows(db, found)]
