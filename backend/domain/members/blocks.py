"""Members who keep apart: who has blocked whom, and of whom somebody wants to hear no more.

A **block** holds both ways, whoever said it: the two can't ask each other to talk, write to each
other, follow or endorse each other, and aren't suggested or listed to each other. A **mute** is
one's own: one hears no more of somebody. Neither is ever told to the other, and neither hides what
is there for every member to read. What was there before, such as following, sleeps and comes back
when a block is taken back.

Everything rests on these rows and these conditions, so whoever reaches a person asks here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    exists,
    func,
    literal,
    or_,
    true,
    tuple_,
    union_all,
)
from sqlalchemy import select as columns
from sqlmodel import Field, Session, SQLModel, col

from backend.core import clock
from backend.core.db import UtcDateTime, rows
from backend.core.pages import PAGE, Page, as_key, cut
from backend.domain.members import policy
from backend.domain.members.distance import NEAR, Distance
from backend.domain.members.models import Actor, Member


class Block(SQLModel, table=True):
    """A member who wants to have nothing to do with another."""

    __tablename__ = "block"

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    other_id: UUID = Field(foreign_key="member.id", primary_key=True, index=True)
    since: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class Mute(SQLModel, table=True):
    """A member who wants to hear no more of another."""

    __tablename__ = "mute"

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    other_id: UUID = Field(foreign_key="member.id", primary_key=True, index=True)
    since: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


def block(db: Session, me: Member, other: Member) -> None:
    """Have nothing to do with somebody from now on. Saying it twice is saying it once."""
    policy.may_keep_away(me, other).insist()
    if db.get(Block, (me.id, other.id)) is None:
        db.add(Block(member_id=me.id, other_id=other.id))
        db.flush()


def unblock(db: Session, me: Member, other: Member) -> None:
    _take_back(db, me, db.get(Block, (me.id, other.id)), other)


def mute(db: Session, me: Member, other: Member) -> None:
    """Hear no more of somebody. Saying it twice is saying it once."""
    policy.may_keep_away(me, other).insist()
    if db.get(Mute, (me.id, other.id)) is None:
        db.add(Mute(member_id=me.id, other_id=other.id))
        db.flush()


def unmute(db: Session, me: Member, other: Member) -> None:
    _take_back(db, me, db.get(Mute, (me.id, other.id)), other)


@dataclass(frozen=True, slots=True)
class KeptAway:
    """Somebody whom a member has blocked or muted."""

    id: UUID
    slug: str
    name: str
    blocked: bool
    muted: bool


def kept_away(db: Session, me: Member, after: str = "") -> Page[KeptAway]:
    """Whom I have blocked or muted, by name."""
    # From whom I named, not from everybody: few are named, and everybody may be many.
    named = union_all(_named_in(Block, me), _named_in(Mute, me)).subquery()
    kept = (
        columns(
            named.c.other_id,
            func.max(named.c.blocked).label("blocked"),
            func.max(named.c.muted).label("muted"),
        )
        .group_by(named.c.other_id)
        .subquery()
    )
    wanted = (
        columns(*(col(Member.id), col(Member.slug), col(Member.name)), kept.c.blocked, kept.c.muted)
        .join(kept, kept.c.other_id == col(Member.id))
        .where(col(Member.erased_at).is_(None))
        .order_by(col(Member.folded), col(Member.id))
        .limit(PAGE + 1)
    )
    if key := as_key(after):
        name = columns(col(Member.folded)).where(col(Member.id) == key).scalar_subquery()
        wanted = wanted.where(
            tuple_(col(Member.folded), col(Member.id)) > tuple_(name, literal(key))
        )
    found = [
        KeptAway(one.id, one.slug, one.name, bool(one.blocked), bool(one.muted))
        for one in rows(db, wanted)
    ]
    return cut(found, lambda one: str(one.id))


def _named_in(kept: type[Block] | type[Mute], me: Member) -> Select[*tuple[Any, ...]]:
    return columns(
        col(kept.other_id),
        literal(int(kept is Block)).label("blocked"),
        literal(int(kept is Mute)).label("muted"),
    ).where(col(kept.member_id) == me.id)


def distance(db: Session, me: Actor, other_id: UUID) -> Distance:
    """How I stand to somebody: one query, where I am not the one."""
    if not isinstance(me, Member) or me.id == other_id:
        return NEAR
    asked = columns(
        exists().where(col(Block.member_id) == me.id, col(Block.other_id) == other_id),
        exists().where(col(Mute.member_id) == me.id, col(Mute.other_id) == other_id),
        between(literal(me.id), literal(other_id)),
    )
    return Distance(*map(bool, rows(db, asked).one()))


def are_apart(db: Session, one_id: UUID, other_id: UUID) -> bool:
    """Whether either has blocked the other."""
    return bool(rows(db, columns(between(literal(one_id), literal(other_id)))).scalar_one())


def between(one: Any, other: Any) -> ColumnElement[bool]:
    """Whether two members, each a column or a literal, are apart."""
    said = and_(col(Block.member_id) == one, col(Block.other_id) == other)
    heard = and_(col(Block.member_id) == other, col(Block.other_id) == one)
    return columns(literal(1)).select_from(Block).where(or_(said, heard)).exists()


def near(me: Actor, member: Any) -> ColumnElement[bool]:
    """The members, by this column of their ids, from whom I am not apart: for lists of people."""
    if me.id is None:
        return true()
    return or_(member.is_(None), member.not_in(_apart_from(me.id)))


def heard_by(me: Actor, member: Any) -> ColumnElement[bool]:
    """Those of whom I want to hear, too: for what a list shows me unasked."""
    if me.id is None:
        return true()
    muted = columns(col(Mute.other_id)).where(col(Mute.member_id) == me.id)
    return and_(near(me, member), or_(member.is_(None), member.not_in(muted)))


def hearing(by: UUID, recipients: Iterable[UUID]) -> ColumnElement[bool]:
    """Of these members, the condition for those who want to hear of what this one does."""
    muting = columns(col(Mute.member_id)).where(col(Mute.other_id) == by)
    return and_(
        col(Member.id).in_(set(recipients)),
        col(Member.id).not_in(muting),
        col(Member.id).not_in(_apart_from(by)),
    )


def _apart_from(member_id: UUID) -> CompoundSelect[*tuple[Any, ...]]:
    """Whom this member has blocked, and by whom they are blocked."""
    return union_all(
        columns(col(Block.other_id)).where(col(Block.member_id) == member_id),
        columns(col(Block.member_id)).where(col(Block.other_id) == member_id),
    )


def _take_back(db: Session, me: Member, kept: Block | Mute | None, other: Member) -> None:
    policy.may_keep_away(me, other).insist()
    if kept is not None:
        db.delete(kept)
        db.flush()
