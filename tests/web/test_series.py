"""A series as pages: its days, fair hours on them, its meetings; and the ledger of hours."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from backend.core import clock
from backend.domain.members.models import Member
from backend.domain.roundtables import ledger, repeating
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.series import SeriesDraft
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.places import at

RULE: dict[str, Any] = {
    "first": "2026-06-01",
    "often": "monthly",
    "every": "1",
    "nth": "2",
    "weekday": "1",
    "count": "3",
    "zone": "Europe/London",
}


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def ruth(make: Make, sign_in: SignIn) -> Member:
    ruth = make.convener(name="Ruth", city_id=make.city("Bristol").id)
    sign_in(ruth)
    return ruth


def test_from_a_rule_to_fair_hours_to_a_series(
    browser: Browser, db: Session, meetings: Meetings, make: Make, ruth: Member
) -> None:
    bogota = make.city("Bogotá", zone="America/Bogota", country="CO")
    first = meetings.timed(ruth, cities=[bogota], minutes=60)
    path = f"/roundtables/{first.slug}/series"
    assert f'href="{path}/new"' in browser.get(f"/roundtables/{first.slug}/review").text
    assert "Find fair hours" in browser.get(f"{path}/new").text
    query = "&".join(f"{name}={value}" for name, value in RULE.items())
    offered = browser.get(f"{path}/new?{query}", piece=True).text
    assert "In 3 meetings nobody has to keep a hard hour." in offered
    turn = re.search(r'name="turns" value="([^"]+)"', offered)
    assert turn
    sent = browser.send(path, **RULE, turns=turn[1])
    assert landed_on(sent) == path
    page = browser.get(path).text
    assert page.count("Draft") >= 3
    assert len(db.exec(select(Roundtable)).all()) == 3
    assert "Meeting 1 of a series" in browser.get(f"/roundtables/{first.slug}").text
    assert landed_on(browser.send(f"{path}/invitations")) == path
    assert "Invite to" not in browser.get(path).text


def test_what_is_wrong_with_a_rule_or_an_hour_is_said_and_what_was_typed_stays(
    browser: Browser, db: Session, meetings: Meetings, ruth: Member
) -> None:
    first = meetings.timed(ruth)
    path = f"/roundtables/{first.slug}/series"
    wrong = browser.get(f"{path}/new?first=soon&count=99&weekday=9&every=x")
    assert wrong.status_code == 200
    assert "Please give a date" in wrong.text
    assert 'value="99"' in wrong.text
    skipped = browser.send(
        path, **RULE | {"first": "2027-03-28", "often": "weekly"}, turns=["01:30", ""]
    )
    assert skipped.status_code == 422
    assert "skip this hour on 28 March 2027" in skipped.text
    assert 'value="leave_out"' in skipped.text
    assert len(db.exec(select(Roundtable)).all()) == 1
    assert browser.get(path).status_code == 404


def test_an_hour_that_comes_twice_is_asked_about_in_the_form(
    browser: Browser, db: Session, meetings: Meetings, ruth: Member
) -> None:
    table = meetings.timed(ruth)
    path = f"/roundtables/{table.slug}/times"
    typed: dict[str, Any] = {
        "sittings.day": "2026-10-25",
        "sittings.time": "01:30",
        "zone": "Europe/London",
    }
    asked = browser.send(path, **typed)
    assert asked.status_code == 422
    assert "Which do you mean?" in asked.text
    assert 'name="sittings.which"' in asked.text
    taken = browser.send(path, **typed | {"sittings.which": "second"})
    assert landed_on(taken) == f"/roundtables/{table.slug}/review"
    db.refresh(table)
    assert table.starts_at == at(2026, 10, 25, 1, 30)


def test_the_hours_that_were_kept_are_shown_to_oneself_and_to_conveners(
    browser: Browser, db: Session, meetings: Meetings, make: Make, sign_in: SignIn, ruth: Member
) -> None:
    wellington = make.city("Wellington", country="NZ", zone="Pacific/Auckland")
    who = make.member("Aroha", city_id=wellington.id, zone=wellington.zone)
    with clock.stopped(NOON - timedelta(days=30)):
        held = meetings.planned(ruth, title="Held in the night", cities=[wellington])
        meetings.answer(held, who)
    ledger.write(db)
    db.commit()
    network = browser.get("/roundtables/hours").text
    assert "Every city, in hours and minutes" in network
    assert "Held in the night" not in network
    coming = meetings.timed(ruth, cities=[wellington])
    assert "What these cities bore before" in browser.get(f"/roundtables/{coming.slug}/times").text
    sign_in(who)
    own = browser.get("/roundtables/hours").text
    assert "Every city, in hours and minutes" not in own
    assert "Held in the night" in own
    assert "1:30 in the night" in own


def test_a_lead_says_on_which_days_the_citys_offices_rest(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    cairo = make.city("Cairo", country="EG")
    sign_in(make.member(city_id=cairo.id, is_lead=True))
    path = f"/cities/{cairo.slug}/rest-days"
    assert browser.get(path).text.count("checked") == 2
    every = browser.send(path, days=list("0123456"))
    assert (every.status_code, "and not all" in every.text) == (422, True)
    assert browser.send(path, days="7").status_code == 422
    assert landed_on(browser.send(path, days=["4", "6"])) == f"/cities/{cairo.slug}/edit"
    assert re.findall(r'value="(\d)" checked', browser.get(path).text) == ["4", "6"]


def test_a_change_is_for_this_meeting_or_for_all_that_follow(
    browser: Browser, sign_in: SignIn, db: Session, make: Make
) -> None:
    ruth, meetings = make.convener(), Meetings(db, make)
    table = meetings.timed(ruth)
    rule = {"first": "2026-09-01", "count": 3, "zone": "UTC", "turns": ["15:00"]}
    repeating.begin(db, ruth, table, SeriesDraft.model_validate(rule))
    db.commit()
    sign_in(ruth)
    page = f"/roundtables/{table.slug}"
    for form in ("edit", "review", "registration/questions"):
        assert "In this one and the 2 that follow" in browser.get(f"{page}/{form}").text
    asked: dict[str, Any] = {"questions.words": "Which track?", "questions.choices": "Law; Money"}
    browser.send(f"{page}/registration/questions", **asked, following="yes")
    last = repeating.parts(db, ruth, table)[-1].slug
    kept = browser.get(f"/roundtables/{last}/registration/questions").text
    assert 'value="Law; Money"' in kept
    assert "that follow" not in kept
    assert "times?following=yes" in browser.get(f"{page}/series").text
    offered = browser.get(f"{page}/times?following=yes").text
    assert 'name="following" value="yes"' in offered
