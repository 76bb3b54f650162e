from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.ids import new_id
from backend.domain.subjects import Subject
from backend.domain.twinnings.standing import KINDS, standing

RESERVED = frozenset({"new"})
"""Pages of ours that no twinning may have for its address."""

OPEN = "declined_at IS NULL AND withdrawn_at IS NULL AND closed_at IS NULL"

SIDES = ("both", "asking", "asked")
"""Who of the two does a step of the plan."""

STEPS = (
    *("proposed", "agreed", "declined", "withdrawn", "closed", "report_changed"),
    *("step_added", "step_changed", "step_done", "step_undone", "step_removed"),
)


class Twinning(Subject, table=True):
    """Two cities that exchange for a time, from the proposal to the closing report."""

    __tablename__ = "twinning"
    __table_args__ = (
        CheckConstraint(one_of("kind", *KINDS), "kind"),
        CheckConstraint("city_id <> other_id", "of_two"),
        CheckConstraint("ends_on > starts_on", "lasts"),
        Index(
            "uq_twinning_open_pair",
            "pair",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
    )

    slug: str = Field(max_length=80, unique=True)
    kind: str = Field(max_length=8)
    city_id: UUID = Field(foreign_key="city.id", index=True)
    """The city that asked."""
    other_id: UUID = Field(foreign_key="city.id", index=True)
    """The city that was asked."""
    pair: str = Field(max_length=73)
    """Both, whoever asked: between two cities there is one at a time."""
    purpose: str = Field(max_length=2_000)
    language: str = Field(default="en", max_length=12)
    starts_on: date
    ends_on: date
    asked_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    agreed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    agreed_by_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    declined_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the proposal was taken back, or called off what was agreed."""
    over_told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    came_of: str = Field(default="", max_length=4_000)
    """The closing report: what came of it, what was learned, what follows."""
    learned: str = Field(default="", max_length=4_000)
    next_steps: str = Field(default="", max_length=4_000)

    def stands(self, today: date) -> str:
        return standing(
            today,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            agreed_at=self.agreed_at,
            declined_at=self.declined_at,
            withdrawn_at=self.withdrawn_at,
            closed_at=self.closed_at,
        )

    @property
    def is_proposed(self) -> bool:
        return not (self.agreed_at or self.declined_at or self.withdrawn_at)

    @property
    def is_alive(self) -> bool:
        """Agreed, and neither ended by a report nor called off."""
        return self.agreed_at is not None and not (self.closed_at or self.withdrawn_at)


class TwinningTopic(SQLModel, table=True):
    """One of the topics on which two cities exchange."""

    __tablename__ = "twinning_topic"

    twinning_id: UUID = Field(foreign_key="twinning.id", primary_key=True)
    topic_id: UUID = Field(foreign_key="topic.id", primary_key=True, index=True)


class PlanStep(SQLModel, table=True):
    """One thing that the two cities mean to do."""

    __tablename__ = "plan_step"
    __table_args__ = (CheckConstraint(one_of("side", *SIDES), "side"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    twinning_id: UUID = Field(foreign_key="twinning.id", index=True)
    title: str = Field(max_length=200)
    words: str = Field(default="", max_length=1_000)
    side: str = Field(default="both", max_length=8)
    due_on: date | None = None
    added_by_id: UUID = Field(foreign_key="member.id", index=True)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class TwinningEvent(SQLModel, table=True):
    """What was done to a twinning, by whom and when. It only grows."""

    __tablename__ = "twinning_event"
    __table_args__ = (CheckConstraint(one_of("what", *STEPS), "what"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    twinning_id: UUID = Field(foreign_key="twinning.id", index=True)
    by_id: UUID = Field(foreign_key="member.id", index=True)
    what: str = Field(max_length=16)
    words: str = Field(default="", max_length=1_000)
    """The step's title; why it was declined or called off."""
    at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


def pair_of(one: UUID, other: UUID) -> str:
    return ":".join(sorted((str(one), str(other))))
