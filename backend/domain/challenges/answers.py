"""The models of what is said to a challenge."""

from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.text import Prose
from backend.core.tongues import Tongue
from backend.domain.subjects import Subject

ANSWER_KINDS = ("experience", "offer", "question", "suggestion")
"""The most usual first."""
REPLY = "reply"

AnswerKind: TypeAlias = Literal["experience", "offer", "question", "suggestion"]


class AnswerWords(SQLModel):
    body: Prose = Field(min_length=2, max_length=6_000)
    language: str = Field(max_length=12)


class ReplyDraft(AnswerWords):
    language: Tongue = Field(max_length=12)


class AnswerDraft(ReplyDraft):
    kind: AnswerKind


class Answer(AnswerWords, Subject, table=True):
    """An answer to a challenge or, with a parent, a reply to an answer."""

    __tablename__ = "answer"
    __table_args__ = (
        CheckConstraint(one_of("kind", *ANSWER_KINDS, REPLY), "kind"),
        CheckConstraint("(kind = 'reply') = (parent_id IS NOT NULL)", "reply_has_parent"),
        Index("ix_answer_challenge_id_posted_at", "challenge_id", "posted_at"),
        # Or SQLite counts the answers to one challenge among those to all.
        Index("ix_answer_challenge_id_parent_id", "challenge_id", "parent_id"),
    )

    challenge_id: UUID = Field(foreign_key="challenge.id")
    parent_id: UUID | None = Field(default=None, foreign_key="answer.id", index=True)
    kind: str = Field(max_length=10)
    city_id: UUID | None = Field(default=None, foreign_key="city.id", index=True)
    """The author's city at that time."""
    posted_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    edited_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    helped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the challenge's city said that this helped it."""
    helped_by_id: UUID | None = Field(default=None, foreign_key="member.id")


class Helpful(SQLModel, table=True):
    """A member's mark that an answer is of use to them, counted by city."""

    __tablename__ = "helpful"

    answer_id: UUID = Field(foreign_key="answer.id", primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", primary_key=True, index=True)
    city_id: UUID | None = Field(default=None, foreign_key="city.id")
    marked_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
