"""Who attaches what to a meeting, and who sees it. Pure, as `policy` is."""

from collections.abc import Collection
from datetime import datetime

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.members.models import Actor
from backend.domain.members.policy import takes_part
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.policy import Room, has_begun, runs


def may_open(me: Actor, table: Roundtable, room: Room) -> Verdict:
    """To see what belongs to a meeting: members; under the Chatham House Rule the room."""
    if runs(me, table):
        return YES
    if not (taking_part := takes_part(me)):
        return taking_part
    if table.chatham_house and not room.is_seated:
        return no(_("Under the Chatham House Rule, its papers stay among those who come."))
    return YES


def may_attach(me: Actor, table: Roundtable, sort: str, now: datetime) -> Verdict:
    """Papers as soon as it is planned; slides and recordings once it has begun."""
    if not (running := may_keep(me, table)) or sort == "paper":
        return running
    if table.chatham_house and sort == "recording":
        return no(_("Under the Chatham House Rule nothing is recorded: it tells who said what."))
    if not has_begun(table, now):
        return no(_("Slides and recordings are attached once it has begun."))
    return YES


def may_keep(me: Actor, table: Roundtable) -> Verdict:
    """To attach anything at all, and to take it away again."""
    if not (taking_part := takes_part(me)):
        return taking_part
    if not runs(me, table):
        return no(_("Who runs the meeting attaches what belongs to it."))
    return YES if table.is_on else no(_("This roundtable doesn’t take place."))


def is_shown(sort: str, says: Collection[str], consent_by: str) -> bool:
    """Whether members see it: who is in it has consented, each who was asked, and somebody was.

    One no hides it, whoever else gave their consent in whatever way.
    """
    if sort == "paper":
        return True
    return all(one == "yes" for one in says) and bool(says or consent_by)
