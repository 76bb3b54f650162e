"""An invitation, what somebody writes who invites, and a list that rests before it is sent."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError
from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime
from backend.core.ids import new_id
from backend.core.text import Line, Prose
from backend.domain.members.emails import Email
from backend.domain.topics.tree import LANGUAGES

LONGEST_LIST = 1_000_000
"""Characters of a pasted list; five thousand lines have about half as many."""


def _spoken(code: str) -> str:
    if code not in LANGUAGES:
        kind = "literal_error"
        raise PydanticCustomError(kind, "not a language of the interface")
    return code


Spoken = Annotated[str, AfterValidator(_spoken)]
"""A language in which letters are written."""


class InvitationDraft(SQLModel):
    """Whom somebody invites, and what they say. Only the address is needed."""

    email: Email = Field(min_length=1)
    name: Line = Field(default="", max_length=80)
    title: Line = Field(default="", max_length=120)
    city: Line = Field(default="", max_length=120)
    place: str = Field(default="", max_length=20)
    """The number of the place that was chosen for the city, or `other`."""
    language: Spoken = Field(default="en", max_length=12)
    words: Prose = Field(default="", max_length=1_000)


class VouchingDraft(SQLModel):
    """Whether a convener's word admits the invited person at once."""

    admits: bool


class ListDraft(SQLModel):
    """A list of people to invite, pasted; or an uploaded one, which comes beside the form."""

    text: str = Field(default="", max_length=LONGEST_LIST)
    language: Spoken = Field(default="en", max_length=12)
    words: Prose = Field(default="", max_length=1_000)


class Invitation(SQLModel, table=True):
    """One person invited by another, until it is used, withdrawn or too old.

    It belongs to its address: whoever proves that address may use it, with the letter's link or
    without; who has the link alone may not.
    """

    __tablename__ = "invitation"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    email: str = Field(max_length=254, index=True)
    standing_for: str | None = Field(default=None, max_length=254, unique=True)
    """The address again, while this is the one invitation that counts for it."""
    name: str = Field(default="", max_length=80)
    title: str = Field(default="", max_length=120)
    city: str = Field(default="", max_length=120)
    place_id: int | None = None
    topics: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """By their slugs."""
    language: str = Field(default="en", max_length=12)
    words: str = Field(default="", max_length=1_000)
    inviter_id: UUID = Field(foreign_key="member.id", index=True)
    vouched_by_id: UUID | None = Field(default=None, foreign_key="member.id")
    """The convener on whose word it admits at once; without one it only recommends."""
    token_hash: str = Field(max_length=64, unique=True)
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    sent_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime, index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    application_id: UUID | None = Field(default=None, foreign_key="application.id", index=True)
    """What was written by whoever used it."""

    @property
    def is_open(self) -> bool:
        """Neither used nor withdrawn; it may be too old."""
        return self.used_at is None and self.withdrawn_at is None


class InvitationList(SQLModel, table=True):
    """A list that was read and not sent yet. It is forgotten after a day."""

    __tablename__ = "invitation_list"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    by_id: UUID = Field(foreign_key="member.id", index=True)
    lines: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    """Each line as it was read, and what is wrong with it."""
    language: str = Field(default="en", max_length=12)
    words: str = Field(default="", max_length=1_000)
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime, index=True)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_count: int = 0
