from dataclasses import replace
from uuid import UUID

import icalendar
import pytest
import recurring_ical_events

from backend.core.calendar_file import (
    Answer,
    Method,
    Person,
    Status,
    calendar_text,
    uid_of,
)
from backend.core.errors import Rejected
from tests.support.calendars import AMINA, JOERG, MEETING, read, read_elsewhere
from tests.support.places import at


def test_an_invitation_reads_like_this() -> None:
    assert calendar_text([MEETING], Method.REQUEST).split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Open Cities//Meetings//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/London",
        "BEGIN:DAYLIGHT",
        "DTSTART:20250330T010000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:BST",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20251026T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:GMT",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0000",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "SUMMARY:Sharing mobility data",
        "DTSTART;TZID=Europe/London:20261203T200000",
        "DTEND;TZID=Europe/London:20261203T213000",
        "DTSTAMP:20261102T080000Z",
        "UID:0190-0@network.example",
        "SEQUENCE:0",
        'ATTENDEE;CN="Jörg, K.";CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-P',
        " ARTICIPANT;RSVP=FALSE:mailto:joerg@city.example",
        "DESCRIPTION:What worked\\; what did not.\\n\\nBring one example.",
        "LOCATION:Online",
        'ORGANIZER;CN="Amina Mensah":mailto:amina@network.example',
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "URL:https://network.example/roundtables/sharing-mobility-data",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_another_reader_understands_every_word() -> None:
    assert read_elsewhere(calendar_text([MEETING], Method.REQUEST)) == {
        "method": "REQUEST",
        "name": None,
        "events": [
            {
                "uid": MEETING.uid,
                "sequence": 0,
                "starts": "2026-12-03T20:00:00.000Z",
                "ends": "2026-12-03T21:30:00.000Z",
                "zone": "Europe/London",
                "summary": MEETING.summary,
                "description": MEETING.description,
                "location": "Online",
                "url": MEETING.url,
                "status": "CONFIRMED",
                "organizer": "mailto:amina@network.example",
                "attendees": [["Jörg, K.", "mailto:joerg@city.example"]],
            }
        ],
    }


def test_a_change_keeps_the_name_and_counts_up_and_the_end_cancels() -> None:
    moved = replace(MEETING, sequence=1, starts=at(2026, 12, 4, 20), ends=at(2026, 12, 4, 21))
    gone = replace(moved, sequence=2)
    sent = [(MEETING, Method.REQUEST), (moved, Method.REQUEST), (gone, Method.CANCEL)]
    files = [icalendar.Calendar.from_ical(calendar_text([entry], how)) for entry, how in sent]
    said = [
        (str(file["METHOD"]), str(event["UID"]), event["SEQUENCE"], str(event["STATUS"]))
        for file in files
        for event in file.events
    ]
    assert said == [
        ("REQUEST", MEETING.uid, 0, "CONFIRMED"),
        ("REQUEST", MEETING.uid, 1, "CONFIRMED"),
        ("CANCEL", MEETING.uid, 2, "CANCELLED"),
    ]


def test_a_sitting_has_one_name_for_ever() -> None:
    meeting = UUID("0190163d-8694-739b-aea5-966c26f8ad91")
    assert [uid_of(meeting, "network.example", sitting) for sitting in (0, 1)] == [
        "0190163d-8694-739b-aea5-966c26f8ad91-0@network.example",
        "0190163d-8694-739b-aea5-966c26f8ad91-1@network.example",
    ]


def test_only_an_invitation_names_who_comes() -> None:
    (public,) = read(calendar_text([MEETING], Method.PUBLISH))
    assert "ATTENDEE" not in public
    yes = replace(MEETING, attendee=replace(JOERG, answer=Answer.YES))
    (invited,) = read(calendar_text([yes], Method.REQUEST))
    assert invited["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    with pytest.raises(ValueError, match="is for somebody"):
        calendar_text([replace(MEETING, attendee=None)], Method.REQUEST)


def test_a_feed_has_a_name_and_says_when_to_ask_again() -> None:
    second = replace(MEETING, uid="other@network.example", status=Status.CANCELLED)
    text = calendar_text([MEETING, second], Method.PUBLISH, name="My\nroundtables")
    lines = text.split("\r\n")
    assert "X-WR-CALNAME:My roundtables" in lines
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H" in lines
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert [str(event["STATUS"]) for event in read(text)] == ["CONFIRMED", "CANCELLED"]


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(MEETING, organizer=Person("", AMINA.email), description="", url="", location="")
    (event,) = read(calendar_text([bare], Method.PUBLISH))
    assert set(event) == {
        *("UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND"),
        *("SUMMARY", "ORGANIZER", "STATUS", "TRANSP"),
    }
    assert event["ORGANIZER"].params == {}


def test_recurring_ical_events_finds_it_on_its_day() -> None:
    calendar = icalendar.Calendar.from_ical(calendar_text([MEETING], Method.PUBLISH))
    found = recurring_ical_events.of(calendar)
    assert [str(event["UID"]) for event in found.at((2026, 12, 3))] == [MEETING.uid]
    assert found.at((2026, 12, 4)) == []


HOSTILE = "a\r\nATTENDEE:mailto:eve@evil.example\nEND:VEVENT\u2028b\u2029c\x85d\x0be\x0cf\x00g\x1bh\ud800i"


def test_words_can_not_add_lines_to_the_file() -> None:
    hostile = replace(
        MEETING,
        summary=HOSTILE,
        description=HOSTILE,
        location=HOSTILE,
        organizer=Person(HOSTILE + '";X="', AMINA.email),
        attendee=replace(JOERG, name=HOSTILE),
    )
    plain, text = (calendar_text([entry], Method.REQUEST) for entry in (MEETING, hostile))

    def shape(file: str) -> list[str]:
        return [line.partition(":")[0].partition(";")[0] for line in unfolded(file)]

    assert shape(text) == shape(plain)
    assert not [c for line in unfolded(text) for c in line if not c.isprintable()]
    (event,) = read(text)
    assert str(event["ATTENDEE"]) == "mailto:joerg@city.example"
    assert str(event["SUMMARY"]).startswith("a ATTENDEE:mailto:eve@evil.example END:VEVENT")
    assert read_elsewhere(text)["events"][0]["description"] == str(event["DESCRIPTION"])


def unfolded(file: str) -> list[str]:
    return file.replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize("bad", ["x\ny", "x y", "x\u2028y", "x\x00y", "x\ud800y", "x\u200by"])
def test_addresses_with_invisible_characters_are_refused(bad: str) -> None:
    wrong = {
        "uid": replace(MEETING, uid=bad),
        "url": replace(MEETING, url=f"https://network.example/{bad}"),
        "email": replace(MEETING, organizer=Person("Eve", f"{bad}@evil.example")),
    }
    for field, entry in wrong.items():
        with pytest.raises(Rejected) as refusal:
            calendar_text([entry], Method.REQUEST)
        assert refusal.value.problems == {
            field: "This address holds a space or an invisible character."
        }


def test_lines_are_folded_at_75_octets_between_characters() -> None:
    long = replace(MEETING, summary="مشاركة بيانات التنقل 🚲 " * 20, description="東京都" * 300)
    text = calendar_text([long], Method.REQUEST)
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    (event,) = read(text)
    assert str(event["SUMMARY"]) == long.summary.strip()
    assert read_elsewhere(text)["events"][0]["description"] == long.description
