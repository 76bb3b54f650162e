from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column
from sqlmodel import Field, SQLModel

from backend.core.db import UtcDateTime, one_of
from backend.core.ids import new_id
from backend.core.terms import MOST_LETTERS

PRINCIPLES = (
    "open-government",
    "open-data",
    "open-innovation",
    "open-infrastructure",
    "open-standards",
    "open-source",
)
"""The six principles by their slugs, in the order of the ring, clockwise from the top."""


class Topic(SQLModel, table=True):
    """An entry of the curated tree."""

    __tablename__ = "topic"
    __table_args__ = (CheckConstraint(one_of("kind", "principle", "theme", "practice"), "kind"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    kind: str = Field(max_length=10)
    parent_id: UUID | None = Field(default=None, foreign_key="topic.id", index=True)
    position: int = 0
    sdg: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    kept_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Since when conveners keep it: the data file says no more what it is."""
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Since when nothing new is said to be about it; what was, still is."""
    successor_id: UUID | None = Field(default=None, foreign_key="topic.id", index=True)
    """What to choose in place of a retired one."""


class TopicTerm(SQLModel, table=True):
    """One word for a topic in one language: its label, a synonym, or its description.

    Or an address that it had, or that what was merged into it had; those are in no language.
    """

    __tablename__ = "topic_term"
    __table_args__ = (
        CheckConstraint(one_of("role", "label", "synonym", "description", "address"), "role"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    topic_id: UUID = Field(foreign_key="topic.id", index=True)
    language: str = Field(max_length=12)
    role: str = Field(max_length=12)
    words: str = Field(max_length=400)
    folded: str = Field(max_length=400, index=True)
    """The words without case and accents, as they are compared."""
    stemmed: str = Field(
        max_length=MOST_LETTERS, index=True, sa_column_kwargs={"server_default": ""}
    )
    """The stems of the words, by which other forms of them are known (`core.terms`)."""


class TopicEdition(SQLModel, table=True):
    """What the tree as it stands is known by: one row, which triggers renew (see `edition`)."""

    __tablename__ = "topic_edition"

    id: int = Field(default=1, primary_key=True)
    name: str = Field(max_length=32)
