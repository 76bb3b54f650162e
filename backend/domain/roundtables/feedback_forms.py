"""The form after a roundtable as it is kept: its questions, and what each member answered."""

from datetime import datetime
from typing import Any, Literal, TypeAlias
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, false
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.text import Prose
from backend.domain.roundtables.own_questions import MOST_QUESTIONS

SAYS = ("yes", "maybe", "no")

Say: TypeAlias = Literal["yes", "maybe", "no"]


class FeedbackDraft(SQLModel):
    helped: Say
    benefits: Say
    answers: list[Prose] = Field(default_factory=list, max_length=MOST_QUESTIONS)
    """To the convener's own questions, in their order."""
    words: Prose = Field(default="", max_length=2_000)
    """What else there is to say, to the conveners."""
    quote: Prose = Field(default="", max_length=600)
    """Words that may be told to everybody, without a name."""


class FeedbackForm(SQLModel, table=True):
    """The convener's own questions; who has none keeps no row."""

    __tablename__ = "feedback_form"

    roundtable_id: UUID = Field(foreign_key="roundtable.id", primary_key=True)
    questions: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    """Each with `words` and `choices`."""


class Feedback(SQLModel, table=True):
    """What one who had a seat says when it is over."""

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint(one_of("helped", *SAYS), "helped"),
        CheckConstraint(one_of("benefits", *SAYS), "benefits"),
    )

    roundtable_id: UUID = Field(foreign_key="roundtable.id", primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", primary_key=True, index=True)
    helped: str = Field(max_length=5)
    benefits: str = Field(max_length=5)
    answers: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    words: str = Field(default="", max_length=2_000)
    said_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    told: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    """What of it conveners read: all of it, but as it was when it was last counted in."""
    is_told: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether that is how it stands."""

    @property
    def said(self) -> dict[str, Any]:
        return self.model_dump(include={"helped", "benefits", "answers", "words"})
