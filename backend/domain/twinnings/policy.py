"""Who may do what to twinnings. Pure: no session, no clock, no request.

What two cities agreed on is for all members; what one only proposed, for the leads of both and
for conveners.
"""

from datetime import date
from uuid import UUID

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no, not_now
from backend.domain.members.models import Actor
from backend.domain.members.policy import takes_part
from backend.domain.twinnings.models import Twinning


def may_list(me: Actor) -> Verdict:
    return YES if me.is_member else no(_("Members read here what cities do together."))


def may_see(me: Actor, one: Twinning) -> Verdict:
    """The rule that `sight.visible_to` states in SQL; a test holds the two together."""
    unseen = no(_("There is no such twinning here."))
    if me.moderates:
        return YES
    if not me.is_member:
        return unseen
    if me.id == one.author_id:
        return YES
    if one.hidden_at is not None:
        return unseen
    return YES if one.agreed_at is not None or _leads_one(me, one) else unseen


def may_propose(me: Actor, city_id: UUID | None) -> Verdict:
    """To ask another city, for this one."""
    if not (taking_part := takes_part(me)):
        return taking_part
    if me.moderates or me.leads(city_id):
        return YES
    return no(_("Only the lead of a city and conveners can propose a twinning for it."))


def may_answer(me: Actor, one: Twinning, *, is_led: bool) -> Verdict:
    """To agree or to decline, for a city that is led by somebody, or by nobody.

    Conveners stand in for a lead that there isn't, but nobody answers what they asked themselves.
    """
    if not (taking_part := takes_part(me)):
        return taking_part
    if not me.leads(one.other_id):
        if is_led:
            return no(_("The lead of the city that was asked answers this."))
        if not me.moderates:
            return no(_("The city that was asked has no lead: a convener answers this."))
        if me.id == one.author_id or me.leads(one.city_id):
            return no(_("You ask here: another convener answers this."))
    return _waits(one)


def may_withdraw(me: Actor, one: Twinning) -> Verdict:
    if not (taking_part := takes_part(me)):
        return taking_part
    if not (me.moderates or me.leads(one.city_id)):
        return no(_("Only the city that asked can take this back."))
    return _waits(one)


def may_plan(me: Actor, one: Twinning) -> Verdict:
    """To change the shared plan."""
    if not (ours := _is_ours(me, one)):
        return ours
    return _lives(one)


def may_report(me: Actor, one: Twinning, today: date) -> Verdict:
    """To end it with a report, or to say that report better."""
    if not (ours := _is_ours(me, one)):
        return ours
    if one.closed_at is not None:
        return YES
    if (lives := _lives(one)) and today < one.starts_on:
        return not_now(_("This twinning has not begun yet. Until then it can be called off."))
    return lives


def may_call_off(me: Actor, one: Twinning, today: date) -> Verdict:
    """To let fall what was agreed, before its first day; later, a report ends it."""
    if not (ours := _is_ours(me, one)):
        return ours
    if (lives := _lives(one)) and today >= one.starts_on:
        return not_now(_("This twinning has begun: a report ends it."))
    return lives


def _is_ours(me: Actor, one: Twinning) -> Verdict:
    if not (taking_part := takes_part(me)):
        return taking_part
    if _leads_one(me, one):
        return YES
    return no(_("Only the leads of the two cities can do this."))


def _leads_one(me: Actor, one: Twinning) -> bool:
    return me.leads(one.city_id) or me.leads(one.other_id)


def _waits(one: Twinning) -> Verdict:
    return YES if one.is_proposed else not_now(_("This was answered or taken back already."))


def _lives(one: Twinning) -> Verdict:
    if one.agreed_at is None:
        return not_now(_("The two cities have not agreed yet."))
    return YES if one.is_alive else not_now(_("This twinning has ended."))
