"""Who may do what to twinnings. Pure: no session, no clock, no request.

What two cities agreed on is for all members; what one only proposed, for the leads of both and
for conveners.
"""

from uuid import UUID

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
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


def may_answer(me: Actor, one: Twinning) -> Verdict:
    """To agree or to decline."""
    if not (taking_part := takes_part(me)):
        return taking_part
    if not me.leads(one.other_id):
        return no(_("The lead of the city that was asked answers this."))
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
    if one.agreed_at is None:
        return no(_("The two cities have not agreed yet."))
    return YES if one.closed_at is None else no(_("This twinning has ended."))


def may_report(me: Actor, one: Twinning) -> Verdict:
    """To end it with a report, or to say that report better."""
    if not (ours := _is_ours(me, one)):
        return ours
    return YES if one.agreed_at is not None else no(_("The two cities have not agreed yet."))


def _is_ours(me: Actor, one: Twinning) -> Verdict:
    if not (taking_part := takes_part(me)):
        return taking_part
    if _leads_one(me, one):
        return YES
    return no(_("Only the leads of the two cities can do this."))


def _leads_one(me: Actor, one: Twinning) -> bool:
    return me.leads(one.city_id) or me.leads(one.other_id)


def _waits(one: Twinning) -> Verdict:
    return YES if one.is_proposed else no(_("This was answered or taken back already."))
