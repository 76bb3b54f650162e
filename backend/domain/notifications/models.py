from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime
from backend.core.ids import new_id


class Notification(SQLModel, table=True):
    """Something a member should hear of, kept in the transaction in which it happened."""

    __tablename__ = "notification"
    __table_args__ = (Index("ix_notification_recipient_id_read_at", "recipient_id", "read_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    recipient_id: UUID = Field(foreign_key="member.id")
    event: str = Field(max_length=60)
    """What happened: "challenge.answered"."""
    kind: str = Field(max_length=40)
    """The subject it is about: its kind, and which."""
    subject_id: UUID = Field(index=True)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """Words the sentence needs, such as who did it."""
    told_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Letter(SQLModel, table=True):
    """A message to be sent by e-mail: stored before it is sent, so that none is lost."""

    __tablename__ = "letter"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    recipient_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    address: str = Field(max_length=254)
    language: str = Field(default="en", max_length=12)
    event: str = Field(max_length=60)
    """Names the template: templates/letters/<event with dots as slashes>."""
    kind: str = Field(default="", max_length=40)
    subject_id: UUID | None = None
    """The subject it is about, if any: who may no longer see it is not written to."""
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    written_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    due_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime, index=True)
    attempts: int = 0
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    gave_up_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str = Field(default="", max_length=400)


class Follow(SQLModel, table=True):
    """A member who wants to hear of a subject: a challenge, a person, a city, a topic."""

    __tablename__ = "follow"

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    kind: str = Field(max_length=40, primary_key=True)
    subject_id: UUID = Field(primary_key=True, index=True)
    since: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class QuietHours(SQLModel, table=True):
    """Between which hours of their own clock a member wants no letters; without a row, none."""

    __tablename__ = "quiet_hours"

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    starts: time
    ends: time
    """Before `starts` where the night goes past midnight."""
    chosen_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
