"""Who may do what in conversations. Pure: no session, no clock, no request.

`is_closed` says that the two keep apart, or that the other takes part no more: one sentence for
all of it, so that nobody learns who has blocked whom.
"""

from datetime import datetime

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.conversations import standing
from backend.domain.conversations.models import MOST_ROUNDS, Conversation
from backend.domain.members.distance import NEAR, Distance
from backend.domain.members.models import Actor, Member
from backend.domain.members.policy import takes_part


def may_ask(me: Actor, other: Member, distance: Distance = NEAR) -> Verdict:
    """To ask somebody to talk."""
    if not (taking_part := takes_part(me)):
        return taking_part
    if me.id == other.id:
        return no(_("This is you."))
    if distance.blocked:
        return no(_("You have blocked this person."))
    if distance.apart or not other.is_member:
        return no(_("You can’t ask this person to talk at the moment."))
    return YES


def is_party(me: Actor, one: Conversation) -> bool:
    return me.is_member and me.id in {one.author_id, one.asked_id}


def may_accept(me: Actor, one: Conversation, now: datetime, *, is_closed: bool) -> Verdict:
    """To take one of the times that the other offers."""
    if not (allowed := _may_answer(me, one, now, is_closed=is_closed)):
        return allowed
    if not standing.has_turn(one, is_author=one.is_author(me.id)):
        return no(_("Your own times stand. The other one chooses among them."))
    return YES


def may_propose(me: Actor, one: Conversation, now: datetime, *, is_closed: bool) -> Verdict:
    """To offer other times in place of those that the other offers."""
    if not (allowed := may_accept(me, one, now, is_closed=is_closed)):
        return allowed
    if one.rounds >= MOST_ROUNDS:
        return no(_("You have offered times to each other often enough. Please choose one."))
    return YES


def may_decide(me: Actor, one: Conversation, now: datetime, *, is_closed: bool) -> Verdict:
    """To put a request off or to decline it: for who was asked, while the times are the other's."""
    if one.is_author(me.id):
        return no(_("This is your own request."))
    return may_accept(me, one, now, is_closed=is_closed)


def may_withdraw(me: Actor, one: Conversation, now: datetime) -> Verdict:
    if not is_party(me, one) or not one.is_author(me.id):
        return no(_("Only who asked can withdraw a request."))
    if one.accepted_at is not None:
        return no(_("It is agreed already. You can cancel the meeting."))
    return YES if standing.is_open(one, now) else no(_("This request has ended."))


def may_write(me: Actor, one: Conversation, *, is_closed: bool) -> Verdict:
    """To write to the other, or to show them one's e-mail address."""
    if not is_party(me, one) or one.accepted_at is None:
        return no(_("You can write to each other once you have agreed to talk."))
    if not (taking_part := takes_part(me)):
        return taking_part
    return no(_("This conversation is closed.")) if is_closed else YES


def may_move(me: Actor, one: Conversation, now: datetime, *, is_closed: bool) -> Verdict:
    """To change the time or the place of the meeting, or to agree on another one."""
    if not (allowed := may_write(me, one, is_closed=is_closed)):
        return allowed
    if standing.is_over(one, now):
        return no(_("You have met already. To talk again, ask again."))
    return YES


def may_cancel(me: Actor, one: Conversation, now: datetime) -> Verdict:
    """The meeting: also of what is closed."""
    if not is_party(me, one) or one.accepted_at is None:
        return no(_("There is no meeting to cancel."))
    if one.cancelled_at is not None:
        return no(_("The meeting is cancelled already."))
    if one.starts_at is not None and one.starts_at <= now:
        return no(_("The meeting has begun already."))
    return YES


def may_learn(me: Actor, one: Conversation, now: datetime, *, has_written: bool) -> Verdict:
    """To say what one has learned, once, after having met."""
    if not is_party(me, one) or not standing.is_over(one, now):
        return no(_("You can say what you learned when you have met."))
    if has_written:
        return no(_("You have said what you learned already."))
    return takes_part(me)


def _may_answer(me: Actor, one: Conversation, now: datetime, *, is_closed: bool) -> Verdict:
    if not is_party(me, one):
        return no(_("There is no such conversation."))
    if not (taking_part := takes_part(me)):
        return taking_part
    if one.accepted_at is not None:
        return no(_("This is agreed already."))
    if not standing.is_open(one, now):
        return no(_("This request has ended."))
    return no(_("This can’t be agreed at the moment.")) if is_closed else YES
