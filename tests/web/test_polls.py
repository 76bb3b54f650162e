"""A poll of times as pages, and one's own busy times beside it."""

import re
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import Connection
from sqlmodel import Session

from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.roundtables import busy_times, inviting, polling
from backend.domain.roundtables.drafts import CitiesDraft
from backend.domain.roundtables.models import Roundtable
from tests.conftest import SignIn
from tests.domain.test_polls import CALENDAR, asked
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.queries import counted


def post(browser: Browser, path: str, **fields: Any) -> Response:
    """Send a form whose fields have names that Python's arguments can't have."""
    return browser.send(path, **fields)


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def ruth(make: Make) -> Member:
    return make.convener(name="Ruth", city_id=None)


@pytest.fixture
def camila(make: Make) -> Member:
    bogota = make.city("Bogotá", zone="America/Bogota", country="CO")
    return make.member("Camila", city_id=bogota.id, zone="America/Bogota")


@pytest.fixture
def draft(db: Session, meetings: Meetings, ruth: Member, camila: Member) -> Roundtable:
    table = meetings.draft(ruth, title="Who pays for data?")
    city = db.get_one(City, camila.city_id)
    inviting.choose(db, ruth, table, CitiesDraft(add=[city.slug]))
    db.commit()
    return table


def test_from_the_fairest_times_to_a_poll_to_a_time(
    browser: Browser, db: Session, sign_in: SignIn, ruth: Member, camila: Member, draft: Roundtable
) -> None:
    path = f"/roundtables/{draft.slug}/poll"
    sign_in(ruth)
    assert browser.get(path).status_code == 404
    proposed = browser.get(f"{path}/new").text
    days = re.findall(r'name="options\.day"\s+value="([^"]+)"', proposed)
    times = re.findall(r'name="options\.time"\s+value="([^"]+)"', proposed)
    assert len(days) == len(times) >= 2
    fields = {"zone": "Europe/London", "options.day": days[:3], "options.time": times[:3]}
    assert landed_on(post(browser, path, **fields)) == path
    sign_in(camila)
    assert f'href="{path}"' in browser.get("/roundtables").text
    assert "Say when you could come" in browser.get(f"/roundtables/{draft.slug}").text
    page = browser.get(path).text
    assert "All times are by the clock in Bogotá." in page
    assert "Nobody has answered yet" in page
    said = post(browser, f"{path}/votes", **{"votes.number": ["0", "1"], "votes.says": ["yes", ""]})
    assert said.status_code in {200, 303}
    assert "1 yes, 0 if need be, 0 no" in browser.get(path).text
    assert browser.send(f"{path}/closing", number="0").status_code == 403
    sign_in(ruth)
    assert landed_on(browser.get(f"{path}/new")) == path
    own = browser.get(f"/roundtables/{draft.slug}").text
    assert "Read the poll, and close it" in own
    assert "Put it in your calendar" not in own
    assert landed_on(browser.send(f"{path}/closing", number="0")) == f"/roundtables/{draft.slug}"
    assert "This poll is closed." in browser.get(path).text
    db.refresh(draft)
    assert draft.starts_at is not None


def test_what_is_wrong_with_a_poll_is_said_and_what_was_typed_stays(
    browser: Browser, sign_in: SignIn, ruth: Member, draft: Roundtable
) -> None:
    sign_in(ruth)
    path = f"/roundtables/{draft.slug}/poll"
    wrong = post(
        browser,
        path,
        **{"options.day": ["2026-10-25", "2020-01-01"], "options.time": ["01:30", "x"]},
    )
    assert wrong.status_code == 422
    assert 'value="2020-01-01"' in wrong.text
    one = post(browser, path, **{"options.day": "2026-10-25", "options.time": "09:00"})
    assert "at least 2" in one.text
    twice = {"options.day": ["2026-10-25", "2026-10-26"], "options.time": ["01:30", "09:00"]}
    asked_about = post(browser, path, zone="Europe/London", **twice)
    assert "Which do you mean?" in asked_about.text


def test_somebody_sees_in_the_poll_when_they_are_busy_and_forgets_it_again(
    browser: Browser, db: Session, sign_in: SignIn, ruth: Member, camila: Member, draft: Roundtable
) -> None:
    polling.begin(db, ruth, draft, asked(1, 2))
    db.commit()
    sign_in(camila)
    path = f"/roundtables/{draft.slug}/poll"
    assert "You are busy" not in browser.get(path).text
    file = ("mine.ics", CALENDAR, "text/calendar")
    assert landed_on(browser.send("/roundtables/busy", files={"file": file})) == "/roundtables/busy"
    assert browser.get(path).text.count("You are busy") == 1
    kept = browser.get("/roundtables/busy").text
    assert "Your busy times come from a file that you sent." in kept
    assert "private matter" not in kept
    sign_in(ruth)
    assert "You are busy" not in browser.get(path).text
    sign_in(camila)
    gone = browser.send("/roundtables/busy/removal")
    assert landed_on(gone) == "/roundtables/busy"
    assert "You are busy" not in browser.get(path).text


def test_what_is_no_calendar_and_no_address_is_refused(
    browser: Browser, db: Session, sign_in: SignIn, camila: Member
) -> None:
    sign_in(camila)
    wrong = browser.send("/roundtables/busy", files={"file": ("a.ics", b"nothing", "text/plain")})
    assert (wrong.status_code, "not a calendar file" in wrong.text) == (422, True)
    plain = browser.send("/roundtables/busy", address="http://calendar.example/a.ics")
    assert (plain.status_code, "begins with https://" in plain.text) == (422, True)
    assert browser.send("/roundtables/busy").status_code == 422
    assert busy_times.mine(db, camila) is None
    sent = browser.send("/roundtables/busy", address="https://calendar.example/secret.ics")
    assert landed_on(sent) == "/roundtables/busy"
    assert "secret.ics" not in browser.get("/roundtables/busy").text


@pytest.mark.parametrize("how_many", [2, 6])
def test_a_poll_takes_the_same_few_queries_however_many_times_it_asks_about(
    browser: Browser,
    db: Session,
    connection: Connection,
    sign_in: SignIn,
    ruth: Member,
    camila: Member,
    draft: Roundtable,
    how_many: int,
) -> None:
    polling.begin(db, ruth, draft, asked(*range(1, how_many + 1)))
    db.commit()
    sign_in(camila)
    with counted(connection) as sent:
        assert browser.get(f"/roundtables/{draft.slug}/poll").status_code == 200
    assert len(sent) == 8
