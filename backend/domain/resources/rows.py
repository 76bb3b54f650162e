"""A resource as lists show it: columns only, the same few queries however many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, and_, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.cities.models import City
from backend.domain.cities.rings import Stages, stages
from backend.domain.resources.models import Resource, ResourceTopic, ResourceVersion, StoredFile
from backend.domain.resources.sight import EXCERPT, users
from backend.domain.topics.queries import TopicRow, Tree


@dataclass(frozen=True, slots=True)
class CityMark:
    """A city as it stands beside what it did."""

    id: UUID
    slug: str
    name: str
    country: str
    stages: Stages


@dataclass(frozen=True, slots=True)
class ResourceRow:
    id: UUID
    slug: str
    title: str
    excerpt: str
    kind: str
    licence: str
    language: str
    year: int
    visibility: str
    posted_at: datetime
    hidden_at: datetime | None
    city: CityMark | None
    """Its publisher."""
    link: str
    """Empty where it is a file."""
    media_type: str
    size: int
    version: int
    used_by: int
    topics: Sequence[TopicRow]


def wanted() -> Select[*tuple[Any, ...]]:
    """What a row is made of; lists add their conditions and their order."""
    newest = and_(
        col(ResourceVersion.resource_id) == col(Resource.id),
        col(ResourceVersion.number) == col(Resource.version),
    )
    return (
        columns(
            col(Resource.id),
            col(Resource.slug),
            col(Resource.title),
            func.substr(Resource.description, 1, EXCERPT).label("excerpt"),
            col(Resource.kind),
            col(Resource.licence),
            col(Resource.language),
            col(Resource.year),
            col(Resource.visibility),
            col(Resource.posted_at),
            col(Resource.hidden_at),
            col(ResourceVersion.link),
            func.coalesce(col(StoredFile.media_type), "").label("media_type"),
            func.coalesce(col(StoredFile.size), 0).label("size"),
            col(Resource.version),
            users().label("used_by"),
            col(City.id).label("city_id"),
            col(City.slug).label("city_slug"),
            col(City.name).label("city_name"),
            col(City.country),
        )
        .join(ResourceVersion, newest)
        .outerjoin(StoredFile, col(StoredFile.id) == col(ResourceVersion.file_id))
        .outerjoin(City, col(City.id) == col(Resource.city_id))
    )


def made(db: Session, found: Select[*tuple[Any, ...]], topics: Tree) -> list[ResourceRow]:
    """The rows of a select that began with `wanted`, with topics and rings: three queries."""
    raw = list(rows(db, found).mappings())
    if not raw:
        return []
    of_resource = _topics(db, [one["id"] for one in raw], topics)
    of_city = stages(db, {one["city_id"] for one in raw if one["city_id"]})
    return [_row(one, of_resource.get(one["id"], ()), of_city) for one in raw]


def _topics(db: Session, ids: Sequence[UUID], known: Tree) -> dict[UUID, list[TopicRow]]:
    found: dict[UUID, set[UUID]] = {}
    for resource_id, topic_id in rows(
        db,
        columns(col(ResourceTopic.resource_id), col(ResourceTopic.topic_id)).where(
            col(ResourceTopic.resource_id).in_(ids)
        ),
    ):
        found.setdefault(resource_id, set()).add(topic_id)
    return {resource_id: known.of(topic_ids) for resource_id, topic_ids in found.items()}


def _row(
    one: RowMapping, topics: Sequence[TopicRow], of_city: Mapping[UUID, Stages]
) -> ResourceRow:
    said = dict(one)
    city_id, slug, name = said.pop("city_id"), said.pop("city_slug"), said.pop("city_name")
    country = said.pop("country")
    city = CityMark(city_id, slug, name, country, of_city[city_id]) if city_id else None
    return ResourceRow(city=city, topics=topics, **said)
