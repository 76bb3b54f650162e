"""Who may see what is kept of searches. Pure."""

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.members.models import Actor


def may_see_gaps(me: Actor) -> Verdict:
    return YES if me.moderates else no(_("Only conveners see what is missing."))
