"""When a member is busy, as it is kept: only the spans, seen by themselves alone."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime
from backend.core.text import Line


class BusyDraft(SQLModel):
    """Where one's calendar can be read again and again; empty: only the file that came along."""

    address: Line = Field(default="", max_length=1_000)


class BusyFileDraft(SQLModel):
    """A calendar as it is, for programs; of members' pages it comes as a file."""

    calendar: str = Field(min_length=1, max_length=1024 * 1024)


class BusyCalendar(SQLModel, table=True):
    """Where a member's busy times come from."""

    __tablename__ = "busy_calendar"

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    address: str = Field(default="", max_length=1_000)
    """The secret address of a calendar; empty: a file that was sent once."""
    asked_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    """When it is read next; None: never."""
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    problem: str = Field(default="", max_length=200)
    """Why it could not be read the last time."""


class BusySpan(SQLModel, table=True):
    """From when until when; nothing else of a calendar is kept."""

    __tablename__ = "busy_span"

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    starts_at: datetime = Field(primary_key=True, sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
