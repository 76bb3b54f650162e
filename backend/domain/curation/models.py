from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.ids import new_id

KINDS = ("theme", "practice")
"""What a topic can be; the principles are six and stay so."""
VERDICTS = ("", "accepted", "refused")


class TopicProposal(SQLModel, table=True):
    """A topic that a member would like to have, and what the conveners made of it."""

    __tablename__ = "topic_proposal"
    __table_args__ = (
        CheckConstraint(one_of("kind", *KINDS), "kind"),
        CheckConstraint(one_of("verdict", *VERDICTS), "verdict"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    author_id: UUID = Field(foreign_key="member.id", index=True)
    title: str = Field(max_length=60)
    """What it is called in the first language that its author named."""
    labels: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """What it is to be called, by language."""
    why: str = Field(max_length=1_000)
    kind: str = Field(max_length=10)
    under_id: UUID | None = Field(default=None, foreign_key="topic.id", index=True)
    """The topic that it would be a part of."""
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    decided_by_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    verdict: str = Field(default="", max_length=8)
    reason: str = Field(default="", max_length=2_000)
    topic_id: UUID | None = Field(default=None, foreign_key="topic.id", index=True)
    """What came of it."""


class TopicRenewal(SQLModel, table=True):
    """A topic that is called otherwise now, and whose many members search does not know so yet."""

    __tablename__ = "topic_renewal"

    topic_id: UUID = Field(foreign_key="topic.id", primary_key=True)
    after: UUID | None = None
    """Whom of them it has got to."""


class TopicMerger(SQLModel, table=True):
    """A topic that has gone into another, and is still named by what search holds."""

    __tablename__ = "topic_merger"

    was: UUID = Field(primary_key=True)
    topic_id: UUID = Field(foreign_key="topic.id", index=True)
