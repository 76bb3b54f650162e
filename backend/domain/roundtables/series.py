"""A series as it is kept: its rule, and its roundtables, each of which lives a life of its own."""

from datetime import date, datetime, time
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator
from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.ids import new_id
from backend.core.text import Line
from backend.domain.roundtables.recurrence import Often, Rule, Skipped, Twice

OFTEN = ("weekly", "monthly")
NTHS = (1, 2, 3, 4, -1)
MOST_PARTS = 24
MOST_TURNS = 3


def _known(nth: int) -> int:
    if nth not in NTHS:
        msg = "not one of the list"
        raise ValueError(msg)
    return nth


class RuleDraft(SQLModel):
    """On which days, and by whose clock."""

    often: Often = "monthly"
    first: date
    every: int = Field(default=1, ge=1, le=6)
    nth: Annotated[int, AfterValidator(_known)] = 1
    weekday: int = Field(default=1, ge=0, le=6)
    count: int = Field(default=6, ge=2, le=MOST_PARTS)
    zone: Line = Field(default="", max_length=64)
    """IANA; empty: the convener's own."""

    def rule(self) -> Rule:
        return Rule(self.often, self.first, self.count, self.every, self.nth, self.weekday)


class SeriesDraft(RuleDraft):
    """The days, and the hour; or two or three that take turns."""

    turns: list[time] = Field(min_length=1, max_length=MOST_TURNS)
    skipped: Skipped = ""
    """What to do on days on which the clocks skip the hour; empty: ask."""
    twice: Twice = ""
    """Which is meant on days on which the clocks show it twice; empty: ask."""


class Series(SQLModel, table=True):
    __tablename__ = "series"
    __table_args__ = (CheckConstraint(one_of("often", *OFTEN), "often"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    often: str = Field(max_length=7)
    every: int = 1
    nth: int = 1
    weekday: int = 0
    zone: str = Field(max_length=64)
    turns: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """The hours that follow each other, such as "15:00"."""
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class SeriesPart(SQLModel, table=True):
    """A roundtable's place in its series, from 1."""

    __tablename__ = "series_part"
    __table_args__ = (UniqueConstraint("series_id", "number"),)

    roundtable_id: UUID = Field(foreign_key="roundtable.id", primary_key=True)
    series_id: UUID = Field(foreign_key="series.id")
    number: int
