"""Who may endorse whom, and undo it. Pure: no session, no clock, no request.

An endorsement is seen where its topic is: by whom the endorsed member lets see what they can help
with, as long as they say that they can, and both take part.
"""

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.endorsements.models import Endorsement
from backend.domain.members.audience import shows
from backend.domain.members.distance import NEAR, Distance
from backend.domain.members.models import Actor, Member
from backend.domain.members.policy import may_see as may_see_member
from backend.domain.members.policy import takes_part


def may_see(
    me: Actor,
    endorsement: Endorsement,
    member: Member,
    author: Member,
    *,
    declared: bool,
    apart: bool = False,
) -> Verdict:
    """The rule that `sight.visible_to` states in SQL; a test holds the two together.

    `declared`: whether the member still says that they can help; `apart`: whether one of the two
    has blocked the other.
    """
    unseen = no(_("There is no such thing here."))
    if not endorsement.stands or not (member.is_member and author.is_member):
        return unseen
    if endorsement.hidden_at and not (me.moderates or me.id == endorsement.author_id):
        return unseen
    if apart or not declared or not shows(member.audience, "can_help", me, member.city_id):
        return unseen
    return YES if may_see_member(me, member) else unseen


def may_endorse(
    me: Actor, member: Member, distance: Distance = NEAR, *, declared: bool = True
) -> Verdict:
    """`declared`: whether they say, to me, that they can help with the topic."""
    if not me.is_member:
        return no(_("Only members can endorse somebody."))
    if me.id == member.id:
        return no(_("This is you. Others can say that you can help."))
    if not member.is_member:
        return no(_("This person does not take part at the moment."))
    if distance.apart:
        blocked = _("You have blocked this person.")
        return no(blocked if distance.blocked else _("You can’t endorse this person."))
    if not declared:
        return no(_("This person does not say that they can help with this."))
    return takes_part(me)


def may_withdraw(me: Actor, endorsement: Endorsement) -> Verdict:
    if not me.is_member or me.id != endorsement.author_id:
        return no(_("Only who said it can take it back."))
    return YES if endorsement.stands else no(_("This was taken back already."))


def may_remove(me: Actor, endorsement: Endorsement) -> Verdict:
    if not me.is_member or me.id != endorsement.member_id:
        return no(_("Only the endorsed person can remove this."))
    return YES if endorsement.stands else no(_("This was removed already."))
