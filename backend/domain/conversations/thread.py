"""What the two wrote to each other, and what they learned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import rows
from backend.core.pages import PAGE, Page, as_key, cut
from backend.domain.conversations import standing
from backend.domain.conversations.models import Conversation, Learning, Message
from backend.domain.conversations.sight import messages_visible_to
from backend.domain.members.models import Actor, Member


@dataclass(frozen=True, slots=True)
class MessageRow:
    id: UUID
    author_id: UUID
    body: str
    language: str
    posted_at: datetime
    hidden_at: datetime | None


def messages(
    db: Session, me: Actor, conversation: Conversation, before: str = ""
) -> Page[MessageRow]:
    """The newest messages, in the order in which they were written; older ones page by page."""
    wanted = (
        columns(
            col(Message.id),
            col(Message.author_id),
            col(Message.body),
            col(Message.language),
            col(Message.posted_at),
            col(Message.hidden_at),
        )
        .where(col(Message.conversation_id) == conversation.id, messages_visible_to(me))
        .order_by(col(Message.id).desc())
        .limit(PAGE + 1)
    )
    if key := as_key(before):
        wanted = wanted.where(col(Message.id) < key)
    page = cut([MessageRow(*found) for found in rows(db, wanted)], lambda row: str(row.id))
    return Page(page.items[::-1], page.next_key)


def learned(db: Session, me: Member, conversation: Conversation) -> Sequence[Learning]:
    """What both wrote that I may read: mine, and the other's once it is unsealed."""
    found = db.exec(select(Learning).where(col(Learning.conversation_id) == conversation.id)).all()
    since = min((written.written_at for written in found), default=clock.now())
    unsealed = len(found) > 1 or clock.now() >= since + standing.UNSEALED
    if unsealed:
        return found
    return [written for written in found if written.member_id == me.id]
