"""Who may take their data along, and who may go. Pure: no session, no clock, no request.

Everybody who can sign in may do both: applicants who wait or were refused, and the suspended.
"""

from datetime import datetime, timedelta

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.members.models import Actor
from backend.domain.own_data.models import Archive

PAUSE = timedelta(days=1)
"""How long after one archive the next can be asked for."""


def may_ask(me: Actor, last: Archive | None, now: datetime) -> Verdict:
    """Ask for the archive; `last` is the newest that was asked for."""
    if me.id is None:
        return no(_("Please sign in first."))
    if last is None or last.is_given_up or last.asked_at + PAUSE <= now:
        return YES
    if not last.is_ready:
        return no(_("Your archive is being made. You will get a letter when it is ready."))
    return no(_("You can ask for a new archive a day after the last one."))


def may_take(me: Actor, archive: Archive, now: datetime) -> Verdict:
    """Download it: whose it is, while it lasts."""
    unknown = no(_("There is no such archive."))
    if me.id is None or me.id != archive.member_id:
        return unknown
    return YES if archive.expires_at is not None and now < archive.expires_at else unknown


def may_erase(me: Actor, other_conveners: int) -> Verdict:
    if me.id is None:
        return no(_("Please sign in first."))
    # Not `moderates`: who has not confirmed with a passkey is the only convener all the same.
    if me.is_convener and me.is_member and other_conveners == 0:
        return no(_("You are the only convener. Please have somebody else made one before you go."))
    return YES


def is_sure(me: Actor, *, fresh: bool, has_passkey: bool) -> Verdict:
    """Whoever finds a browser open must neither end somebody's account nor carry their data away.

    Nor whoever reads their mail, where their role needs a passkey and they have one. `fresh` and
    `has_passkey` as for changing how one signs in.
    """
    if me.held_back and has_passkey:
        return no(_("Please confirm first with your passkey."))
    return YES if fresh else no(_("Please confirm first that it is you."))
