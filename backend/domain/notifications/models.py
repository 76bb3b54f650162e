from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.ids import new_id

RHYTHMS = ("daily", "weekly")
"""How often a digest comes."""
HOW = ("at_once", *RHYTHMS, "here", "nothing")
"""By a letter at once, in a digest, only on these pages, or not at all."""
KINDS = ("talks", "contributions", "roundtables", "duties", "follows", "network")
"""Of what a member may choose how to hear of it; see `kinds`."""
WAITING = "waits_as <> ''"


class Notification(SQLModel, table=True):
    """Something a member should hear of, kept in the transaction in which it happened."""

    __tablename__ = "notification"
    __table_args__ = (
        CheckConstraint(one_of("waits_as", "", *KINDS), "waits_as"),
        Index("ix_notification_recipient_id_read_at", "recipient_id", "read_at"),
        # Of the many that were told, the few that wait.
        Index(
            "ix_notification_waiting",
            *("recipient_id", "waits_as", "told_at"),
            sqlite_where=text(WAITING),
            postgresql_where=text(WAITING),
        ),
    )

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
    waits_as: str = Field(default="", max_length=13, sa_column_kwargs={"server_default": ""})
    """By which of the reader's wishes it waits for a digest, if it does."""
    digest_id: UUID | None = None
    """In which it came."""


class Digest(SQLModel, table=True):
    """That a member's digest of a day, or of a week that began then, was made: so it is made once."""

    __tablename__ = "digest"
    __table_args__ = (
        CheckConstraint(one_of("rhythm", *RHYTHMS), "rhythm"),
        UniqueConstraint("member_id", "rhythm", "day"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    member_id: UUID = Field(foreign_key="member.id")
    rhythm: str = Field(max_length=6)
    day: date
    """As it was called where the member was."""
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class Wishes(SQLModel, table=True):
    """Of what a member wants to hear, and how. Without a row it is as it stands here.

    What concerns somebody directly comes at once: a colleague waits for an answer, and a seat may
    be gone tomorrow. What they follow is read with pleasure once a day, and would be a nuisance in
    ten letters; and what the whole network should know keeps a week.
    """

    __tablename__ = "wishes"
    __table_args__ = (
        *(CheckConstraint(one_of(kind, *HOW), kind) for kind in KINDS),
        CheckConstraint("hour BETWEEN 0 AND 23", "hour"),
    )

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    talks: str = Field(default="at_once", max_length=7)
    contributions: str = Field(default="at_once", max_length=7)
    roundtables: str = Field(default="at_once", max_length=7)
    duties: str = Field(default="at_once", max_length=7)
    follows: str = Field(default="daily", max_length=7)
    network: str = Field(default="weekly", max_length=7)
    hour: int = 7
    """Of their own clock, at which digests come."""
    no_letters_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Since when no letter comes but those that must."""
    chosen_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


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
    wish: str = Field(default="", max_length=13, sa_column_kwargs={"server_default": ""})
    """By which of its reader's wishes it comes; empty: in any case."""
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
