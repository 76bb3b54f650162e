"""Who may save searches, and share them. Pure."""

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.members.models import Actor

MOST = 30
"""Saved searches of one member."""


def may_save(me: Actor) -> Verdict:
    return YES if me.is_member else no(_("Only members can save a search."))


def may_share(me: Actor) -> Verdict:
    return YES if me.moderates else no(_("Only conveners can share a search."))
