"""Who may say that somebody is of no use to them. Pure: no session, no clock, no request."""

from backend.core.i18n import _
from backend.core.verdict import Verdict, no
from backend.domain.members.models import Actor, Member
from backend.domain.members.policy import takes_part


def may_pass_over(me: Actor, other: Member) -> Verdict:
    """To have somebody no longer suggested to oneself, for one thing."""
    if me.id == other.id:
        return no(_("This is you."))
    return takes_part(me)


def may_look(me: Actor) -> Verdict:
    """To be told who can help."""
    return takes_part(me)
