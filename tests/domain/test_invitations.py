"""What calendars are told: the same meeting under the same name, newer facts under a higher number."""

import re
from datetime import timedelta

import icalendar
import pytest
from sqlmodel import Session

from backend.core.calendar_file import Method, Person, Sender
from backend.domain.members.models import Member
from backend.domain.roundtables import actions, queries, timing
from backend.domain.roundtables.drafts import CancelDraft
from backend.domain.roundtables.invitations import Invitation
from backend.domain.roundtables.models import Roundtable
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import LINK, Meetings, times

DAY = timedelta(days=1)
SENDER = Sender("network.example", Person("Open Cities", "no-reply@network.example"))
URL = "https://network.example/roundtables/x"


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def me(make: Make) -> Member:
    return make.convener(name="Ruth", city_id=None)


def invitation(
    db: Session, table: Roundtable, reader: Member | None = None, link: str = ""
) -> Invitation:
    seat = queries.room(db, reader, table).seat if reader else None
    return Invitation(
        SENDER, table, queries.sittings(db, table), URL, reader=reader, seat=seat, link=link
    )


def read(text: str) -> icalendar.Calendar:
    found = icalendar.Calendar.from_ical(text)
    assert isinstance(found, icalendar.Calendar)
    return found


def plain(text: str) -> str:
    """Without the breaks of long lines."""
    return re.sub(r"\r\n[ \t]", "", text)


def test_a_stranger_gets_every_sitting_and_no_link_and_no_address_of_anybody(
    db: Session, meetings: Meetings, me: Member
) -> None:
    table = meetings.planned(me, at=[NOON + DAY, NOON + 2 * DAY])
    text = plain(invitation(db, table).file())
    events = read(text).events
    assert [event["UID"] for event in events] == [
        f"{table.id}-0@network.example",
        f"{table.id}-1@network.example",
    ]
    assert [event.start for event in events] == [NOON + DAY, NOON + 2 * DAY]
    assert LINK not in text
    assert "ATTENDEE" not in text
    assert re.findall(r"mailto:(\S+)", text) == ["no-reply@network.example"] * 2


def test_who_has_a_seat_gets_their_sitting_with_the_link(
    db: Session, meetings: Meetings, me: Member
) -> None:
    table = meetings.planned(me, at=[NOON + DAY, NOON + 2 * DAY])
    meetings.answer(table, me, sitting=1)
    (event,) = read(invitation(db, table, me, LINK).file()).events
    assert event["UID"] == f"{table.id}-1@network.example"
    assert LINK in str(event["DESCRIPTION"])
    assert URL in str(event["DESCRIPTION"])
    assert event["LOCATION"] == LINK


def test_an_update_replaces_the_old_entry_and_a_cancellation_takes_it_away(
    db: Session, meetings: Meetings, me: Member
) -> None:
    table = meetings.planned(me)
    texts = [invitation(db, table, me).letter(Method.REQUEST, NOON)]
    timing.choose(db, me, table, times(NOON + 5 * DAY))
    texts.append(invitation(db, table, me).letter(Method.REQUEST, NOON))
    actions.cancel(db, me, table, CancelDraft(reason="Nobody can come."))
    texts += [invitation(db, table, me).letter(Method.CANCEL, NOON)]
    texts += [invitation(db, table, me).file(), invitation(db, table).file()]
    calendars = [read(text or "") for text in texts]
    assert [one["METHOD"] for one in calendars] == [
        "REQUEST",
        "REQUEST",
        "CANCEL",
        "CANCEL",
        "PUBLISH",
    ]
    events = [one.events[0] for one in calendars]
    assert len({event["UID"] for event in events}) == 1
    assert [event["SEQUENCE"] for event in events] == [0, 1, 2, 2, 2]
    assert [event["STATUS"] for event in events] == [
        *("CONFIRMED", "CONFIRMED"),
        *("CANCELLED", "CANCELLED", "CANCELLED"),
    ]


@pytest.mark.parametrize(
    ("answer", "said"),
    [("", "NEEDS-ACTION"), ("yes", "ACCEPTED"), ("maybe", "TENTATIVE"), ("no", "DECLINED")],
)
def test_a_letter_is_for_one_person_and_says_what_they_answered(
    db: Session, meetings: Meetings, me: Member, answer: str, said: str
) -> None:
    table = meetings.planned(me)
    if answer:
        meetings.answer(table, me, answer)
    (event,) = read(invitation(db, table, me).letter(Method.REQUEST, NOON) or "").events
    assert event["ATTENDEE"].params["PARTSTAT"] == said
    assert event["ATTENDEE"] == f"mailto:{me.email}"


def test_who_waits_is_not_marked_as_coming(
    db: Session, meetings: Meetings, me: Member, make: Make
) -> None:
    table = meetings.planned(me, capacity=1)
    meetings.answer(table, make.member(city_id=None))
    meetings.answer(table, me)
    (event,) = read(invitation(db, table, me).letter(Method.REQUEST, NOON) or "").events
    assert event["ATTENDEE"].params["PARTSTAT"] == "TENTATIVE"


def test_nothing_is_sent_while_one_has_to_choose_between_two_sittings(
    db: Session, meetings: Meetings, me: Member
) -> None:
    table = meetings.planned(me, at=[NOON + DAY, NOON + 2 * DAY])
    assert invitation(db, table, me).letter(Method.REQUEST, NOON) is None
    meetings.answer(table, me, sitting=1)
    assert invitation(db, table, me).letter(Method.REQUEST, NOON) is not None
