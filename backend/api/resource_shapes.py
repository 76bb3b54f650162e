"""What programs are told of resources."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from backend.api.shapes import CityShape, Shape, TopicShape
from backend.domain.resources import licences, page
from backend.domain.resources.rows import ResourceRow
from backend.domain.topics.queries import TopicRow
from backend.kit.asking import Asking


class PersonShape(BaseModel):
    slug: str
    name: str


class LicenceShape(BaseModel):
    """Its SPDX name, what people call it, and where its text is (empty for a choice of several)."""

    id: str
    label: str
    address: str


class ItemShape(BaseModel):
    """A resource in a list."""

    id: UUID
    slug: str
    path: str
    title: str
    excerpt: str
    kind: str
    licence: LicenceShape
    language: str
    year: int
    visibility: str
    posted_at: datetime
    publisher: CityShape | None
    topics: list[TopicShape]
    version: int
    link: str
    media_type: str
    size: int
    used_by: int


class CountsShape(Shape):
    """How many each choice of a filter would show."""

    all: int
    is_whole: bool
    """Otherwise only the newest few thousand were counted."""
    ours: int
    topic: dict[str, int]
    kind: dict[str, int]
    language: dict[str, int]
    licence: dict[str, int]
    region: dict[str, int]


class ListShape(BaseModel):
    items: list[ItemShape]
    next: str | None
    """What to send as `after` for the page that follows."""
    counts: CountsShape


class FileShape(Shape):
    """A file that was taken in and waits for a resource, for a day."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str


class VersionShape(BaseModel):
    """A link, or a file with the path where it can be fetched."""

    number: int
    link: str
    path: str
    file_name: str
    media_type: str
    size: int
    sha256: str
    note: str
    made_at: datetime


class AdoptionShape(BaseModel):
    """What a city does with a resource."""

    id: UUID
    city: CityShape
    state: str
    words: str
    said_at: datetime
    since: datetime
    author: PersonShape


class ResourceShape(BaseModel):
    """A resource with its versions and its trail from city to city."""

    id: UUID
    slug: str
    path: str
    title: str
    description: str
    kind: str
    licence: LicenceShape
    language: str
    year: int
    visibility: str
    posted_at: datetime
    edited_at: datetime | None
    author: PersonShape
    publisher: CityShape | None
    topics: list[TopicShape]
    versions: list[VersionShape]
    used_by: int
    adoptions: list[AdoptionShape]
    follows: bool


def item(ask: Asking, row: ResourceRow) -> ItemShape:
    return ItemShape(
        id=row.id,
        slug=row.slug,
        path=ask.path_for("resources:show", slug=row.slug),
        title=row.title,
        excerpt=row.excerpt,
        kind=row.kind,
        licence=_licence(row.licence),
        language=row.language,
        year=row.year,
        visibility=row.visibility,
        posted_at=row.posted_at,
        publisher=CityShape.model_validate(row.city) if row.city else None,
        topics=[TopicShape.model_validate(topic) for topic in row.topics],
        version=row.version,
        link=row.link,
        media_type=row.media_type,
        size=row.size,
        used_by=row.used_by,
    )


def whole(
    ask: Asking,
    opened: page.Opened,
    topics: Sequence[TopicRow],
    versions: Sequence[page.VersionRow],
    trail: Sequence[page.AdoptionRow],
) -> ResourceShape:
    resource = opened.resource
    return ResourceShape(
        id=resource.id,
        slug=resource.slug,
        path=ask.path_for("resources:show", slug=resource.slug),
        title=resource.title,
        description=resource.description,
        kind=resource.kind,
        licence=_licence(resource.licence),
        language=resource.language,
        year=resource.year,
        visibility=resource.visibility,
        posted_at=resource.posted_at,
        edited_at=resource.edited_at,
        author=PersonShape(slug=opened.author_slug, name=opened.author),
        publisher=CityShape.model_validate(opened.publisher) if opened.publisher else None,
        topics=[TopicShape.model_validate(topic) for topic in topics],
        versions=[_version(ask, resource.slug, one) for one in versions],
        used_by=sum(row.counts for row in trail),
        adoptions=[_adoption(row) for row in trail],
        follows=opened.follows,
    )


def _licence(licence: str) -> LicenceShape:
    return LicenceShape(
        id=licence, label=licences.label(licence), address=licences.address(licence)
    )


def _version(ask: Asking, slug: str, row: page.VersionRow) -> VersionShape:
    path = "" if row.link else ask.path_for("api.resources:file", slug=slug, version=row.number)
    return VersionShape(
        number=row.number,
        link=row.link,
        path=path,
        file_name=row.file_name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        note=row.note,
        made_at=row.made_at,
    )


def _adoption(row: page.AdoptionRow) -> AdoptionShape:
    return AdoptionShape(
        id=row.id,
        city=CityShape.model_validate(row.city),
        state=row.state,
        words=row.words,
        said_at=row.said_at,
        since=row.since,
        author=PersonShape(slug=row.author_slug, name=row.author),
    )
