"""What is told in its own time: of tomorrow's meeting, of what was put off, of an end, of learning.

Each is told once, however many workers there are: a row is held while it is looked at.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from backend.core import clock
from backend.domain.conversations import telling
from backend.domain.conversations.models import Conversation
from backend.domain.members import blocks
from backend.domain.members.models import Member

AT_ONCE = 100
DAY = timedelta(days=1)
STALE = timedelta(days=7)
"""What nobody was told for so long, since no worker ran, isn't told any more."""


def remind(db: Session) -> int:
    """Tell all that is due; how many things that were."""
    return _soon(db) + _put_off(db) + _ended(db) + _over(db)


def _soon(db: Session) -> int:
    """The meeting is within a day: by each one's own clock, and without a word if it just came up."""
    now = clock.now()
    found = _held(
        db,
        col(Conversation.starts_at) > now,
        col(Conversation.starts_at) <= now + DAY,
        col(Conversation.cancelled_at).is_(None),
        col(Conversation.reminded_at).is_(None),
    )
    for one in found:
        one.reminded_at = now
        if one.changed_at <= now - timedelta(hours=12):
            _tell_each(db, one, "conversation.soon")
    return len(found)


def _put_off(db: Session) -> int:
    now = clock.now()
    found = _held(db, col(Conversation.remind_at) <= now)
    for one in found:
        asker, asked = _both(db, one)
        one.remind_at = None
        if one.withdrawn_at is None and one.until > now and _may_meet(db, asker, asked):
            telling.tell(db, one, asker, asked, "conversation.put_off", in_any_case=True)
    return len(found)


def _ended(db: Session) -> int:
    """Nobody answered in time, or not so that who asked would know of it."""
    now = clock.now()
    found = _held(
        db,
        col(Conversation.until) <= now,
        col(Conversation.until) > now - STALE,
        col(Conversation.accepted_at).is_(None),
        col(Conversation.withdrawn_at).is_(None),
        col(Conversation.end_told_at).is_(None),
    )
    for one in found:
        one.end_told_at = now
        asker, asked = _both(db, one)
        telling.tell(db, one, asked, asker, "conversation.ended", in_any_case=True)
    return len(found)


def _over(db: Session) -> int:
    now = clock.now()
    found = _held(
        db,
        col(Conversation.ends_at) <= now,
        col(Conversation.ends_at) > now - STALE,
        col(Conversation.cancelled_at).is_(None),
        col(Conversation.over_told_at).is_(None),
    )
    for one in found:
        one.over_told_at = now
        _tell_each(db, one, "conversation.over")
    return len(found)


def _held(db: Session, *conditions: ColumnElement[bool]) -> list[Conversation]:
    wanted = select(Conversation).where(*conditions).order_by(col(Conversation.id)).limit(AT_ONCE)
    return list(db.exec(wanted.with_for_update(skip_locked=True)))


def _both(db: Session, one: Conversation) -> tuple[Member, Member]:
    return db.get_one(Member, one.author_id), db.get_one(Member, one.asked_id)


def _tell_each(db: Session, one: Conversation, event: str) -> None:
    asker, asked = _both(db, one)
    if _may_meet(db, asker, asked):
        telling.tell(db, one, asker, asked, event, in_any_case=True)
        telling.tell(db, one, asked, asker, event, in_any_case=True)


def _may_meet(db: Session, one: Member, other: Member) -> bool:
    return one.is_member and other.is_member and not blocks.are_apart(db, one.id, other.id)
