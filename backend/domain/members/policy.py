"""Who may see whom, and change what. Pure: no session, no clock, no request.

A profile shows its reader the fields whose audience they belong to. Visitors see it only while its
name is public and its member takes part; members see every member, those suspended too, since what
they wrote stays. The directory, which sorts and counts people by their fields, is for members.
"""

from uuid import UUID

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.members.audience import shows
from backend.domain.members.distance import NEAR, Distance
from backend.domain.members.models import Actor, Member


def may_see(me: Actor, member: Member) -> Verdict:
    """The rule that `queries.visible_to` states in SQL; a test holds the two together."""
    unseen = no(_("There is no such person here."))
    if member.erased_at is not None:
        return unseen
    if me.id == member.id:
        return YES
    if member.admitted_at is None:
        return unseen
    if me.is_member:
        return YES
    takes_part = member.suspended_at is None
    return YES if takes_part and shows(member.audience, "name", me, member.city_id) else unseen


def takes_part(me: Actor) -> Verdict:
    """To write: to post, answer, share, sign up, or speak for one's city."""
    if me.is_member and not me.conduct_due:
        return YES
    if me.is_member:
        return no(
            _(
                "Our rules have changed. Please read and accept them first: the link is at the top of every page."
            )
        )
    if me.suspended_at is not None:
        return no(_("Your membership is suspended, so you can only read what is public."))
    if me.is_admitted:
        return no(_("Please confirm first with your passkey."))
    if me.id is not None:
        return no(_("You can take part as soon as you have been admitted."))
    return no(_("Please sign in to take part."))


def acts_for_city(me: Actor, otherwise: str) -> Verdict:
    """Whether somebody vouches for the city that this member would speak for.

    A lapsed affiliation takes the city away, and with it all that a city's people see and do;
    `otherwise` is the sentence for who never had one.
    """
    if me.city_id is not None:
        return YES
    if me.unverified_since is not None:
        return no(
            _(
                "Nobody vouches at the moment for the city you work for. "
                "Renew your affiliation in your settings to act for it again."
            )
        )
    return no(otherwise)


def may_list(me: Actor) -> Verdict:
    if me.is_member:
        return YES
    if me.suspended_at is not None:
        return no(_("Your membership is suspended, so you can only read what is public."))
    if me.is_admitted:
        return no(_("Please confirm first with your passkey."))
    if me.id is not None:
        return no(_("You can meet people here as soon as you have been admitted."))
    return no(_("Members find each other here. Please sign in, or join."))


def may_edit(me: Actor, member: Member) -> Verdict:
    if me.is_member and me.id == member.id:
        return YES
    if me.is_admitted and me.id == member.id:
        return no(_("Please confirm first with your passkey."))
    if me.id is not None and me.id == member.id and me.suspended_at is None:
        return no(_("You can change your profile as soon as you have been admitted."))
    return no(_("Only members themselves can change their profile."))


def may_read_names(me: Actor) -> Verdict:
    """What names were before is for those who look into impostors, and for nobody else."""
    return YES if me.moderates else no(_("Only conveners can do this."))


def may_decide_name(me: Actor, member_id: UUID) -> Verdict:
    """Whether a name may stand that could be another's: for a convener whose name it isn't."""
    if not me.moderates:
        return no(_("Only conveners can do this."))
    return no(_("This is your own name: another convener decides.")) if me.id == member_id else YES


def may_follow(me: Actor, member: Member, distance: Distance = NEAR) -> Verdict:
    if not me.is_member:
        return no(_("Only members can follow somebody."))
    if me.id == member.id:
        return no(_("This is you."))
    if distance.blocked:
        return no(_("You have blocked this person."))
    return no(_("You can’t follow this person.")) if distance.apart else YES


def may_keep_away(me: Actor, member: Member) -> Verdict:
    """To mute or block somebody, or to take that back."""
    if not me.is_member:
        return no(_("Only members can do this."))
    return no(_("This is you.")) if me.id == member.id else YES


def may_change_ways(me: Actor, *, fresh: bool, has_passkey: bool = False) -> Verdict:
    """Add to or take from the ways in which I sign in, or let a program in.

    Whoever finds a browser open must not make themselves at home: `fresh` says that its owner
    signed in just now. And where a role needs a passkey, who reads somebody's mail must not get
    round it by adding one of their own.
    """
    if not me.is_admitted:
        return no(_("You can change this as soon as you take part as a member."))
    if me.held_back and has_passkey:
        return no(_("Please confirm first with your passkey."))
    if not fresh:
        return no(_("Please confirm first that it is you."))
    return YES
