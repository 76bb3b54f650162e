"""Looks of conveners and leads into what others hold private: noted, and shown to whose it is.

One line a day for each thing and each reader. Lines are added, never changed: triggers see to it.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Insert, exists, insert, literal
from sqlalchemy import select as columns
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col

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
    for one in looked:
        # Two pages opened at once note the same look; the constraint lets one of them.
        with suppress(IntegrityError), db.begin_nested():
            db.exec(_unless_noted(by.id, one))


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


def _unless_noted(by_id: UUID, one: Looked) -> Insert:
    """Add the line if the day has none: one statement, since it follows every such page."""
    line = {
        "id": new_id(),
        "member_id": one.member_id,
        "by_id": by_id,
        "kind": one.kind,
        "subject_id": one.subject_id,
        "day": clock.now().date(),
        "at": clock.now(),
    }
    table = SQLModel.metadata.tables[str(Look.__tablename__)]
    same = exists().where(
        *(table.c[name] == line[name] for name in ("by_id", "kind", "subject_id", "day"))
    )
    values = [literal(value, table.c[name].type) for name, value in line.items()]
    return insert(Look).from_select(list(line), columns(*values).where(~same))
