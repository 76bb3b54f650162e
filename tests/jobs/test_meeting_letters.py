"""Letters about roundtables: the time by the reader's clock, and what their calendar understands."""

from datetime import timedelta
from email.message import EmailMessage

import icalendar
import pytest
from sqlmodel import Session, col, select

from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.notifications.models import Letter
from backend.domain.roundtables import actions, timing
from backend.domain.roundtables.drafts import CancelDraft
from backend.domain.roundtables.models import Roundtable
from backend.jobs.writing import Desk
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import LINK, Meetings, times

DAY = timedelta(days=1)


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def ana(make: Make) -> Member:
    city = make.city("Wellington", zone="Pacific/Auckland", country="NZ")
    return make.member("Ana", city_id=city.id, zone="Pacific/Auckland")


@pytest.fixture
def table(db: Session, meetings: Meetings, make: Make, ana: Member) -> Roundtable:
    city = db.get_one(City, ana.city_id)
    return meetings.planned(make.convener(name="Ruth"), cities=[city], at=[NOON + DAY])


def sent(db: Session, desk: Desk, event: str) -> EmailMessage:
    letter = db.exec(
        select(Letter).where(col(Letter.event) == event).order_by(col(Letter.id).desc())
    ).first()
    assert letter is not None
    return desk.write(db, letter)


def parts(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk() if not part.is_multipart()]


def words(message: EmailMessage) -> str:
    """Everything that it says, in all its parts."""
    said = (part.get_payload(decode=True) for part in message.walk() if not part.is_multipart())
    return "\n".join(part.decode() for part in said if isinstance(part, bytes))


def event_of(message: EmailMessage) -> tuple[str, icalendar.Event]:
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            calendar = icalendar.Calendar.from_ical(part.get_content())
            assert isinstance(calendar, icalendar.Calendar)
            assert part.get_param("method") == calendar["METHOD"]
            return str(calendar["METHOD"]), calendar.events[0]
    raise AssertionError(parts(message))


def test_an_invitation_says_when_by_the_readers_clock_and_carries_the_meeting(
    db: Session, desk: Desk, table: Roundtable
) -> None:
    message = sent(db, desk, "roundtable.invited")
    assert message["Subject"] == f"Ruth invites your city to the roundtable “{table.title}”."
    assert parts(message) == ["text/plain", "text/html", "text/calendar", "application/ics"]
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert body is not None
        assert "Wed 6 May, 00:00–01:30 in Wellington" in body.get_content()
    method, event = event_of(message)
    assert (method, event["UID"]) == ("REQUEST", f"{table.id}-0@localhost")
    assert event["ORGANIZER"] == "mailto:network@cities.example"
    assert LINK not in words(message)


def test_who_has_a_seat_gets_the_link_and_who_waits_does_not(
    db: Session, desk: Desk, meetings: Meetings, make: Make, table: Roundtable, ana: Member
) -> None:
    table.capacity = 1
    meetings.answer(table, ana)
    _method, event = event_of(sent(db, desk, "roundtable.confirmed"))
    assert LINK in str(event["DESCRIPTION"])
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    ben = make.member("Ben", city_id=None)
    meetings.answer(table, ben)
    assert parts(sent(db, desk, "roundtable.queued")) == ["text/plain", "text/html"]
    meetings.answer(table, ana, "no")
    _method, event = event_of(sent(db, desk, "roundtable.seated"))
    assert LINK in str(event["DESCRIPTION"])


def test_changes_and_a_cancellation_carry_the_same_meeting_with_a_higher_number(
    db: Session, desk: Desk, table: Roundtable
) -> None:
    me = db.get_one(Member, table.author_id)
    first = event_of(sent(db, desk, "roundtable.invited"))
    timing.choose(db, me, table, times(NOON + 2 * DAY))
    second = event_of(sent(db, desk, "roundtable.changed"))
    actions.cancel(db, me, table, CancelDraft(reason="Nobody can come."))
    last = sent(db, desk, "roundtable.cancelled")
    third = event_of(last)
    assert [method for method, _event in (first, second, third)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({event["UID"] for _method, event in (first, second, third)}) == 1
    assert [event["SEQUENCE"] for _method, event in (second, third)] == [1, 2]
    assert "Nobody can come." in words(last)


def test_a_letter_about_two_sittings_leaves_the_choice_to_the_reader(
    db: Session, desk: Desk, meetings: Meetings, make: Make
) -> None:
    city = make.city()
    make.member(city_id=city.id, zone="America/Lima")
    meetings.planned(cities=[city], at=[NOON + DAY, NOON + 2 * DAY])
    message = sent(db, desk, "roundtable.invited")
    assert parts(message) == ["text/plain", "text/html"]
    body = message.get_body(("plain",))
    assert body is not None
    assert "Tue 5 May, 07:00–08:30 in Lima" in body.get_content()
    assert "Wed 6 May, 07:00–08:30 in Lima" in body.get_content()


def test_what_was_hidden_since_adds_nothing(db: Session, desk: Desk, table: Roundtable) -> None:
    table.hidden_at = NOON
    db.flush()
    assert parts(sent(db, desk, "roundtable.invited")) == ["text/plain", "text/html"]
