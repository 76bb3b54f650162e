"""Answers to a request: a time is chosen, others are offered, it is put off, declined, withdrawn.

Who acts holds the conversation's row until the end of the transaction, so of two who act at once
the second finds what the first has done.
"""

from datetime import UTC, datetime, time, timedelta

from sqlmodel import Session

from backend.core import clock
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.links import checked
from backend.core.times import moment
from backend.domain.conversations import offers, policy, queries, standing, telling
from backend.domain.conversations.drafts import AcceptanceDraft, LaterDraft, TimesDraft
from backend.domain.conversations.models import Conversation
from backend.domain.members.models import Member

LATEST = timedelta(days=92)


def hold(db: Session, one: Conversation) -> None:
    """Keep others from changing it until this transaction ends, and see what they did."""
    db.flush()
    db.refresh(one, with_for_update={"key_share": True})


def accept(db: Session, me: Member, one: Conversation, draft: AcceptanceDraft) -> Conversation:
    """Choose one of the times: it becomes a meeting in both calendars, and the thread opens."""
    hold(db, one)
    now = clock.now()
    closed = queries.is_closed(db, me, one)
    policy.may_accept(me, one, now, is_closed=closed).insist()
    starts_at = draft.starts_at.astimezone(UTC)
    if starts_at not in offers.moments_of(one.offers):
        raise Rejected({"starts_at": _("Please choose one of the times that are offered.")})
    if starts_at <= now:
        raise Rejected({"starts_at": _("This time has passed. Please choose a later one.")})
    one.link = checked(draft.link) if draft.link else one.link
    one.starts_at, one.ends_at = starts_at, starts_at + timedelta(minutes=one.minutes)
    one.zone, one.accepted_at, one.stirred_at = one.offers_zone, now, now
    one.until = one.ends_at + standing.RESTING
    one.declined_at, one.remind_at, one.changed_at = None, None, now
    db.add(one)
    db.flush()
    other = db.get_one(Member, one.other_id(me.id))
    telling.tell(db, one, me, other, "conversation.accepted", in_any_case=True, **telling.REQUEST)
    telling.confirm(db, one, me, other, "conversation.confirmed", **telling.REQUEST)
    return one


def propose(db: Session, me: Member, one: Conversation, draft: TimesDraft) -> Conversation:
    """Offer other times; the other one chooses now."""
    hold(db, one)
    now = clock.now()
    closed = queries.is_closed(db, me, one)
    policy.may_propose(me, one, now, is_closed=closed).insist()
    one.offers, one.offers_zone = offers.offered(draft, me.zone), me.zone
    one.offered_by_asked = not one.is_author(me.id)
    one.rounds += 1
    one.stirred_at, one.until = now, max(one.until, now + standing.ANSWERABLE)
    if one.offered_by_asked:
        one.put_off_until, one.remind_at, one.declined_at = None, None, None
    db.add(one)
    db.flush()
    telling.tell(db, one, me, db.get_one(Member, one.other_id(me.id)), "conversation.proposed")
    return one


def put_off(db: Session, me: Member, one: Conversation, draft: LaterDraft) -> Conversation:
    """Say that I will come back to it, and be reminded on that day."""
    hold(db, one)
    now = clock.now()
    closed = queries.is_closed(db, me, one)
    policy.may_decide(me, one, now, is_closed=closed).insist()
    if not timedelta(0) < draft.day - now.date() <= LATEST:
        raise Rejected({"day": _("Choose a day within the next three months.")})
    at = _morning(draft, me.zone)
    one.put_off_until, one.remind_at, one.declined_at = at, at, None
    one.stirred_at, one.until = now, max(one.until, at + standing.AFTER_PUT_OFF)
    db.add(one)
    db.flush()
    telling.tell(db, one, me, db.get_one(Member, one.other_id(me.id)), "conversation.later")
    return one


def decline(db: Session, me: Member, one: Conversation) -> Conversation:
    """Let it be, silently: for who asked it stays as unanswered as it was, in every respect."""
    hold(db, one)
    closed = queries.is_closed(db, me, one)
    policy.may_decide(me, one, clock.now(), is_closed=closed).insist()
    one.declined_at, one.remind_at = clock.now(), None
    db.add(one)
    return one


def withdraw(db: Session, me: Member, one: Conversation) -> Conversation:
    """Take my request back. It vanishes for the other."""
    hold(db, one)
    policy.may_withdraw(me, one, clock.now()).insist()
    one.withdrawn_at = one.stirred_at = clock.now()
    db.add(one)
    return one


def _morning(draft: LaterDraft, zone: str) -> datetime:
    """Nine o'clock of that day there: no zone's clocks change between nine and five."""
    return moment(draft.day, time(9), zone)
