"""The meeting that two people agreed on: another time or place, and that it is off."""

from datetime import timedelta

from sqlmodel import Session

from backend.core import clock
from backend.core.links import checked
from backend.domain.conversations import offers, policy, queries, standing, telling
from backend.domain.conversations.answering import hold
from backend.domain.conversations.drafts import MeetingDraft
from backend.domain.conversations.models import Conversation
from backend.domain.members.models import Member


def move(db: Session, me: Member, one: Conversation, draft: MeetingDraft) -> Conversation:
    """Another time on my clock, or another place. What was cancelled is on again."""
    hold(db, one)
    now = clock.now()
    closed = queries.is_closed(db, me, one)
    policy.may_move(me, one, now, is_closed=closed).insist()
    starts_at = offers.on_the_wall(draft, me.zone)
    link = checked(draft.link) if draft.link else ""
    is_same = (starts_at, draft.minutes, link) == (one.starts_at, one.minutes, one.link)
    if is_same and one.cancelled_at is None:
        return one
    one.starts_at, one.ends_at = starts_at, starts_at + timedelta(minutes=draft.minutes)
    one.minutes, one.link, one.zone = draft.minutes, link, me.zone
    one.cancelled_at, one.reminded_at, one.stirred_at = None, None, now
    one.until = one.ends_at + standing.RESTING
    other = db.get_one(Member, one.other_id(me.id))
    telling.tell_both(db, one, me, other, "conversation.moved", **telling.REQUEST)
    return one


def cancel(db: Session, me: Member, one: Conversation) -> Conversation:
    """The meeting is off; the thread stays."""
    hold(db, one)
    policy.may_cancel(me, one, clock.now()).insist()
    call_off(db, me, one)
    return one


def call_off(db: Session, me: Member, one: Conversation) -> None:
    """Take the meeting out of both calendars."""
    one.cancelled_at = one.stirred_at = clock.now()
    one.until = clock.now() + standing.RESTING
    other = db.get_one(Member, one.other_id(me.id))
    telling.tell_both(db, one, me, other, "conversation.cancelled", **telling.CANCEL)
