"""A poll of times as it is kept: the times to choose from, and what each voter says of each."""

from datetime import date, datetime, time
from typing import Literal, TypeAlias
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.text import Line
from backend.domain.roundtables.drafts import SittingDraft

VOTES = ("yes", "if_need_be", "no")
MOST_OPTIONS = 12

Say: TypeAlias = Literal["yes", "if_need_be", "no"]


class PollDraft(SQLModel):
    """The times to choose from, as a wall clock shows them."""

    zone: Line = Field(default="", max_length=64)
    """IANA; empty: the convener's own."""
    options: list[SittingDraft] = Field(min_length=2, max_length=MOST_OPTIONS)


class VoteDraft(SQLModel):
    number: int = Field(ge=0, lt=MOST_OPTIONS)
    says: Say | Literal[""] = ""


class VotesDraft(SQLModel):
    """What a voter says of each time; of those left out they say nothing."""

    votes: list[VoteDraft] = Field(max_length=MOST_OPTIONS)


class ClosingDraft(SQLModel):
    number: int = Field(ge=0, lt=MOST_OPTIONS)
    """The time on which it is fixed."""


class Poll(SQLModel, table=True):
    __tablename__ = "poll"

    roundtable_id: UUID = Field(foreign_key="roundtable.id", primary_key=True)
    opened_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PollOption(SQLModel, table=True):
    """One of the times: what the wall clock shows, and the moment this is."""

    __tablename__ = "poll_option"

    roundtable_id: UUID = Field(foreign_key="poll.roundtable_id", primary_key=True)
    number: int = Field(primary_key=True)
    day: date
    clock_time: time
    zone: str = Field(max_length=64)
    is_second: bool = False
    starts_at: datetime = Field(sa_type=UtcDateTime)


class PollVote(SQLModel, table=True):
    __tablename__ = "poll_vote"
    __table_args__ = (CheckConstraint(one_of("says", *VOTES), "says"),)

    roundtable_id: UUID = Field(foreign_key="poll.roundtable_id", primary_key=True)
    number: int = Field(primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", primary_key=True, index=True)
    says: str = Field(max_length=10)
    said_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
