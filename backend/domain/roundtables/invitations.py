"""What calendars are told of a roundtable: entries that keep their names for ever.

A file to download holds the sitting that the reader comes to, or all of them while nobody knows.
What is sent by letter is always about one sitting: mail programs take only one at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from backend.core.calendar_file import (
    Answer,
    Attendee,
    Entry,
    Method,
    Sender,
    Status,
    calendar_text,
    uid_of,
)
from backend.core.i18n import _
from backend.core.times import zone
from backend.domain.members.models import Member
from backend.domain.roundtables.models import Roundtable, Seat, Sitting
from backend.domain.roundtables.rows import NOWHERE

ANSWERS = {"yes": Answer.YES, "maybe": Answer.MAYBE, "no": Answer.NO}


@dataclass(frozen=True, slots=True)
class Invitation:
    """One roundtable for one reader's calendar."""

    sender: Sender
    table: Roundtable
    sittings: Sequence[Sitting]
    url: str
    """Where it can be read."""
    reader: Member | None = None
    seat: Seat | None = None
    """What the reader answered."""
    link: str = ""
    """How to join, for those who may know."""
    knows_room: bool = True
    """Under the Chatham House Rule outsiders learn neither where it is nor whose clock it keeps."""

    def file(self) -> str:
        """The file to download. Of what was cancelled it takes a member's entry away."""
        stamp = self.table.changed_at
        if self.table.cancelled_at and self.reader and len(self._theirs()) == 1:
            return self._sent(Method.CANCEL, stamp)
        return calendar_text([self._entry(one, stamp) for one in self._theirs()], Method.PUBLISH)

    def letter(self, method: Method, stamp: datetime) -> str | None:
        """What a letter carries; nothing while the reader has to choose between sittings."""
        return self._sent(method, stamp) if len(self._theirs()) == 1 else None

    def _theirs(self) -> list[Sitting]:
        if self.seat is None or self.seat.answer != "yes":
            return list(self.sittings)
        return [one for one in self.sittings if one.number == self.seat.sitting]

    def _sent(self, method: Method, stamp: datetime) -> str:
        return calendar_text([self._entry(self._theirs()[0], stamp, self._attendee())], method)

    def _attendee(self) -> Attendee | None:
        if self.reader is None:
            return None
        answer = ANSWERS[self.seat.answer] if self.seat else Answer.NOT_YET
        if self.seat and self.seat.is_waiting:
            answer = Answer.MAYBE
        return Attendee(self.reader.name, self.reader.email, answer)

    def _entry(self, one: Sitting, stamp: datetime, attendee: Attendee | None = None) -> Entry:
        return entry(
            self.sender,
            self.table,
            one,
            self.url,
            stamp,
            link=self.link,
            attendee=attendee,
            knows_room=self.knows_room,
            home=self.reader.zone if self.reader else NOWHERE,
        )


class Told(Protocol):
    """What an entry says of a roundtable: the roundtable itself, or a row with so much of it."""

    @property
    def id(self) -> UUID: ...
    @property
    def title(self) -> str: ...
    @property
    def purpose(self) -> str: ...
    @property
    def venue(self) -> str: ...
    @property
    def sequence(self) -> int: ...
    @property
    def cancelled_at(self) -> datetime | None: ...


class Held(Protocol):
    """What it says of a sitting."""

    @property
    def number(self) -> int: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def zone(self) -> str: ...


def entry(
    sender: Sender,
    table: Told,
    one: Held,
    url: str,
    stamp: datetime,
    *,
    link: str = "",
    attendee: Attendee | None = None,
    is_sure: bool = True,
    longest: int | None = None,
    knows_room: bool = True,
    home: str = NOWHERE,
) -> Entry:
    """A sitting as calendars keep it: always by the same name, whichever file it comes in.

    `home` is the zone by whose clock its hour is told to who may not know whose the meeting keeps.
    """
    purpose = table.purpose
    if longest is not None and len(purpose) > longest:
        purpose = f"{purpose[:longest].rstrip()}…"
    joining = [_("Join here: {link}", link=link)] if link else []
    standing = Status.CONFIRMED if is_sure else Status.TENTATIVE
    return Entry(
        uid=uid_of(table.id, sender.host, one.number),
        sequence=table.sequence,
        stamp=stamp,
        starts=one.starts_at,
        ends=one.ends_at,
        zone=one.zone if knows_room else NOWHERE,
        summary=table.title,
        organizer=sender.person,
        description="\n\n".join(
            [
                purpose,
                _by_the_clock(one.starts_at, one.zone if knows_room else home),
                *joining,
                _("Agenda and answers: {address}", address=url),
            ]
        ),
        url=url,
        location=_place(table, link) if knows_room else "",
        status=Status.CANCELLED if table.cancelled_at else standing,
        attendee=attendee,
    )


def _by_the_clock(moment: datetime, named: str) -> str:
    """The hour and whose clock shows it, in words: the rest of a file names zones to machines."""
    shown = f"{moment.astimezone(zone(named)):%H:%M}"
    if named == NOWHERE:
        return _("Begins at {time} UTC.", time=shown)
    place = named.rpartition("/")[2].replace("_", " ")
    given = {"time": shown, "place": place, "zone": named}
    return _("Begins at {time} by the clock in {place} ({zone}).", **given)


def _place(table: Told, link: str) -> str:
    return table.venue or link or _("Online")
