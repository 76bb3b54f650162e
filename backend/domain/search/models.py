from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel, UniqueConstraint

from backend.core import clock
from backend.core.db import UtcDateTime
from backend.core.ids import new_id


class SearchDocument(SQLModel, table=True):
    """What the index keeps of one subject. The full-text tables beside it are written by hand."""

    __tablename__ = "search_document"
    __table_args__ = (UniqueConstraint("kind", "subject_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str = Field(max_length=40, index=True)
    subject_id: UUID
    language: str = Field(max_length=12)
    title: str = Field(max_length=300)
    body: str
    at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime, index=True)
