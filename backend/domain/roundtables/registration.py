"""What those who come are asked: the languages they follow, what they bring and need, and more.

What people need to take part tells of their health, so it lies in a table of its own, is read by
fewer, and is forgotten soon after the meeting.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from pydantic import Field as Limited
from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.i18n import N_
from backend.core.ids import new_id
from backend.core.text import Line, Prose
from backend.core.tongues import Tongue
from backend.domain.roundtables.levels import LEVELS, Level
from backend.domain.roundtables.own_questions import MOST_QUESTIONS

MOST_LANGUAGES = 3

NEEDS: Mapping[str, str] = {
    "captions": N_("Live captions"),
    "sign_language": N_("Sign language"),
    "interpretation": N_("Interpretation into another language"),
    "screen_reader": N_("Documents for a screen reader, in advance"),
    "step_free": N_("A way without steps"),
    "hearing_loop": N_("A hearing loop"),
    "diet": N_("Food that I can eat"),
    "breaks": N_("Breaks, or a quiet room"),
}
Need: TypeAlias = Literal[
    "captions",
    "sign_language",
    "interpretation",
    "screen_reader",
    "step_free",
    "hearing_loop",
    "diet",
    "breaks",
]


class AnswerDraft(SQLModel):
    question_id: UUID
    words: Line = Field(default="", max_length=300)


class RegistrationDraft(SQLModel):
    languages: list[Tongue] = Field(default_factory=list, max_length=MOST_LANGUAGES)
    """In which one follows best, the best first."""
    level: Level = ""
    """At which level of government one works."""
    brings: Prose = Field(default="", max_length=500)
    needs: Annotated[list[Need], Limited(max_length=len(NEEDS))] = Field(default_factory=list)
    needs_words: Prose = Field(default="", max_length=500)
    answers: list[AnswerDraft] = Field(default_factory=list, max_length=MOST_QUESTIONS)


class RegistrationQuestion(SQLModel, table=True):
    """What the convener asks besides."""

    __tablename__ = "registration_question"
    __table_args__ = (UniqueConstraint("roundtable_id", "position"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    roundtable_id: UUID = Field(foreign_key="roundtable.id")
    position: int
    words: str = Field(max_length=200)
    choices: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class Registration(SQLModel, table=True):
    """What one who comes answered; read by them and by those who run the meeting."""

    __tablename__ = "registration"
    __table_args__ = (CheckConstraint(one_of("level", "", *LEVELS), "level"),)

    roundtable_id: UUID = Field(foreign_key="roundtable.id", primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", primary_key=True, index=True)
    languages: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    level: str = Field(default="", max_length=9, sa_column_kwargs={"server_default": ""})
    brings: str = Field(default="", max_length=500)
    answers: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """By the id of the question."""
    written_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class AccessNeed(SQLModel, table=True):
    """What one who comes needs to take part."""

    __tablename__ = "access_need"

    roundtable_id: UUID = Field(foreign_key="roundtable.id", primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", primary_key=True, index=True)
    needs: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    words: str = Field(default="", max_length=500)
