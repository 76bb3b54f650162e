from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, Index
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.domain.subjects import Subject

MOST_TIMES = 5
MOST_ROUNDS = 6
"""So often can the two of them offer times to each other before they should write instead."""
SHORTEST, LONGEST = 10, 240
TELLING = ("no", "unattributed", "named")

Telling: TypeAlias = Literal["no", "unattributed", "named"]
"""Whether what somebody learned may be told to others."""


class Conversation(Subject, table=True):
    """A request to talk, and all that comes of it; its author is who asks. Facts carry their time.

    Nothing that the asking side reads or counts may hang on `declined_at`: declining is silent.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        CheckConstraint("author_id <> asked_id", "of_two"),
        CheckConstraint("(accepted_at IS NULL) = (starts_at IS NULL)", "accepted_has_time"),
        Index("ix_conversation_author_id_stirred_at", "author_id", "stirred_at", "id"),
        Index("ix_conversation_asked_id_stirred_at", "asked_id", "stirred_at", "id"),
    )

    slug: str = Field(max_length=16, unique=True)
    """Says nothing: a name here would stand in the history of every browser."""
    asked_id: UUID = Field(foreign_key="member.id")
    purpose: str = Field(max_length=1_000)
    language: str = Field(max_length=12)
    minutes: int
    link: str = Field(default="", max_length=500)
    """Where to meet online; empty while they will see."""
    occasion_kind: str = Field(default="", max_length=40)
    occasion_id: UUID | None = None
    """What it is about, if it is about something here."""
    offers: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """The times that can be chosen now, in UTC."""
    offers_zone: str = Field(max_length=64)
    """By whose wall clock they were offered."""
    offered_by_asked: bool = False
    rounds: int = 1
    asked_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    stirred_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    """When something last happened that both know of."""
    until: datetime = Field(sa_type=UtcDateTime, index=True)
    """How long it can be answered; once accepted, how long it counts as running."""
    put_off_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    remind_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    """When who put it off wants to hear of it again."""
    declined_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    end_told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    accepted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    starts_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    zone: str = Field(default="UTC", max_length=64)
    """On whose wall clock calendars write the meeting."""
    sequence: int = 0
    """Counts what calendars were told."""
    changed_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    over_told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    author_read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    asked_read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    author_shares_email: bool = False
    asked_shares_email: bool = False

    def is_author(self, member_id: UUID | None) -> bool:
        return self.author_id == member_id

    def other_id(self, member_id: UUID | None) -> UUID:
        return self.asked_id if self.author_id == member_id else self.author_id


class Message(Subject, table=True):
    """What one of the two wrote to the other."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_conversation_id_id", "conversation_id", "id"),)

    conversation_id: UUID = Field(foreign_key="conversation.id")
    body: str = Field(max_length=5_000)
    language: str = Field(max_length=12)
    posted_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class Learning(SQLModel, table=True):
    """What one of the two learned, written once."""

    __tablename__ = "learning"
    __table_args__ = (CheckConstraint(one_of("telling", *TELLING), "telling"),)

    conversation_id: UUID = Field(foreign_key="conversation.id", primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", primary_key=True, index=True)
    words: str = Field(max_length=2_000)
    telling: str = Field(max_length=12)
    written_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
