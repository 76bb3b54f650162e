"""Everything around one resource, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, exists, false, func, literal
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain.cities.models import City
from backend.domain.members.audience import known_as, shows
from backend.domain.members.models import Actor, Member
from backend.domain.notifications.models import Follow
from backend.domain.resources.adoptions import USING, Adoption
from backend.domain.resources.models import Resource, ResourceTopic, ResourceVersion, StoredFile
from backend.domain.resources.sight import said_to, visible_to
from backend.domain.topics import queries as topics
from backend.domain.topics.queries import TopicRow


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
    """Empty where the name isn't shown to whoever asks: its profile isn't either."""
    publisher: Place | None
    follows: bool
    silenced: bool
    """What the reader's city said about using it is hidden."""
    my_city: str
    """What the reader's city is called."""


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


_SAID = ("id", "state", "words", "said_at", "since", "hidden_at", "author_id")
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
    silenced = exists().where(
        col(Adoption.resource_id) == col(Resource.id),
        col(Adoption.city_id) == me.city_id,
        col(Adoption.hidden_at).is_not(None),
    )
    mine = aliased(City)
    my_city = columns(col(mine.name)).where(col(mine.id) == me.city_id).scalar_subquery()
    found = rows(
        db,
        columns(
            Resource,
            col(Member.name),
            col(Member.slug),
            col(Member.audience),
            follows if me.id else false(),
            silenced if me.city_id else false(),
            my_city if me.city_id else literal(""),
            *_PLACE,
        )
        .join(Member, col(Member.id) == col(Resource.author_id))
        .outerjoin(City, col(City.id) == col(Resource.city_id))
        .where(col(Resource.slug) == slug, visible_to(me)),
    ).first()
    if found is None:
        raise NotFound(_("There is no such resource."))
    resource, name, member_slug, audience, is_followed, is_silenced, city, *place = found
    author, author_slug = known_as(name, member_slug, audience, me)
    return Opened(
        resource=resource,
        author=author,
        author_slug=author_slug,
        publisher=Place(*place) if place[0] else None,
        follows=bool(is_followed),
        silenced=bool(is_silenced),
        my_city=city,
    )


def topics_of(db: Session, resource_id: UUID) -> list[TopicRow]:
    """What a resource is about, in the order of the tree."""
    mine: Select[UUID] = columns(col(ResourceTopic.topic_id)).where(
        col(ResourceTopic.resource_id) == resource_id
    )
    return topics.some(db, mine)


def versions(db: Session, resource_id: UUID) -> list[VersionRow]:
    """Every version, the newest first."""
    found = rows(
        db,
        columns(
            col(ResourceVersion.number),
            col(ResourceVersion.link),
            func.coalesce(col(StoredFile.name), ""),
            func.coalesce(col(StoredFile.media_type), ""),
            func.coalesce(col(StoredFile.size), 0),
            func.coalesce(col(StoredFile.sha256), ""),
            col(ResourceVersion.note),
            col(ResourceVersion.made_at),
        )
        .outerjoin(StoredFile, col(StoredFile.id) == col(ResourceVersion.file_id))
        .where(col(ResourceVersion.resource_id) == resource_id)
        .order_by(col(ResourceVersion.number).desc()),
    )
    return [VersionRow(*one) for one in found]


def trail(db: Session, me: Actor, resource_id: UUID) -> Sequence[AdoptionRow]:
    """Which cities said what about using it, the first to say so first."""
    found = rows(
        db,
        columns(
            *(col(getattr(Adoption, name)) for name in _SAID),
            col(Member.name).label("author"),
            col(Member.slug).label("author_slug"),
            col(Member.audience),
            col(Member.city_id).label("works_for"),
            *(one.label(f"city_{one.key}") for one in _PLACE),
        )
        .join(Member, col(Member.id) == col(Adoption.author_id))
        .join(City, col(City.id) == col(Adoption.city_id))
        .where(col(Adoption.resource_id) == resource_id, said_to(me))
        .order_by(col(Adoption.said_at), col(Adoption.id)),
    ).mappings()
    return [_stop(one, me) for one in found]


def _stop(one: RowMapping, me: Actor) -> AdoptionRow:
    # A name beside its city says where somebody works, so it needs leave to say both.
    for_city = shows(one["audience"], "city", me, one["works_for"])
    audience = one["audience"] if for_city else {"name": "nobody"}
    author, author_slug = known_as(one["author"], one["author_slug"], audience, me)
    return AdoptionRow(
        **{name: one[name] for name in _SAID},
        author=author,
        author_slug=author_slug,
        city=Place(*(one[f"city_{column.key}"] for column in _PLACE)),
    )
