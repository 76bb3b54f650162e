"""Who says how a roundtable was. Pure, as `policy` is."""

from datetime import datetime, timedelta

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.members.models import Actor
from backend.domain.members.policy import takes_part
from backend.domain.roundtables import policy
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.policy import Room

OPEN_FOR = timedelta(days=30)


def may_give(me: Actor, table: Roundtable, room: Room, now: datetime) -> Verdict:
    """To say how it was: for those who had a seat, for a month."""
    if not (taking_part := takes_part(me)):
        return taking_part
    if not room.is_seated or not table.is_on:
        return no(_("Those who had a seat say how it was."))
    if not policy.is_over(table, now):
        return no(_("You are asked when it is over."))
    if table.ends_at is not None and now > table.ends_at + OPEN_FOR:
        return no(_("The time to say how it was is over."))
    return YES
