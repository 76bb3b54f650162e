"""Every calendar file there is, read back by two independent libraries that must agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

import icalendar
import pytest
from fastapi import FastAPI
from sqlmodel import Session, col, select

from backend.domain.members import sessions as signing
from backend.domain.notifications.models import Letter
from backend.domain.roundtables import actions, own_feed, timing
from backend.domain.roundtables.drafts import CancelDraft, SittingDraft, TimesDraft
from backend.jobs.writing import Desk
from tests.conftest import NOON
from tests.support.browser import Browser
from tests.support.calendars import read, read_all_elsewhere, times
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.places import at

HOSTILE = "東京都 🚲; data, \\n“BEGIN:VEVENT” END:VEVENT مشاركة بيانات التنقل 🚲 بين المدن"
"""A title with all that calendars keep for themselves, in letters of two to four octets."""
PURPOSE = f"BEGIN:VEVENT\nATTENDEE:mailto:eve@evil.example\n{HOSTILE}\n" + "🚲é東" * 40
IN_WELLINGTON = "Pacific/Auckland"
DAY = timedelta(days=1)
NIGHT = SittingDraft(day=date(2026, 9, 27), time=time(3, 30))


@dataclass(frozen=True, slots=True)
class Files:
    """Each file by where it comes from, before the meeting moved, after, and once it was off."""

    at_first: dict[str, str]
    moved: dict[str, str]
    off: dict[str, str]

    def states(self) -> Sequence[dict[str, str]]:
        return self.at_first, self.moved, self.off


@pytest.fixture
def files(db: Session, app: FastAPI, make: Make) -> Files:
    """A calendar has no scripts, so this is asked for once."""
    stranger, member, meetings = (
        Browser(app, htmx=False),
        Browser(app, htmx=False),
        Meetings(db, make),
    )
    wellington = make.city("Wellington", zone=IN_WELLINGTON, country="NZ")
    tui = make.member('Tui "W", Walker; Kahu', city_id=wellington.id, zone=IN_WELLINGTON)
    ruth, topic = make.convener(city_id=None), make.topic("Mobility; data, shared")
    table = meetings.planned(
        ruth,
        title=HOSTILE,
        purpose=PURPOSE,
        topics=[topic.slug],
        cities=[wellington],
        visibility="public",
        at=[NOON + 3 * DAY],
    )
    secret = own_feed.renew(db, tui)
    member.client.cookies.set("session", signing.start(db, tui), domain="localhost.local")
    db.commit()
    one = f"/roundtables/{table.slug}.ics"
    addresses = {
        "file": one,
        "all": "/roundtables.ics",
        "topic": f"/topics/{topic.slug}/roundtables.ics",
        "city": f"/cities/{wellington.slug}/roundtables.ics",
        "own": f"/calendars/{secret}.ics",
    }

    def now(event: str) -> dict[str, str]:
        found = {name: stranger.get(address).text for name, address in addresses.items()}
        return {**found, "invited": member.get(one).text, "mail": mailed(db, app, event)}

    at_first = now("roundtable.invited")
    timing.choose(db, ruth, table, TimesDraft(zone=IN_WELLINGTON, sittings=[NIGHT]))
    db.commit()
    moved = now("roundtable.changed")
    actions.cancel(db, ruth, table, CancelDraft(reason="Nobody; can, come."))
    db.commit()
    return Files(at_first, moved, now("roundtable.cancelled"))


def mailed(db: Session, app: FastAPI, event: str) -> str:
    """What the last letter about this carries for its reader's calendar."""
    state = app.state
    secret = state.settings.secret.get_secret_value()
    desk = Desk(state.site, state.addresses, state.languages, "network@cities.example", secret)
    letter = db.exec(
        select(Letter).where(col(Letter.event) == event).order_by(col(Letter.id).desc())
    ).first()
    assert letter is not None
    (found,) = [
        part.get_payload(decode=True)
        for part in desk.write(db, letter).walk()
        if part.get_content_type() == "text/calendar"
    ]
    assert isinstance(found, bytes)
    return found.decode()


def test_two_libraries_read_the_same_out_of_every_file_whatever_is_written(files: Files) -> None:
    every = [(name, text) for state in files.states() for name, text in state.items()]
    for name, text in every:
        assert_sound(name, text)
    elsewhere = read_all_elsewhere([text for _name, text in every])
    for (name, text), other in zip(every, elsewhere, strict=True):
        (event,), (told,) = read(text), other["events"]
        assert [(t["starts"], t["ends"]) for t in other["events"]] == [
            tuple(f"{one:%Y-%m-%dT%H:%M:%S.000Z}" for one in both) for both in times(text)
        ], name
        assert told["summary"] == str(event["SUMMARY"]) == HOSTILE, name
        assert told["description"] == str(event["DESCRIPTION"]), name
        assert (told["uid"], told["sequence"]) == (event["UID"], event.get("SEQUENCE")), name
        assert told["status"] == str(event["STATUS"]), name


def assert_sound(name: str, text: str) -> None:
    """No words add a line, no line is too long, and none is cut inside a letter."""
    assert "\n" not in text.replace("\r\n", ""), name
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75, name
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert [one for one in unfolded if one.startswith("BEGIN:VEVENT")] == ["BEGIN:VEVENT"], name
    invites = name == "mail" or "METHOD:CANCEL" in unfolded
    assert sum(one.startswith("ATTENDEE") for one in unfolded) == invites, name
    assert "mailto:eve@evil.example" not in [one.partition(":")[2] for one in unfolded], name


def test_every_update_replaces_the_entry_and_every_end_cancels_it(files: Files) -> None:
    told = [
        {name: one for name, text in state.items() for one in read(text)}
        for state in files.states()
    ]
    assert len({one["UID"] for state in told for one in state.values()}) == 1
    for name in told[0]:
        first, second, last = (state[name] for state in told)
        assert [one["SEQUENCE"] for one in (first, second, last)] == [0, 1, 2], name
        assert first["STATUS"] == second["STATUS"] != last["STATUS"] == "CANCELLED", name
    # The clocks in Wellington have just gone forward, from two to three.
    assert times(files.moved["all"]) == [(at(2026, 9, 26, 14, 30), at(2026, 9, 26, 16))]
    names = {
        name: str(icalendar.Calendar.from_ical(text).get("X-WR-CALNAME"))
        for name, text in files.moved.items()
        if name in {"all", "topic", "city", "own"}
    }
    assert names == {
        "all": "Roundtables of Open Cities",
        "topic": "Roundtables: Mobility; data, shared",
        "city": "Roundtables with Wellington",
        "own": "My roundtables of Open Cities",
    }
