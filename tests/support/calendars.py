"""A meeting as a calendar entry, and two independent readers of calendar files."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import icalendar

from backend.core.calendar_file import Attendee, Entry, Person
from tests.support.lacking import lacking
from tests.support.places import at

TESTS = Path(__file__).parents[1]
AMINA = Person("Amina Mensah", "amina@network.example")
JOERG = Attendee("Jörg, K.", "joerg@city.example")

MEETING = Entry(
    uid="0190-0@network.example",
    sequence=0,
    stamp=at(2026, 11, 2, 8),
    starts=at(2026, 12, 3, 20),
    ends=at(2026, 12, 3, 21, 30),
    zone="Europe/London",
    summary="Sharing mobility data",
    organizer=AMINA,
    description="What worked; what did not.\n\nBring one example.",
    url="https://network.example/roundtables/sharing-mobility-data",
    location="Online",
    attendee=JOERG,
)


def read(text: str) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(text).events)


def times(text: str) -> list[tuple[datetime, datetime]]:
    """The moments that icalendar understands; it goes by the names of zones."""
    events: list[Any] = read(text)
    return [(e["DTSTART"].dt.astimezone(UTC), e["DTEND"].dt.astimezone(UTC)) for e in events]


def read_elsewhere(text: str) -> Any:
    """What ical.js understands, which knows no zones but those the file tells it."""
    return read_all_elsewhere([text])[0]


def read_all_elsewhere(texts: Sequence[str]) -> Any:
    """The same of several files, each by itself: node starts once."""
    node = shutil.which("node")
    if node is None or not (TESTS / "node_modules" / "ical.js").exists():
        lacking("needs node and the packages of tests/package.json")
    told = subprocess.run(
        [node, TESTS / "support" / "read_calendar.mjs"],
        input=json.dumps(texts).encode(),
        capture_output=True,
        check=True,
    )
    return json.loads(told.stdout)


def times_elsewhere(text: str) -> list[tuple[datetime, datetime]]:
    found = read_elsewhere(text)
    return [
        (datetime.fromisoformat(e["starts"]), datetime.fromisoformat(e["ends"]))
        for e in found["events"]
    ]
