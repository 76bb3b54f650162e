"""Who may see and change an affiliation. Pure: no session, no clock, no request."""

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.affiliations import duties
from backend.domain.affiliations.models import Affiliation, Handover
from backend.domain.members.models import Actor
from backend.domain.members.policy import takes_part


def may_list(me: Actor) -> Verdict:
    """Conveners read of all cities who vouches for whom, a city's lead of that city."""
    if me.moderates or me.leads(me.city_id):
        return YES
    return no(_("Only conveners and the leads of cities can read this."))


def may_see(me: Actor, one: Affiliation) -> Verdict:
    """To open it by itself. The rule that `queries.visible_to` states in SQL."""
    if me.moderates or me.leads(one.city_id) or (me.id is not None and me.id == one.member_id):
        return YES
    return no(_("There is no such affiliation."))


def may_confirm(me: Actor, one: Affiliation) -> Verdict:
    """To vouch for somebody else, for the first time or again."""
    if not (me.moderates or me.leads(one.city_id)):
        return no(_("Only conveners and the city’s lead can confirm this."))
    if me.id == one.member_id:
        return no(_("Somebody else has to vouch for you."))
    return _is_open(one)


def may_refuse(me: Actor, one: Affiliation) -> Verdict:
    """To say no to what somebody claims."""
    if not (confirming := may_confirm(me, one)):
        return confirming
    if one.verified_at is not None:
        return no(_("This was verified. It can only be ended."))
    return YES


def may_remove(me: Actor, one: Affiliation, *, of_office: bool) -> Verdict:
    """To end it for somebody who has left.

    Leads do not put out each other, nor a convener: `of_office` says that it is one of them.
    """
    if not (confirming := may_confirm(me, one)):
        return confirming
    if of_office and not me.moderates:
        return no(_("Only conveners can end this for a lead or a convener."))
    return YES if one.verified_at is not None else no(_("Nobody has verified this yet."))


def may_claim(me: Actor) -> Verdict:
    """To say for whom one works too, or works now."""
    return YES if me.is_member else no(_("Only members can say for whom they work."))


def may_prove(me: Actor, one: Affiliation) -> Verdict:
    """To have a letter sent to the official address, and to use the link in it."""
    return _is_my_own(me, one)


def may_leave(me: Actor, one: Affiliation) -> Verdict:
    return _is_my_own(me, one)


def may_choose(me: Actor, one: Affiliation) -> Verdict:
    """To make it the one by which one acts and sees."""
    if not (own := _is_my_own(me, one)):
        return own
    if one.is_main:
        return no(_("You act for it already."))
    return YES if one.holds else no(_("Nobody vouches for this yet."))


def may_see_handover(me: Actor, item: Handover) -> Verdict:
    """What was left is for the city's people and who left it. `handovers.visible_to` in SQL."""
    ours = me.city_id is not None and me.city_id == item.city_id
    if me.moderates or (me.is_member and (ours or me.id == item.member_id)):
        return YES
    return no(_("There is nothing to take over here."))


def may_take(me: Actor, item: Handover) -> Verdict:
    """To keep from now on what somebody left: for the people of the city.

    Not so a role, which would be anybody's who works there: it is for whom a convener asked.
    """
    if not (taking_part := takes_part(me)):
        return taking_part
    if me.city_id != item.city_id or me.id == item.member_id:
        return no(_("Only colleagues of the city can take this over."))
    if not (waits := _waits(item)):
        return waits
    if duties.is_role(item.kind) and me.id != item.offered_to_id:
        return no(_("This is a role. A convener asks somebody to take it over."))
    if item.offered_to_id not in {None, me.id} and not me.leads(item.city_id):
        return no(_("It was offered to somebody else, who has not answered yet."))
    return YES


def may_decline(me: Actor, item: Handover) -> Verdict:
    if not me.is_member or me.id != item.offered_to_id:
        return no(_("It was not offered to you."))
    return _waits(item)


def may_offer(me: Actor, item: Handover) -> Verdict:
    """To ask one colleague: for who left it, the city's lead and conveners; a role, for these."""
    if duties.is_role(item.kind) and not me.moderates:
        return no(_("This is a role. A convener asks somebody to take it over."))
    if not (me.moderates or me.leads(item.city_id) or (me.is_member and me.id == item.member_id)):
        return no(_("Only who left it, the city’s lead and conveners can offer it to somebody."))
    return _waits(item)


def _waits(item: Handover) -> Verdict:
    return YES if item.is_open else no(_("Somebody has taken this over already."))


def _is_my_own(me: Actor, one: Affiliation) -> Verdict:
    if not me.is_member or me.id != one.member_id:
        return no(_("Only members themselves can do this for their affiliation."))
    return _is_open(one)


def _is_open(one: Affiliation) -> Verdict:
    return YES if one.is_open else no(_("This affiliation has ended."))
