"""Looks of conveners and leads into what others hold private: noted, and shown to whose it is.

One line a day for each thing and each reader. Lines are added, never changed: triggers see to it.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select as columns
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from backend.core import clock
from backend.core.db import UtcDateTime, rows
from backend.core.ids import new_id
from backend.domain.members.audience import called
from backend.domain.members.models import Member


class Look(SQLModel, table=True):
    """Somebody opened what only few may see."""

    __tablename__ = "look"
    __table_args__ = (UniqueConstraint("by_id", "kind", "subject_id", "day"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    """Whose it is."""
    by_id: UUID = Field(foreign_key="member.id")
    kind: str = Field(max_length=40)
    """What was opened: the subject's kind, and which."""
    subject_id: UUID
    day: date
    at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


@dataclass(frozen=True, slots=True)
class Looked:
    """What is about to be shown, and whose it is."""

    member_id: UUID
    kind: str
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class LookRow:
    """One look as its member reads it."""

    by: str
    kind: str
    at: datetime


SHOWN = 20


def note(db: Session, by: Member, looked: Iterable[Looked]) -> None:
    """Note what somebody is about to be shown, once a day."""
    today = clock.now().date()
    for one in looked:
        if _is_noted(db, by.id, one, today):
            continue
        # Two pages opened at once note the same look; the constraint lets one of them.
        with suppress(IntegrityError), db.begin_nested():
            db.add(
                Look(
                    member_id=one.member_id,
                    by_id=by.id,
                    kind=one.kind,
                    subject_id=one.subject_id,
                    day=today,
                )
            )


def into_mine(db: Session, me: Member) -> Sequence[LookRow]:
    """Who looked into what is mine, the latest first."""
    wanted = (
        columns(col(Member.name), col(Look.kind), col(Look.at))
        .join(Member, col(Member.id) == col(Look.by_id))
        .where(col(Look.member_id) == me.id)
        .order_by(col(Look.at).desc(), col(Look.id).desc())
        .limit(SHOWN)
    )
    return [LookRow(called(name), kind, at) for name, kind, at in rows(db, wanted)]


def _is_noted(db: Session, by_id: UUID, one: Looked, day: date) -> bool:
    noted = select(Look.id).where(
        col(Look.by_id) == by_id,
        col(Look.kind) == one.kind,
        col(Look.subject_id) == one.subject_id,
        col(Look.day) == day,
    )
    return db.exec(noted).first() is not None
