"""Who says who was there, and who is told of it. Pure, as `policy` is."""

from datetime import datetime, timedelta

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.members.models import Actor
from backend.domain.members.policy import takes_part
from backend.domain.roundtables.models import Roundtable, Seat
from backend.domain.roundtables.policy import Room, has_begun, runs

OPENS = timedelta(minutes=30)
"""So long before it begins people can check in."""


def may_check_in(
    me: Actor, table: Roundtable, seat: Seat | None, span: tuple[datetime, datetime], now: datetime
) -> Verdict:
    """To say that one is there: with a seat, from shortly before one's sitting until its end.

    `span` is when that sitting is.
    """
    if not (taking_part := takes_part(me)):
        return taking_part
    if not table.is_on or table.hidden_at is not None:
        return no(_("This roundtable doesn’t take place."))
    if seat is None or not seat.is_seated:
        return no(_("Those who have a seat check in here."))
    if now < span[0] - OPENS:
        return no(_("You can check in half an hour before it begins."))
    if now > span[1]:
        return no(_("It is over. Who runs the meeting can still mark that you were there."))
    return YES


def may_take(me: Actor, table: Roundtable, now: datetime) -> Verdict:
    """To mark who is there, from shortly before it begins; afterwards too."""
    if not (taking_part := takes_part(me)):
        return taking_part
    if not runs(me, table):
        return no(_("Who was there is marked by those who run the meeting."))
    if not table.is_on:
        return no(_("This roundtable doesn’t take place."))
    if table.starts_at is None or now < table.starts_at - OPENS:
        return no(_("You can mark who is there half an hour before it begins."))
    return YES


def may_see_counts(me: Actor, table: Roundtable, room: Room, now: datetime) -> Verdict:
    """How many came from which regions; under the Chatham House Rule only the room may know."""
    if runs(me, table):
        return YES
    if not (taking_part := takes_part(me)):
        return taking_part
    if not table.is_on or not has_begun(table, now):
        return no(_("It hasn’t been held yet."))
    if table.chatham_house and not room.is_seated:
        return no(_("Under the Chatham House Rule, who came stays among those who came."))
    return YES
