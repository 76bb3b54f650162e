from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.ids import new_id
from backend.core.terms import MOST_LETTERS

ROLES = ("preferred", "other", "meaning")


class Concept(SQLModel, table=True):
    """Something that city halls speak of, whatever they call it."""

    __tablename__ = "concept"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    topic_id: UUID | None = Field(default=None, foreign_key="topic.id", index=True)
    """The topic that it belongs to, if it belongs to one."""
    changed_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class ConceptTerm(SQLModel, table=True):
    """One term for a concept in one language, preferred or other; or what it means there."""

    __tablename__ = "concept_term"
    __table_args__ = (CheckConstraint(one_of("role", *ROLES), "role"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    concept_id: UUID = Field(foreign_key="concept.id", index=True)
    language: str = Field(max_length=12)
    role: str = Field(max_length=12)
    words: str = Field(max_length=300)
    folded: str = Field(max_length=300, index=True)
    """The words without case and accents, as they are compared."""
    stemmed: str = Field(
        max_length=MOST_LETTERS, index=True, sa_column_kwargs={"server_default": ""}
    )
    """The stems of the words, by which other forms of them are known (`core.terms`)."""
