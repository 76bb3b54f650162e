"""Everybody reads the glossary, conveners keep it. Pure."""

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.members.models import Actor


def may_keep(me: Actor) -> Verdict:
    return YES if me.moderates else no(_("Only conveners can do this."))
