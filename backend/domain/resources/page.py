"""Everything around one resource, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, false
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain.cities.models import City
from backend.domain.members.models import Actor, Member
from backend.domain.notifications.models import Follow
from backend.domain.resources.adoptions import USING, Adoption
from backend.domain.resources.models import Resource, ResourceTopic, ResourceVersion, StoredFile
from backend.domain.resources.sight import said_to, visible_to
from backend.domain.topics.queries import TopicRow, Tree


@dataclass(frozen=True, slots=True)
class Place:
    """A city, and where on earth it is."""

    id: UUID
    slug: str
    name: str
    country: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Opened:
    """A resource, who added it, who published it, and how the reader stands to it."""

    resource: Resource
    author: str
    author_slug: str
    publisher: Place | None
    follows: bool


@dataclass(frozen=True, slots=True)
class VersionRow:
    number: int
    link: str
    """Empty where it is a file."""
    file_name: str
    media_type: str
    size: int
    sha256: str
    note: str
    made_at: datetime
    by: str
    by_slug: str


@dataclass(frozen=True, slots=True)
class AdoptionRow:
    """One stop of a resource's trail."""

    city: Place
    id: UUID
    state: str
    words: str
    said_at: datetime
    since: datetime
    hidden_at: datetime | None
    author_id: UUID
    author: str
    author_slug: str

    @property
    def counts(self) -> bool:
        """Whether it is one of the cities that "used by 4 cities" counts."""
        return self.state in USING and self.hidden_at is None


_PLACE: tuple[Any, ...] = (
    col(City.id),
    col(City.slug),
    col(City.name),
    col(City.country),
    col(City.latitude),
    col(City.longitude),
)


def opened(db: Session, me: Actor, slug: str) -> Opened:
    """The resource of this slug; NotFound for what may not be seen and what is not there alike."""
    follows = exists().where(
        col(Follow.member_id) == me.id,
        col(Follow.kind) == "resource",
        col(Follow.subject_id) == col(Resource.id),
    )
    found = rows(
        db,
        columns(
            Resource,
            col(Member.name),
            col(Member.slug),
            follows if me.id else false(),
            *_PLACE,
        )
        .join(Member, col(Member.id) == col(Resource.author_id))
        .outerjoin(City, col(City.id) == col(Resource.city_id))
        .where(col(Resource.slug) == slug, visible_to(me)),
    ).first()
    if found is None:
        raise NotFound(_("There is no such resource."))
    resource, author, author_slug, following, *place = found
    publisher = Place(*place) if place[0] else None
    return Opened(resource, author, author_slug, publisher, bool(following))


def topics_of(db: Session, resource_id: UUID, topics: Tree) -> list[TopicRow]:
    """What a resource is about, in the order of the tree."""
    mine = columns(col(ResourceTopic.topic_id)).where(col(ResourceTopic.resource_id) == resource_id)
    return topics.of(rows(db, mine).scalars())


def versions(db: Session, resource_id: UUID) -> list[VersionRow]:
    """Every version, the newest first."""
    found = rows(
        db,
        columns(
            col(ResourceVersion.number),
            col(ResourceVersion.link),
            col(StoredFile.name),
            col(StoredFile.media_type),
            col(StoredFile.size),
            col(StoredFile.sha256),
            col(ResourceVersion.note),
            col(ResourceVersion.made_at),
            col(Member.name),
            col(Member.slug),
        )
        .join(Member, col(Member.id) == col(ResourceVersion.by_id))
        .outerjoin(StoredFile, col(StoredFile.id) == col(ResourceVersion.file_id))
        .where(col(ResourceVersion.resource_id) == resource_id)
        .order_by(col(ResourceVersion.number).desc()),
    )
    return [
        VersionRow(number, link, name or "", media_type or "", size or 0, sha256 or "", *rest)
        for number, link, name, media_type, size, sha256, *rest in found
    ]


def trail(db: Session, me: Actor, resource_id: UUID) -> Sequence[AdoptionRow]:
    """Which cities said what about using it, the first to say so first."""
    found = rows(
        db,
        columns(
            *_PLACE,
            col(Adoption.id),
            col(Adoption.state),
            col(Adoption.words),
            col(Adoption.said_at),
            col(Adoption.since),
            col(Adoption.hidden_at),
            col(Member.id),
            col(Member.name),
            col(Member.slug),
        )
        .join(Member, col(Member.id) == col(Adoption.author_id))
        .join(City, col(City.id) == col(Adoption.city_id))
        .where(col(Adoption.resource_id) == resource_id, said_to(me))
        .order_by(col(Adoption.said_at), col(Adoption.id)),
    )
    return [AdoptionRow(Place(*one[: len(_PLACE)]), *one[len(_PLACE) :]) for one in found]
