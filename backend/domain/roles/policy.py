"""Who gives roles. Pure: no session, no clock, no request."""

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.members.models import Actor
from backend.domain.roles.models import RoleGrant


def may_grant(me: Actor) -> Verdict:
    """To read who holds what, to give a role and to end one."""
    return YES if me.moderates else no(_("Only conveners give roles."))


def may_end(me: Actor, grant: RoleGrant) -> Verdict:
    if not (granting := may_grant(me)):
        return granting
    return YES if grant.ended_at is None else no(_("This role has ended already."))
