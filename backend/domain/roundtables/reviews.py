"""The review of a note as it is kept: what those who were there say of a draft, and the answers."""

from datetime import date, datetime
from typing import Literal, TypeAlias
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.ids import new_id
from backend.core.text import Prose
from backend.domain.roundtables.drafts import MOST_SECTIONS

SAYINGS = ("agrees", "objects")
VERDICTS = ("", "taken_up", "kept")
WHOLE = -1
"""The number that stands for all sections."""

Saying: TypeAlias = Literal["agrees", "objects"]
Verdict: TypeAlias = Literal["taken_up", "kept"]


class ReviewDraft(SQLModel):
    until: date
    """The last day for objections, by the convener's calendar."""


class VoiceDraft(SQLModel):
    section: int = Field(default=WHOLE, ge=WHOLE, lt=MOST_SECTIONS)
    says: Saying
    words: Prose = Field(default="", max_length=2_000)
    """What is wrong, for who objects."""


class VerdictDraft(SQLModel):
    verdict: Verdict
    reason: Prose = Field(default="", max_length=1_000)
    """Why it stays as it is, where it does."""


class NoteVoice(SQLModel, table=True):
    """What one who was there says of a section of a draft, or of all of it."""

    __tablename__ = "note_voice"
    __table_args__ = (
        CheckConstraint(one_of("says", *SAYINGS), "says"),
        CheckConstraint(one_of("verdict", *VERDICTS), "verdict"),
        UniqueConstraint("note_id", "member_id", "section"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    note_id: UUID = Field(foreign_key="note.id")
    member_id: UUID = Field(foreign_key="member.id", index=True)
    section: int = WHOLE
    says: str = Field(max_length=7)
    words: str = Field(default="", max_length=2_000)
    said_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    verdict: str = Field(default="", max_length=8)
    """What became of an objection; nothing while it waits for an answer."""
    reason: str = Field(default="", max_length=1_000)
    answered_by_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
