"""Lists of conversations, one of them with who the other is, and its messages."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, bindparam, literal, tuple_
from sqlalchemy import or_ as either
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import UtcDateTime, rows
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.core.pages import PAGE, Page, cut
from backend.domain.conversations.models import Conversation, Message
from backend.domain.conversations.rows import (
    PEER,
    ConversationRow,
    Peer,
    closed,
    made,
    other_id,
    peer,
    rows_of,
    with_other,
)
from backend.domain.conversations.sight import mine
from backend.domain.members.blocks import heard_by
from backend.domain.members.models import Actor, Member
from backend.domain.members.readers import made_once
from backend.domain.moderation.models import Report

Show: TypeAlias = Literal["asked", "asking", "running", "done"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_LARGEST = 2**53


@dataclass(frozen=True, slots=True)
class Opened:
    """A conversation, who the other is, and whether anything more can be said in it."""

    conversation: Conversation
    other: Peer
    is_closed: bool
    email: str
    """The other's address, if they show it here."""


def one(db: Session, me: Actor, slug: str) -> Conversation:
    """One of my conversations; NotFound for all others."""
    found = db.exec(select(Conversation).where(col(Conversation.slug) == slug, mine(me))).first()
    if found is None:
        raise _nowhere()
    return found


def opened(db: Session, me: Actor, slug: str) -> Opened:
    """The same with who the other is: one query."""
    wanted = (
        with_other(me, Conversation, col(Member.email), *PEER)
        .add_columns(closed(me).label("closed"))
        .where(col(Conversation.slug) == slug, mine(me))
    )
    found: Any = rows(db, wanted).first()
    if found is None:
        raise _nowhere()
    conversation: Conversation = found.Conversation
    shared = (
        conversation.asked_shares_email
        if conversation.is_author(me.id)
        else conversation.author_shares_email
    )
    is_shut = bool(found.closed)
    email = found.email if shared and not is_shut else ""
    return Opened(conversation, peer(found, me), is_shut, email)


def is_closed(db: Session, me: Actor, conversation: Conversation) -> bool:
    """Whether the two keep apart, or the other takes part no more."""
    wanted = with_other(me, closed(me)).where(col(Conversation.id) == conversation.id)
    return bool(rows(db, wanted).scalar_one())


def reported(db: Session, me: Actor, slug: str) -> tuple[str, UUID] | None:
    """What of others' conversation a convener was shown by a report, if anything."""
    inside = columns(col(Conversation.id)).where(col(Conversation.slug) == slug, ~mine(me))
    within = columns(col(Message.id)).where(col(Message.conversation_id).in_(inside))
    wanted = (
        columns(col(Report.kind), col(Report.subject_id))
        .where(
            either(
                and_(col(Report.kind) == "conversation", col(Report.subject_id).in_(inside)),
                and_(col(Report.kind) == "message", col(Report.subject_id).in_(within)),
            )
        )
        .order_by(col(Report.id).desc())
        .limit(1)
    )
    found = rows(db, wanted).first() if me.moderates else None
    return (found[0], found[1]) if found else None


def listed(db: Session, me: Actor, show: Show, after: str = "") -> Page[ConversationRow]:
    """Mine of one sort, what stirred last first."""
    wanted = rows_of(me).where(_SORTS[show](me, clock.now()))
    place = tuple_(col(Conversation.stirred_at), col(Conversation.id))
    if after:
        wanted = wanted.where(place < _moment(after))
    wanted = wanted.order_by(col(Conversation.stirred_at).desc(), col(Conversation.id).desc())
    return cut(made(db, me, wanted.limit(PAGE + 1)), _key)


def between(db: Session, me: Actor, other_id: UUID) -> str:
    """The slug of what the two of us have open, while there can be no second; empty without one."""
    wanted = (
        columns(col(Conversation.slug))
        .where(of_two(me.id, other_id, clock.now()))
        .order_by(col(Conversation.id))
        .limit(1)
    )
    found = rows(db, wanted).first() if me.id else None
    return str(found[0]) if found else ""


def of_two(one: UUID | None, other: UUID, now: datetime) -> ColumnElement[bool]:
    """A request or a conversation between two people that stands."""
    return and_(
        either(
            and_(col(Conversation.author_id) == one, col(Conversation.asked_id) == other),
            and_(col(Conversation.author_id) == other, col(Conversation.asked_id) == one),
        ),
        col(Conversation.withdrawn_at).is_(None),
        col(Conversation.until) > now,
    )


def waiting(db: Session, me: Member, limit: int = 3) -> list[ConversationRow]:
    """What waits for my answer, for my desk: not from whom I have muted."""
    return made(db, me, _waiting_for(me, limit))


@made_once
def _waiting_for(me: Actor, limit: int) -> Select[*tuple[Any, ...]]:
    """When it is now, `made` says."""
    now = bindparam("now", type_=UtcDateTime())
    put_off = col(Conversation.put_off_until)
    return (
        rows_of(me)
        .where(
            _open(now),
            heard_by(me, other_id(me)),
            either(
                and_(
                    col(Conversation.asked_id) == me.id,
                    col(Conversation.offered_by_asked).is_(False),
                    col(Conversation.declined_at).is_(None),
                    either(put_off.is_(None), put_off <= now),
                ),
                and_(
                    col(Conversation.author_id) == me.id,
                    col(Conversation.offered_by_asked).is_(True),
                ),
            ),
        )
        .order_by(col(Conversation.stirred_at).desc())
        .limit(limit)
    )


def _nowhere() -> NotFound:
    return NotFound(_("There is no such conversation."))


def _open(now: Any) -> ColumnElement[bool]:
    """`standing.is_open` in SQL."""
    return and_(
        col(Conversation.accepted_at).is_(None),
        col(Conversation.withdrawn_at).is_(None),
        col(Conversation.until) > now,
    )


def _running(now: datetime) -> ColumnElement[bool]:
    return and_(col(Conversation.accepted_at).is_not(None), col(Conversation.until) > now)


def _asked(me: Actor, now: datetime) -> ColumnElement[bool]:
    return and_(
        col(Conversation.asked_id) == me.id, _open(now), col(Conversation.declined_at).is_(None)
    )


def _asking(me: Actor, now: datetime) -> ColumnElement[bool]:
    return and_(col(Conversation.author_id) == me.id, _open(now))


def _done(me: Actor, now: datetime) -> ColumnElement[bool]:
    return and_(~_asked(me, now), ~_asking(me, now), ~_running(now))


_SORTS: dict[str, Any] = {
    "asked": _asked,
    "asking": _asking,
    "running": lambda _me, now: _running(now),
    "done": _done,
}


def _key(row: ConversationRow) -> str:
    return f"{(row.stirred_at - _EPOCH) // _TICK}.{row.id.hex}"


def _moment(after: str) -> Any:
    number, _dot, last = after.partition(".")
    try:
        place = int(number), UUID(last)
    except ValueError:
        place = None
    if place is None or not 0 <= place[0] < _LARGEST:
        raise NotFound(_("This list has no such page."))
    at = literal(_EPOCH + place[0] * _TICK, UtcDateTime())
    return tuple_(at, literal(place[1], Uuid()))
