from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from backend.core import clock
from backend.core.db import UtcDateTime


class SearchDocument(SQLModel, table=True):
    """What the index keeps of one subject; its words are in `search_words`, under its number."""

    __tablename__ = "search_document"
    __table_args__ = (UniqueConstraint("kind", "subject_id"),)

    number: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    subject_id: UUID
    slug: str = Field(max_length=80)
    """The piece of its address, so that a list of hits needs no second look."""
    language: str = Field(max_length=12)
    title: str = Field(max_length=300)
    body: str
    at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
