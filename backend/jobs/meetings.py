"""What a letter about a roundtable adds: when it is by the reader's clock, and for their calendar."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from backend.core import clock
from backend.core.calendar_file import Method, Sender
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.notifications.models import Letter
from backend.domain.roundtables import policy, queries
from backend.domain.roundtables.invitations import Invitation
from backend.domain.roundtables.models import Roundtable
from backend.kit import moments

METHODS = {"request": Method.REQUEST, "cancel": Method.CANCEL}


@dataclass(frozen=True, slots=True)
class Meeting:
    lines: Sequence[str] = ()
    """Each sitting: "Thu 3 December, 15:00–16:30 in Bristol"."""
    method: str = ""
    calendar: str = ""
    """The calendar file, if the letter carries one, and what it asks."""


def meeting(db: Session, letter: Letter, sender: Sender, url: str) -> Meeting:
    """What this letter adds; nothing if it is about something else."""
    if letter.kind != "roundtable" or letter.recipient_id is None or letter.subject_id is None:
        return Meeting()
    reader = db.get_one(Member, letter.recipient_id)
    table = db.get(Roundtable, letter.subject_id)
    if table is None or not policy.may_see(reader, table):
        return Meeting()
    sittings = queries.sittings(db, table)
    room = queries.room(db, reader, table)
    lines = [moments.span(one.starts_at, one.ends_at, *_clock(db, reader)) for one in sittings]
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
    )
    text = invitation.letter(method, letter.written_at)
    return Meeting(lines, method.value, text) if text else Meeting(lines)


def _clock(db: Session, reader: Member) -> tuple[str, str]:
    """The reader's zone, and the place whose clock that is."""
    city = db.get(City, reader.city_id) if reader.city_id else None
    if city is not None and city.zone == reader.zone:
        return reader.zone, city.name
    return reader.zone, moments.place_of(reader.zone)
