"""Quotes as they are kept: whose words they are, and whether they may leave the room."""

from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.ids import new_id
from backend.core.text import Line, Prose

MOST_QUOTES = 20
"""So many of one member at one roundtable."""
CONSENTS = ("", "agreed", "declined", "withdrawn")

Consent: TypeAlias = Literal["agreed", "declined", "withdrawn"]


class QuoteDraft(SQLModel):
    author: Line = Field(min_length=1, max_length=80)
    """The slug of whose words they are."""
    words: Prose = Field(min_length=10, max_length=600)


class RewordDraft(SQLModel):
    words: Prose = Field(min_length=10, max_length=600)


class ConsentDraft(SQLModel):
    consent: Consent


class ShowDraft(SQLModel):
    hide: bool = False


class Quote(SQLModel, table=True):
    """Words that somebody said at a roundtable. They agree to exactly these, or nobody reads them."""

    __tablename__ = "quote"
    __table_args__ = (CheckConstraint(one_of("consent", *CONSENTS), "consent"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    roundtable_id: UUID = Field(foreign_key="roundtable.id", index=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    words: str = Field(max_length=600)
    asked_by_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    """The convener who asks; nobody where the author offered it."""
    asked_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    consent: str = Field(default="", max_length=9)
    """Nothing while its author is asked."""
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    shown_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When a convener put it among what participants say."""
