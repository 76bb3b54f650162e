"""Cities on a map: the largest of those that were asked for, each roughly where it lies."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Subquery, false, func, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.cities.filters import Filters, conditions
from backend.domain.cities.models import City
from backend.domain.cities.name_starts import called
from backend.domain.cities.rows import PRECISION
from backend.domain.topics.queries import Tree

MOST_SPOTS = 120
"""Cities on one map; the largest, where there are more."""

_PLACES = columns(
    *(col(City.id), col(City.slug), col(City.name), col(City.population)),
    *(col(City.longitude), col(City.latitude)),
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A city on a map, no closer than about ten kilometres."""

    slug: str
    name: str
    longitude: float
    latitude: float
    is_marked: bool = False


def spots(
    db: Session,
    filters: Filters,
    topics: Tree,
    marked: Callable[[Any], ColumnElement[bool]] = lambda _city_id: false(),
    *,
    walked: Collection[str] = (),
) -> list[Spot]:
    """Where the cities that were asked for lie, roughly, and which are marked by what is so of them.

    `walked` are the facets in which something is chosen that many of them have.
    """
    named = [called(filters.q)] if filters.q else []
    asked = [*named, *conditions(filters, topics, walked).values()]
    largest = _largest(*asked) if asked else _LARGEST_OF_ALL
    # What marks them is asked of those few alone.
    place = (largest.c.slug, largest.c.name, largest.c.longitude, largest.c.latitude)
    found = columns(*place, marked(largest.c.id)).order_by(*_by_size(largest))
    return [
        Spot(slug, name, round(longitude, PRECISION), round(latitude, PRECISION), is_marked)
        for slug, name, longitude, latitude, is_marked in rows(db, found).all()
    ]


def _largest(*asked: ColumnElement[bool]) -> Subquery:
    """Of those that were asked for the largest, and last some whose size nobody knows.

    Each of both parts is found along an index, however many there are.
    """
    size, place = col(City.population), col(City.id)
    known = _PLACES.where(*asked, size.is_not(None)).order_by(size.desc(), place).limit(MOST_SPOTS)
    unknown = _PLACES.where(*asked, size.is_(None)).order_by(place).limit(MOST_SPOTS)
    of = union_all(columns(known.subquery()), columns(unknown.subquery())).subquery()
    return columns(of).order_by(*_by_size(of)).limit(MOST_SPOTS).subquery()


def _by_size(of: Subquery) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    return func.coalesce(of.c.population, 0).desc(), of.c.id


_LARGEST_OF_ALL = _largest()
