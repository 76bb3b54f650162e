"""What new rules of time zones do to roundtables that are planned already.

People agreed on a wall clock, so that stays, and the moment moves. After an upgrade of the rules
every sitting to come is looked at once: where its moment moved, calendars are sent anew and all who
expect it hear of it; conveners are told once, of all of them together. An hour that the new rules
skip can't be guessed: its moment stays, and conveners are asked to choose another.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Field, Session, SQLModel, col, select

from backend.core import clock
from backend.core.db import UtcDateTime, rows
from backend.core.errors import Rejected
from backend.core.ids import new_id
from backend.core.times import RULES, Zones, moment, zone
from backend.domain.members.models import Member
from backend.domain.members.queries import convenes, taking_part
from backend.domain.notifications.actions import tell
from backend.domain.roundtables import policy, telling
from backend.domain.roundtables.models import Roundtable, Sitting
from backend.domain.roundtables.sight import visible_to

AT_ONCE = 5_000
LISTED = 100
NAMED = 3


class RuleMove(SQLModel, table=True):
    """A sitting whose moment moved, or that has none by the new rules."""

    __tablename__ = "rule_move"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    roundtable_id: UUID = Field(foreign_key="roundtable.id", index=True)
    number: int
    zone: str = Field(max_length=64)
    rules: str = Field(max_length=16)
    """The version of the rules that moved it."""
    before: datetime = Field(sa_type=UtcDateTime)
    after: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """None: the clocks skip its hour now."""
    found_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class Moved(SQLModel):
    """The same beside the roundtable's words, for the list."""

    slug: str
    title: str
    number: int
    zone: str
    rules: str
    before: datetime
    after: datetime | None
    found_at: datetime


def look_again(db: Session, rules: str = RULES, zones: Zones = zone) -> list[RuleMove]:
    """Look at every sitting to come that was found by other rules; what moved."""
    found = db.exec(
        select(Sitting, Roundtable)
        .join(Roundtable, col(Roundtable.id) == col(Sitting.roundtable_id))
        .where(
            col(Sitting.rules) != rules,
            col(Sitting.starts_at) > clock.now(),
            col(Roundtable.cancelled_at).is_(None),
        )
        .order_by(col(Sitting.roundtable_id), col(Sitting.number))
        .limit(AT_ONCE)
        .with_for_update(key_share=True)
    ).all()
    moves: list[RuleMove] = []
    tables: dict[UUID, Roundtable] = {}
    for sitting, table in found:
        move = _move(sitting, rules, zones)
        sitting.rules = rules
        db.add(sitting)
        if move is not None:
            moves.append(move)
            tables[table.id] = table
    db.add_all(moves)
    db.flush()
    for table in tables.values():
        _settle(db, table, moves)
    if moves:
        _tell_conveners(db, list(tables.values()), rules)
    return moves


def settle(db: Session) -> int:
    """The same, for the worker: how many moved."""
    return len(look_again(db))


def listed(db: Session, me: Member) -> list[Moved]:
    """What moved, the latest first, for conveners."""
    policy.may_see_ledger(me).insist()
    wanted: list[Any] = [col(Roundtable.slug), col(Roundtable.title)]
    wanted += [getattr(RuleMove, name) for name in list(Moved.model_fields)[2:]]
    found = (
        columns(*wanted)
        .join(RuleMove, col(RuleMove.roundtable_id) == col(Roundtable.id))
        .where(visible_to(me))
        .order_by(col(RuleMove.id).desc())
        .limit(LISTED)
    )
    return [Moved.model_validate(dict(one)) for one in rows(db, found).mappings()]


def _move(sitting: Sitting, rules: str, zones: Zones) -> RuleMove | None:
    """What the rules do to it; it is moved with its end."""
    wall = sitting.day, sitting.clock_time, sitting.zone
    try:
        after = moment(*wall, second=sitting.is_second, zones=zones)
    except Rejected:
        after = None
    if after == sitting.starts_at:
        return None
    before, length = sitting.starts_at, sitting.ends_at - sitting.starts_at
    if after is not None:
        sitting.starts_at, sitting.ends_at = after, after + length
    return RuleMove(
        roundtable_id=sitting.roundtable_id,
        number=sitting.number,
        zone=sitting.zone,
        rules=rules,
        before=before,
        after=after,
    )


def _settle(db: Session, table: Roundtable, moves: Sequence[RuleMove]) -> None:
    """Its first start and last end follow, and calendars are sent anew."""
    here = db.exec(select(Sitting).where(col(Sitting.roundtable_id) == table.id)).all()
    table.starts_at = min(one.starts_at for one in here)
    table.ends_at = max(one.ends_at for one in here)
    db.add(table)
    db.flush()
    moved = [one for one in moves if one.roundtable_id == table.id and one.after is not None]
    if table.is_planned and moved:
        telling.tell_of_rules(db, table, moved[0].zone)


def _tell_conveners(db: Session, tables: Sequence[Roundtable], rules: str) -> None:
    conveners = select(Member.id).where(convenes(), taking_part())
    titles = "; ".join(table.title for table in tables[:NAMED])
    facts = {"rules": rules, "count": len(tables), "titles": titles}
    tell(db, db.exec(conveners), "roundtable.rules", ("roundtable", tables[0].id), facts)
