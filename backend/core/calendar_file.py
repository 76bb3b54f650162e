"""Calendar files (iCalendar, RFC 5545 and 5546) from plain facts.

`calendar_text(entries, method)`: PUBLISH for a file to download or a feed; REQUEST for an
invitation by mail, and again, with a higher `sequence`, for every change of it; CANCEL, higher
still, to take it back. An entry keeps its `uid` (`uid_of`) through all of them: that is how
calendars know what to replace.

An invitation goes to one attendee at a time, so that nobody learns from a file who else comes;
answers are given on the pages, so calendars aren't asked to send them (RSVP=FALSE). PUBLISH names
no attendee.

Words are made harmless (control characters and stray line breaks go); identifiers and addresses
that hold any are Rejected. Times are written on the wall clock of the entry's zone, with the zone's
rules, and in UTC where the wall clock shows the same hour twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from icalendar import Calendar, Event, vCalAddress, vDuration

from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.text import one_line, prose
from backend.core.times import zone
from backend.core.zone_rules import rules_for

MADE_BY = "-//Open Cities//Meetings//EN"
ASK_AGAIN = timedelta(hours=4)
_END = "END:VCALENDAR"
_LINE_BREAKS = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n"))


class Method(StrEnum):
    """What the file asks of the calendar that reads it."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Status(StrEnum):
    """Whether the meeting stands."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class Answer(StrEnum):
    """What an attendee has said."""

    NOT_YET = "NEEDS-ACTION"
    YES = "ACCEPTED"
    MAYBE = "TENTATIVE"
    NO = "DECLINED"


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Who calendars think it comes from: the network, never a member's own address."""

    host: str
    person: Person


@dataclass(frozen=True, slots=True)
class Attendee(Person):
    answer: Answer = Answer.NOT_YET


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting, or one sitting of it."""

    uid: str
    sequence: int  # 0 at first, one more with every change that was sent
    stamp: datetime  # when these facts were written down
    starts: datetime  # any aware time
    ends: datetime
    zone: str  # IANA; on whose wall clock it is written
    summary: str
    organizer: Person
    description: str = ""
    url: str = ""
    location: str = ""
    status: Status = Status.CONFIRMED
    attendee: Attendee | None = None


def uid_of(meeting: UUID, host: str, sitting: int = 0) -> str:
    """The name of a sitting in everybody's calendars, for ever."""
    return f"{meeting}-{sitting}@{host}"


def calendar_text(entries: Sequence[Entry], method: Method, *, name: str = "") -> str:
    """The file; `name` is what a feed is called in the list of calendars."""
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    if name:
        calendar.calendar_name = one_line(name)
        calendar.add("refresh-interval", vDuration(ASK_AGAIN), {"value": "DURATION"})
        calendar.add("x-published-ttl", vDuration(ASK_AGAIN))
    for zone_name in sorted({entry.zone for entry in entries if not _in_utc(entry)}):
        there = [entry for entry in entries if entry.zone == zone_name]
        first, last = min(e.starts for e in there), max(e.ends for e in there)
        calendar.add_component(rules_for(zone_name, first, last))
    before, end, after = str(calendar.to_ical(), "utf-8").rpartition(_END)
    return "".join((before, *(_event_text(entry, method) for entry in entries), end, after))


@lru_cache(maxsize=2_000)
def _event_text(entry: Entry, method: Method) -> str:
    """Kept, since calendars ask for the same entries again and again."""
    return str(_event(entry, method).to_ical(), "utf-8")


def _event(entry: Entry, method: Method) -> Event:
    event = Event()
    rules = UTC if _in_utc(entry) else zone(entry.zone)
    event.add("uid", _address("uid", entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("dtstart", entry.starts.astimezone(rules))
    event.add("dtend", entry.ends.astimezone(rules))
    event.add("summary", one_line(entry.summary))
    if entry.description:
        event.add("description", prose(entry.description.translate(_LINE_BREAKS)))
    if entry.location:
        event.add("location", one_line(entry.location))
    if entry.url:
        event.add("url", _address("url", entry.url))
    event.add("organizer", _person(entry.organizer))
    if method is not Method.PUBLISH:
        event.add("attendee", _attendee(entry))
    cancelled = method is Method.CANCEL
    event.add("status", (Status.CANCELLED if cancelled else entry.status).value)
    event.add("transp", "OPAQUE")
    return event


def _in_utc(entry: Entry) -> bool:
    """Whether the wall clock can't tell these times from others: it shows them a second time."""
    rules = zone(entry.zone)
    return entry.zone == "UTC" or any(
        moment.astimezone(rules).fold for moment in (entry.starts, entry.ends)
    )


def _person(person: Person) -> vCalAddress:
    address = vCalAddress(f"mailto:{_address('email', person.email)}")
    if called := one_line(person.name).replace('"', "'"):  # Outlook can't read a quoted quote
        address.params["CN"] = called
    return address


def _attendee(entry: Entry) -> vCalAddress:
    if entry.attendee is None:
        message = "an invitation, or its end, is for somebody"
        raise ValueError(message)
    address = _person(entry.attendee)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = entry.attendee.answer.value
    address.params["RSVP"] = "FALSE"
    return address


def _address(field: str, address: str) -> str:
    """As it is; Rejected where it would run into the next line of the file."""
    if not address.isprintable() or any(c.isspace() for c in address):
        raise Rejected({field: _("This address holds a space or an invisible character.")})
    return address
