"""The private thread: writing, reading, and showing one's e-mail address there."""

from datetime import timedelta

from sqlmodel import Session, col, func, or_, select

from backend.core import clock
from backend.domain.conversations import policy, queries, standing, telling
from backend.domain.conversations.answering import hold
from backend.domain.conversations.drafts import MessageDraft
from backend.domain.conversations.models import Conversation, Message
from backend.domain.members import pace
from backend.domain.members.models import Member

TWICE = timedelta(minutes=1)
"""So soon after each other the same words are one message that was sent twice."""


def write(db: Session, me: Member, one: Conversation, draft: MessageDraft) -> Message:
    """Write to the other. A letter says so, once until they have read what is there."""
    hold(db, one)
    policy.may_write(me, one, is_closed=queries.is_closed(db, me, one)).insist()
    if (same := _just_written(db, me, one, draft.body)) is not None:
        return same
    pace.insist(db, me, Message)
    other = db.get_one(Member, one.other_id(me.id))
    is_first = not _unread(db, one, of=me)
    made = Message(
        conversation_id=one.id, author_id=me.id, body=draft.body, language=draft.language
    )
    db.add(made)
    now = clock.now()
    one.stirred_at, one.until = now, max(one.until, now + standing.RESTING)
    _mark(one, me)
    db.add(one)
    db.flush()
    telling.tell(db, one, me, other, "conversation.message", by_mail=is_first)
    return made


def read(db: Session, me: Member, one: Conversation) -> Conversation:
    """I have read all that is there. The other isn't told."""
    _mark(one, me)
    db.add(one)
    return one


def share_email(db: Session, me: Member, one: Conversation, *, said: bool) -> Conversation:
    """Show the other my e-mail address here, or hide it again."""
    hold(db, one)
    if said:
        policy.may_write(me, one, is_closed=queries.is_closed(db, me, one)).insist()
    if one.is_author(me.id):
        one.author_shares_email = said
    else:
        one.asked_shares_email = said
    db.add(one)
    return one


def _just_written(db: Session, me: Member, one: Conversation, body: str) -> Message | None:
    """A form sent twice writes once: the newest message, if it is mine and says the same."""
    newest = (
        select(Message)
        .where(col(Message.conversation_id) == one.id)
        .order_by(col(Message.id).desc())
        .limit(1)
    )
    found = db.exec(newest).first()
    if found is None or found.posted_at < clock.now() - TWICE:
        return None
    return found if (found.author_id, found.body) == (me.id, body) else None


def _mark(one: Conversation, me: Member) -> None:
    if one.is_author(me.id):
        one.author_read_at = clock.now()
    else:
        one.asked_read_at = clock.now()


def _unread(db: Session, one: Conversation, *, of: Member) -> int:
    """How many messages of this member the other has not read yet."""
    read_at = one.asked_read_at if one.is_author(of.id) else one.author_read_at
    later = col(Message.posted_at) > read_at if read_at else col(Message.id).is_not(None)
    counted = select(func.count()).select_from(Message)
    return db.exec(
        counted.where(
            col(Message.conversation_id) == one.id, col(Message.author_id) == of.id, or_(later)
        )
    ).one()
