"""What a letter about a roundtable adds: when it is by the reader's clock, and for their calendar."""

from sqlmodel import Session

from backend.core import clock
from backend.core.calendar_file import Sender
from backend.domain.members.models import Member
from backend.domain.notifications.models import Letter
from backend.domain.roundtables import policy, queries
from backend.domain.roundtables.invitations import Invitation
from backend.domain.roundtables.models import Roundtable, Seat, Sitting
from backend.jobs.calendars import METHODS, Meeting, clock_of
from backend.kit import moments


def meeting(db: Session, letter: Letter, sender: Sender, url: str) -> Meeting:
    """What this letter adds; nothing if it is about something else."""
    if letter.kind != "roundtable" or letter.recipient_id is None or letter.subject_id is None:
        return Meeting()
    reader = db.get_one(Member, letter.recipient_id)
    table = db.get(Roundtable, letter.subject_id)
    if table is None or not policy.may_see(reader, table):
        return Meeting()
    room = queries.room(db, reader, table)
    sittings = _theirs(queries.sittings(db, table), letter, room.seat)
    lines = [moments.span(one.starts_at, one.ends_at, *clock_of(db, reader)) for one in sittings]
    method = METHODS.get(letter.facts.get("calendar", ""))
    if method is None:
        return Meeting(lines)
    may_join = policy.may_have_link(reader, table, room, clock.now())
    invitation = Invitation(
        sender,
        table,
        sittings,
        url,
        reader=reader,
        seat=room.seat,
        link=table.joining_link if may_join else "",
        knows_room=bool(policy.may_see_cities(reader, table, room)),
    )
    text = invitation.letter(method, letter.written_at)
    return Meeting(lines, method.value, text, "roundtable.ics") if text else Meeting(lines)


def _theirs(sittings: list[Sitting], letter: Letter, seat: Seat | None) -> list[Sitting]:
    """A reminder speaks only of the sitting to which the reader comes."""
    if letter.event != "roundtable.soon" or seat is None or seat.answer != "yes":
        return sittings
    return [one for one in sittings if one.number == seat.sitting]
