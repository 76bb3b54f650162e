"""Who may report, and who decides. Pure: no session, no clock, no request."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.members.models import Actor
from backend.domain.subjects import Glance, Kind, Subject


def may_report(me: Actor, glance: Glance) -> Verdict:
    """Whoever takes part may report what they can see, but not their own words."""
    if not me.is_member:
        return no(_("Only members can report something."))
    if me.id in {glance.author_id, glance.id}:
        return no(_("This is your own."))
    return YES


def may_moderate(me: Actor) -> Verdict:
    return YES if me.moderates else no(_("Only conveners can do this."))


def may_decide(
    me: Actor, glance: Glance, reporters: Collection[UUID] = (), *, is_alone: bool = False
) -> Verdict:
    """Nobody judges their own words, nor what was said of themselves, nor what they accuse others of.

    `reporters` have open reports of it; `is_alone`: no other convener could decide in their place.
    """
    if not me.moderates:
        return no(_("Only conveners can do this."))
    if me.id in {glance.author_id, glance.id}:
        return no(_("This is your own, so another convener decides."))
    if me.id in reporters and not is_alone:
        return no(_("You reported this yourself, so another convener decides."))
    return YES


def may_hide(me: Actor, kind: Kind, thing: Any) -> Verdict:
    """Conveners hide what can be hidden: words and things, not people or cities."""
    if not me.moderates:
        return no(_("Only conveners can hide something."))
    if not issubclass(kind.model, Subject):
        return no(_("This cannot be hidden."))
    return no(_("This is hidden already.")) if thing.hidden_at else YES


def may_restore(me: Actor, kind: Kind, thing: Any) -> Verdict:
    if not me.moderates:
        return no(_("Only conveners can restore something."))
    if not issubclass(kind.model, Subject) or thing.hidden_at is None:
        return no(_("This is not hidden."))
    return YES
