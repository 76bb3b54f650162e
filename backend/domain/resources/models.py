from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, ValidationInfo, field_validator
from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.i18n import N_
from backend.core.ids import new_id
from backend.core.links import LONGEST as LONGEST_LINK
from backend.core.text import Line, Prose
from backend.core.tongues import Tongue
from backend.domain.resources import licences
from backend.domain.resources.file_names import LONGEST as LONGEST_NAME
from backend.domain.subjects import Subject

KINDS: Mapping[str, str] = {
    "toolkit": N_("Toolkit"),
    "use_case": N_("Use case"),
    "guide": N_("Guide"),
    "report": N_("Report"),
    "template": N_("Template"),
    "data_set": N_("Data set"),
    "code": N_("Code"),
    "policy": N_("Policy"),
    "recording": N_("Recording"),
}
VISIBILITIES = ("public", "members")
RESERVED = frozenset({"new"})
"""Pages of ours that no resource may have for its address."""

MOST_TOPICS = 6
OLDEST_YEAR, LATEST_YEAR = 1900, 2100

Kind: TypeAlias = Literal[
    "toolkit",
    "use_case",
    "guide",
    "report",
    "template",
    "data_set",
    "code",
    "policy",
    "recording",
]
Visibility: TypeAlias = Literal["public", "members"]


def _each_once(words: list[str]) -> list[str]:
    return list(dict.fromkeys(words))


Slugs = Annotated[list[Line], AfterValidator(_each_once)]


class ResourceWords(SQLModel):
    """What a member writes of a resource. Everything else about it we decide ourselves."""

    title: Line = Field(min_length=8, max_length=120)
    description: Prose = Field(min_length=30, max_length=4_000)
    kind: str = Field(max_length=12)
    language: str = Field(max_length=12)
    year: int = Field(ge=OLDEST_YEAR, le=LATEST_YEAR)
    """When it was made, or last made anew."""
    visibility: str = Field(max_length=8)


class EditDraft(ResourceWords):
    # A licence that was left out is refused like an empty one.
    model_config = ConfigDict(validate_default=True)  # type: ignore[assignment]

    kind: Kind = Field(max_length=12)
    language: Tongue = Field(max_length=12)
    visibility: Visibility = Field(default="public", max_length=8)
    licence: Line = ""
    """By its SPDX name, or "other" where `other_licence` has it."""
    other_licence: Line = ""
    publisher: Line = Field(default="", max_length=160)
    """A city of the network, by its slug or name; empty for works from elsewhere."""
    topics: Slugs = Field(min_length=1, max_length=MOST_TOPICS)
    """By their slugs."""

    @field_validator("licence")
    @classmethod
    def _known_licence(cls, words: str) -> str:
        return words if words == licences.OTHER else licences.chosen(words)

    @field_validator("other_licence")
    @classmethod
    def _known_by_name(cls, words: str, others: ValidationInfo) -> str:
        return licences.chosen(words) if others.data.get("licence") == licences.OTHER else ""

    @property
    def terms(self) -> str:
        """The licence, however it was given."""
        return self.other_licence or self.licence


class VersionDraft(SQLModel):
    """Where the thing itself is: a link, or a file that was taken in before."""

    link: Line = Field(default="", max_length=2 * LONGEST_LINK)
    file_id: UUID | None = None
    note: Line = Field(default="", max_length=300)
    """What is different from the version before."""


class ResourceDraft(EditDraft, VersionDraft):
    """Everything that a new resource begins with."""


# All that counting the newest asks for: rows hold long texts, and are not read for it.
_NEWEST = ("posted_at", "id", "hidden_at", "author_id", "kind", "language", "licence", "region")


class Resource(ResourceWords, Subject, table=True):
    """A work that others can use; what it is now is its newest version."""

    __tablename__ = "resource"
    __table_args__ = (
        CheckConstraint(one_of("kind", *KINDS), "kind"),
        CheckConstraint(one_of("visibility", *VISIBILITIES), "visibility"),
        Index("ix_resource_newest", *_NEWEST),
        Index("ix_resource_language_posted_at_id", "language", "posted_at", "id"),
        Index("ix_resource_region_posted_at_id", "region", "posted_at", "id"),
        Index("ix_resource_used_by_id", "used_by", "id"),
    )

    slug: str = Field(max_length=80, unique=True)
    licence: str = Field(max_length=licences.LONGEST)
    city_id: UUID | None = Field(default=None, foreign_key="city.id", index=True)
    """The city that published it."""
    region: str = Field(default="", max_length=40, sa_column_kwargs={"server_default": ""})
    """Of that city: kept here so that lists can be narrowed by it at any size."""
    posted_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    edited_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = 1
    """The number of its newest version."""
    used_by: int = 0
    """How many cities use it: counted here so that lists can be sorted by it at any size."""
    keeper_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    """The colleague who keeps it, where whoever added it has left the city."""

    def is_kept_by(self, member_id: UUID | None) -> bool:
        """Whether they keep it: its author, until a colleague took it over."""
        return member_id is not None and member_id == (self.keeper_id or self.author_id)


class ResourceTopic(SQLModel, table=True):
    __tablename__ = "resource_topic"
    # Along it the newest on a topic are found.
    __table_args__ = (Index("ix_resource_topic_topic_id_resource_id", "topic_id", "resource_id"),)

    resource_id: UUID = Field(foreign_key="resource.id", primary_key=True)
    topic_id: UUID = Field(foreign_key="topic.id", primary_key=True)


class StoredFile(SQLModel, table=True):
    """A file on the shelf, as its sender called it. Until a version has it, it is only waiting."""

    __tablename__ = "stored_file"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    author_id: UUID = Field(foreign_key="member.id", index=True)
    name: str = Field(max_length=LONGEST_NAME)
    media_type: str = Field(max_length=100)
    size: int
    sha256: str = Field(max_length=64, index=True)
    stored_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class ResourceVersion(SQLModel, table=True):
    """One state of a resource; earlier ones stay where they were, so that they can be cited."""

    __tablename__ = "resource_version"
    __table_args__ = (
        UniqueConstraint("resource_id", "number"),
        CheckConstraint("(link = '') = (file_id IS NOT NULL)", "link_or_file"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    resource_id: UUID = Field(foreign_key="resource.id")
    number: int = 1
    link: str = Field(default="", max_length=LONGEST_LINK)
    file_id: UUID | None = Field(default=None, foreign_key="stored_file.id", unique=True)
    note: str = Field(default="", max_length=300)
    by_id: UUID = Field(foreign_key="member.id", index=True)
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
