"""What attendees of a webinar ask: read by those who come, raised by their votes, answered there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime
from backend.core.text import Line, Prose
from backend.domain.subjects import Subject

MOST_BY_ONE = 10
"""So many questions one may ask at one webinar."""


class AskingDraft(SQLModel):
    words: Line = Field(min_length=10, max_length=400)
    is_named: bool = False
    """Whether other attendees see who asks; conveners do anyway."""


class VoteDraft(SQLModel):
    stop: bool = False
    """Take the vote back."""


class MarkDraft(SQLModel):
    reply: Prose = Field(default="", max_length=1_000)
    """The answer in short, for those who missed it."""
    again: bool = False
    """It is open again after all."""


class AttendeeQuestion(Subject, table=True):
    """A question. Its author is an attendee, whom the others see only if they want it."""

    __tablename__ = "attendee_question"
    __table_args__ = (
        Index("ix_attendee_question_roundtable_id_votes", "roundtable_id", "votes", "id"),
    )

    roundtable_id: UUID = Field(foreign_key="roundtable.id")
    words: str = Field(max_length=400)
    is_named: bool = False
    asked_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    votes: int = 0
    """Counted here so that a list of thousands can be sorted by it."""
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reply: str = Field(default="", max_length=1_000)


class QuestionVote(SQLModel, table=True):
    """That a member wants to hear the answer too. One vote a question and member."""

    __tablename__ = "question_vote"

    question_id: UUID = Field(foreign_key="attendee_question.id", primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", primary_key=True, index=True)
