"""Blocking somebody: nothing is agreed between the two any more."""

from sqlmodel import Session, and_, col, or_, select

from backend.core import clock
from backend.domain.conversations import meeting
from backend.domain.conversations.models import Conversation
from backend.domain.members import blocks
from backend.domain.members.models import Member


def block(db: Session, me: Member, other: Member) -> None:
    """Cancel what we agreed on, and keep apart from then on. The other hears of the first alone."""
    ours = or_(
        and_(col(Conversation.author_id) == me.id, col(Conversation.asked_id) == other.id),
        and_(col(Conversation.author_id) == other.id, col(Conversation.asked_id) == me.id),
    )
    coming = select(Conversation).where(
        ours, col(Conversation.cancelled_at).is_(None), col(Conversation.starts_at) > clock.now()
    )
    for one in db.exec(coming.with_for_update()).all():
        meeting.call_off(db, me, one)
    blocks.block(db, me, other)
