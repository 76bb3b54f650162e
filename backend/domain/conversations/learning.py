"""What the two learned from talking: each writes once, sealed until both have, or two weeks on."""

from sqlmodel import Session, col, select

from backend.core import clock
from backend.domain.conversations import policy, telling
from backend.domain.conversations.answering import hold
from backend.domain.conversations.drafts import LearningDraft
from backend.domain.conversations.models import Conversation, Learning
from backend.domain.members.models import Member


def learn(db: Session, me: Member, one: Conversation, draft: LearningDraft) -> Learning:
    """Say what I learned, and whether it may be told to others."""
    hold(db, one)
    before = db.exec(select(Learning).where(col(Learning.conversation_id) == one.id)).all()
    has_written = any(written.member_id == me.id for written in before)
    policy.may_learn(me, one, clock.now(), has_written=has_written).insist()
    made = Learning(
        conversation_id=one.id, member_id=me.id, words=draft.words, telling=draft.telling
    )
    db.add(made)
    one.stirred_at = clock.now()
    if before:
        one.until = clock.now()
    db.add(one)
    db.flush()
    if before:
        other = db.get_one(Member, one.other_id(me.id))
        telling.tell(db, one, me, other, "conversation.learned")
    return made
