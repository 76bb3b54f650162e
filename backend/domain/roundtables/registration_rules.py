"""Who answers the questions to those who come, and who reads which answers. Pure, as `policy` is."""

from datetime import datetime

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.members.models import Actor
from backend.domain.members.policy import takes_part
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.policy import Room, is_over, may_edit, runs


def may_register(me: Actor, table: Roundtable, room: Room, now: datetime) -> Verdict:
    """To say what one needs and brings: whoever said yes or maybe, until it is over."""
    if not (taking_part := takes_part(me)):
        return taking_part
    if not table.is_on or table.hidden_at is not None or is_over(table, now):
        return no(_("Nobody is expected at this meeting any more."))
    if room.seat is None or room.seat.answer == "no":
        return no(_("Say first that you will be there."))
    return YES


def may_put_questions(me: Actor, table: Roundtable, now: datetime) -> Verdict:
    """To choose what those who come are asked."""
    if not (editing := may_edit(me, table)):
        return editing
    return no(_("This roundtable is over.")) if is_over(table, now) else YES


def may_read(me: Actor, table: Roundtable) -> Verdict:
    """What everybody answered, save what they need."""
    if not (taking_part := takes_part(me)):
        return taking_part
    if runs(me, table):
        return YES
    return no(_("What people answer is for those who run the meeting."))


def may_read_needs(me: Actor, table: Roundtable) -> Verdict:
    """What people need tells of their health: for who called the meeting, and for its host."""
    if not (reading := may_read(me, table)):
        return reading
    if table.author_id == me.id or me.holds("host", table.id):
        return YES
    return no(_("What people need is read by who called the meeting, and by its host."))
