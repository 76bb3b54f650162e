"""Letters about a conversation: a link, the time by the reader's clock, the calendar; no address."""

from email.message import EmailMessage

import icalendar
import pytest
from sqlmodel import Session, col, select

from backend.core.config import Settings
from backend.domain.conversations import meeting
from backend.domain.conversations.models import Conversation
from backend.domain.members.models import Member
from backend.domain.notifications.models import Letter
from backend.jobs.writing import Desk
from tests.support.calendars import times, times_elsewhere
from tests.support.make import Make
from tests.support.talks import PURPOSE, SOON, Talks


@pytest.fixture
def talks(db: Session, settings: Settings) -> Talks:
    return Talks(db, settings)


@pytest.fixture
def ana(make: Make) -> Member:
    return make.member("Ana")


@pytest.fixture
def ben(make: Make) -> Member:
    city = make.city("Bogotá", country="CO", zone="America/Bogota")
    return make.member("Ben", city_id=city.id, zone="America/Bogota")


def sent(db: Session, desk: Desk, event: str, to: Member) -> EmailMessage:
    wanted = select(Letter).where(col(Letter.event) == event, col(Letter.recipient_id) == to.id)
    letter = db.exec(wanted.order_by(col(Letter.id).desc())).first()
    assert letter is not None
    return desk.write(db, letter)


def words(message: EmailMessage) -> str:
    said = (part.get_payload(decode=True) for part in message.walk() if not part.is_multipart())
    return "\n".join(part.decode() for part in said if isinstance(part, bytes))


def calendar(message: EmailMessage) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            return str(part.get_content())
    raise AssertionError


def test_a_request_comes_as_a_link(
    db: Session, desk: Desk, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben)
    message = sent(db, desk, "conversation.asked", ben)
    assert message["Subject"] == "Ana asks to talk with you."
    assert f"/conversations/{one.slug}" in words(message)
    assert PURPOSE not in words(message)
    assert ana.email not in words(message)


def test_both_get_the_meeting_for_their_own_calendar(
    db: Session, desk: Desk, talks: Talks, ana: Member, ben: Member
) -> None:
    one: Conversation = talks.agreed(ana, ben)
    for me, other, event in (
        (ana, ben, "conversation.accepted"),
        (ben, ana, "conversation.confirmed"),
    ):
        message = sent(db, desk, event, me)
        text = calendar(message)
        assert times(text) == times_elsewhere(text) == [(one.starts_at, one.ends_at)]
        [found] = icalendar.Calendar.from_ical(text).events
        assert found["ATTENDEE"] == f"mailto:{me.email}"
        assert other.email not in words(message)
        assert "meeting of" not in str(message["Subject"])
    assert "Thu 7 May, 07:00–07:30 in Bogotá" in words(
        sent(db, desk, "conversation.confirmed", ben)
    )


def test_a_cancellation_takes_it_out_of_both(
    db: Session, desk: Desk, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.agreed(ana, ben)
    meeting.cancel(db, ana, one)
    db.flush()
    for me in (ana, ben):
        text = calendar(sent(db, desk, "conversation.cancelled", me))
        [found] = icalendar.Calendar.from_ical(text).events
        assert ("METHOD:CANCEL" in text, found["SEQUENCE"]) == (True, 1)


def test_a_message_comes_as_a_link(
    db: Session, desk: Desk, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.agreed(ana, ben, SOON)
    talks.said(one, ana, "Nightingale")
    message = sent(db, desk, "conversation.message", ben)
    assert f"/conversations/{one.slug}" in words(message)
    assert "Nightingale" not in words(message)
    assert "BEGIN:VCALENDAR" not in words(message)
