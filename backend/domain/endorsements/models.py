from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel, UniqueConstraint

from backend.core import clock
from backend.core.db import UtcDateTime
from backend.core.text import Line
from backend.domain.subjects import Subject


class EndorsementDraft(SQLModel):
    """What a peer says of it, if anything."""

    words: Line = Field(default="", max_length=200)


class Endorsement(Subject, table=True):
    """A member (the author) says that another can help with a topic."""

    __tablename__ = "endorsement"
    __table_args__ = (
        UniqueConstraint("author_id", "member_id", "topic_id"),
        CheckConstraint("author_id <> member_id", "of_somebody_else"),
        Index("ix_endorsement_member_id_topic_id", "member_id", "topic_id"),
        # Along it the newest on a topic are found.
        Index("ix_endorsement_topic_id_id", "topic_id", "id"),
    )

    member_id: UUID = Field(foreign_key="member.id")
    topic_id: UUID = Field(foreign_key="topic.id")
    words: str = Field(default="", max_length=200)
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Taken back by its author, who may say it again."""
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Removed by the endorsed member, for good."""

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None and self.removed_at is None
