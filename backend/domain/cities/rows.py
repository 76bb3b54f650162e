"""A city as lists show it, read in one query with its ring and its priorities."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, String, cast, func, literal
from sqlalchemy import select as columns
from sqlmodel import col

from backend.core import ids
from backend.domain.cities.models import (
    City,
    CityPriority,
    Openness,
)
from backend.domain.cities.rings import Stages, in_ring_order
from backend.domain.topics.queries import TopicRow, Tree

PRECISION = 1
"""Decimals of a degree on maps: a town is shown, not a street."""


@dataclass(frozen=True, slots=True)
class CityRow:
    id: UUID
    slug: str
    name: str
    country: str
    subdivision: str
    region: str
    zone: str
    population: int | None
    stages: Stages
    priorities: Sequence[TopicRow]


def wanted() -> Select[*tuple[Any, ...]]:
    """What a row is made of; lists add their conditions and their order."""
    return columns(
        col(City.id),
        col(City.slug),
        col(City.name),
        col(City.country),
        col(City.subdivision),
        col(City.region),
        col(City.zone),
        col(City.population),
        stages_of(col(City.id)).label("said"),
        priorities_of(col(City.id)).label("chosen"),
    )


def row(one: RowMapping, topics: Tree) -> CityRow:
    return CityRow(
        id=one["id"],
        slug=one["slug"],
        name=one["name"],
        country=one["country"],
        subdivision=one["subdivision"],
        region=one["region"],
        zone=one["zone"],
        population=one["population"],
        stages=stages(one["said"]),
        priorities=in_order(one["chosen"], topics),
    )


def stages_of(city_id: Any) -> ColumnElement[str | None]:
    """What a city says of all principles, in one column for `stages` to read."""
    said = col(Openness.principle) + literal(":") + col(Openness.stage)
    return (
        columns(func.aggregate_strings(said, ","))
        .where(col(Openness.city_id) == city_id)
        .scalar_subquery()
    )


def stages(said: str | None) -> Stages:
    known = dict(one.split(":") for one in (said or "").split(",") if one)
    return in_ring_order(known)


def priorities_of(city_id: Any) -> ColumnElement[str | None]:
    """What a city put among its priorities, in one column for `in_order` to read."""
    place = cast(col(CityPriority.position), String) + literal(":")
    return (
        columns(func.aggregate_strings(place + cast(col(CityPriority.topic_id), String), ","))
        .where(col(CityPriority.city_id) == city_id)
        .scalar_subquery()
    )


def in_order(chosen: str | None, topics: Tree) -> list[TopicRow]:
    pairs = [one.split(":") for one in (chosen or "").split(",") if one]
    known = [
        ids.read(topic_id) for _place, topic_id in sorted(pairs, key=lambda pair: int(pair[0]))
    ]
    return [topics.by_id[topic_id] for topic_id in known if topic_id in topics.by_id]
