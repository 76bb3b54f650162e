"""Who may read and decide applications. Pure: no session, no clock, no request."""

from datetime import datetime

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.joining.invitations import Invitation
from backend.domain.joining.models import Application
from backend.domain.members.models import Actor, Member


def may_list(me: Actor) -> Verdict:
    """Conveners read all applications, a city's lead those for that city."""
    if me.moderates or me.leads(me.city_id):
        return YES
    return no(_("Only conveners and the leads of cities can read applications."))


def may_see(me: Actor, application: Application, applicant: Member) -> Verdict:
    """The same rule as `queries.visible_to` states in SQL; a test holds the two together."""
    if application.member_id is None:
        return no(_("There is no such application."))
    if me.moderates or me.leads(applicant.city_id) or me.id == applicant.id:
        return YES
    return no(_("There is no such application."))


def may_decide(me: Actor, application: Application, applicant: Member) -> Verdict:
    if not (me.moderates or me.leads(applicant.city_id)):
        return no(_("Only conveners and the city’s lead can decide this."))
    if me.id == applicant.id:
        return no(_("You cannot decide your own application."))
    if application.decided_at is not None:
        return no(_("This has been decided already."))
    return YES


def may_withdraw(me: Actor, application: Application) -> Verdict:
    """Whoever asked to join may think again, as long as nobody has decided."""
    if me.id is None or me.id != application.member_id:
        return no(_("Only who asked to join can take it back."))
    if application.decided_at is not None:
        return no(_("This has been decided already."))
    return YES


def may_answer(me: Actor, application: Application) -> Verdict:
    """Say what those who decide wanted to know, as long as they have not decided."""
    if me.id is None or me.id != application.member_id:
        return no(_("Only who asked to join can answer this."))
    if application.decided_at is not None:
        return no(_("This has been decided already."))
    return YES


def may_ask(me: Actor) -> Verdict:
    """Have a say in what applicants are asked."""
    return YES if me.moderates else no(_("Only conveners can change the questions."))


def may_choose_city(me: Actor) -> Verdict:
    """Say which city an applicant works for: a lead admits to their own and to no other."""
    return YES if me.moderates else no(_("Only conveners can choose the city."))


def may_remember(me: Actor, application: Application) -> Verdict:
    """Whether admitting this applicant may make the e-mail domain the city's own.

    As on the city's page, conveners decide: it opens the door to all who write from it.
    """
    if not me.moderates:
        return no(_("Only conveners can change a city’s e-mail domains."))
    if application.waits_for == "unknown_domain":
        return YES
    return no(_("This e-mail domain cannot be taken for the city’s own."))


def may_invite(me: Actor) -> Verdict:
    return YES if me.is_member else no(_("Only members can invite somebody."))


def may_invite_many(me: Actor) -> Verdict:
    """Send whole lists: each line of one admits on the sender's word."""
    return YES if me.moderates else no(_("Only conveners can invite from a list."))


def may_list_invitations(me: Actor) -> Verdict:
    return YES if me.moderates else no(_("Only conveners can read everybody’s invitations."))


def may_withdraw_invitation(me: Actor, invitation: Invitation) -> Verdict:
    if not (me.moderates or (me.is_member and me.id == invitation.inviter_id)):
        return no(_("Only who sent this invitation and conveners can change it."))
    if not invitation.is_open:
        return no(_("This invitation has been used or withdrawn."))
    return YES


def may_renew(me: Actor, invitation: Invitation, yesterday: datetime) -> Verdict:
    """Send it once more: not twice a day, whoever asks."""
    mine = may_withdraw_invitation(me, invitation)
    if mine and invitation.sent_at > yesterday:
        return no(_("It was sent within the last day. Please give it some time."))
    return mine


def may_vouch(me: Actor, invitation: Invitation) -> Verdict:
    """Let an invitation admit at once, or only recommend."""
    if not me.moderates:
        return no(_("Only conveners can say whether an invitation admits."))
    if not invitation.is_open:
        return no(_("This invitation has been used or withdrawn."))
    return YES
