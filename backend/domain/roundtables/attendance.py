"""Who was there: said on the day by themselves, or by who runs the meeting."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.text import Line
from backend.domain.roundtables.small_counts import FEWEST

WAYS = ("online", "in_person")

Way: TypeAlias = Literal["online", "in_person"]


class CheckInDraft(SQLModel):
    way: Literal["", "online", "in_person"] = ""
    """Empty: as everybody comes, where there is only one way."""


class PresenceDraft(SQLModel):
    member: Annotated[Line, Field(min_length=1, max_length=200)]
    """By the last piece of the address of their profile."""
    way: Literal["online", "in_person", "absent"]


class TakenDraft(SQLModel):
    again: bool = False
    """It isn't complete after all."""


class Attendance(SQLModel, table=True):
    """That somebody was there."""

    __tablename__ = "attendance"
    __table_args__ = (CheckConstraint(one_of("way", *WAYS), "way"),)

    roundtable_id: UUID = Field(foreign_key="roundtable.id", primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", primary_key=True, index=True)
    way: str = Field(max_length=9)
    at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    by_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    """Who runs the meeting and marked them; None: they said it themselves."""


def collapsed(counts: Mapping[str, int], least: int = FEWEST) -> tuple[list[tuple[str, int]], int]:
    """The groups that are large enough to be told of, most first, and how many are in the others.

    One small group alone could be told from the sum, so the rest is never smaller than `least`
    either: the smallest of the others joins it. If all together are too few, nothing is told.
    """
    shown = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    rest = 0
    while shown and (shown[-1][1] < least or 0 < rest < least):
        rest += shown.pop()[1]
    return shown, rest if rest >= least else 0
