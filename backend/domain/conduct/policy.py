"""Who keeps the pages that bind everybody, and who accepts them. Everybody may read them. Pure."""

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.members.models import Actor


def may_keep(me: Actor) -> Verdict:
    """To publish a new version, or to add a translation."""
    if me.moderates:
        return YES
    return no(_("This page is kept by the conveners. Write to one of them if it should change."))


def may_accept(me: Actor) -> Verdict:
    if me.is_member:
        return YES
    return no(_("Members accept this page. Please sign in, or join."))
