"""Whose first steps are shown. Pure."""

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.members.models import Actor


def may_put_away(me: Actor) -> Verdict:
    return YES if me.is_member else no(_("The first steps are for members."))
