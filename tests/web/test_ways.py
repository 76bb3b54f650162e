"""The page of how one signs in: sessions and tokens."""

import re
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.core import clock
from backend.domain.joining import programs
from backend.domain.members import sessions
from backend.domain.members.models import ApiToken, BrowserSession, Member
from backend.domain.members.sessions import Device
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, Program, landed_on
from tests.support.calling import call
from tests.support.joining import asks, is_signed_in, letters
from tests.support.make import Make
from tests.support.queries import counted

PAGE = "/settings/sign-in"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0"
LATER = NOON + timedelta(minutes=31)


@pytest.fixture
def ana(make: Make, sign_in: SignIn) -> Member:
    member = make.member("Ana Gómez")
    sign_in(member)
    return member


@pytest.fixture
def elsewhere(app: FastAPI, db: Session, ana: Member) -> Browser:
    """Another browser in which she is signed in."""
    other = Browser(app, htmx=False)
    token = sessions.start(db, ana, device=Device(FIREFOX, "203.0.113.0/24"))
    db.commit()
    other.client.cookies.set("session", token, domain="localhost.local")
    return other


def test_it_says_where_one_is_signed_in(browser: Browser, elsewhere: Browser) -> None:
    page = browser.get(PAGE).text
    assert "Firefox on Windows" in page
    assert "From 203.0.113.…" in page
    assert page.count("This browser") == 1
    assert page.count("Sign out there") == 1
    assert is_signed_in(elsewhere)


def test_one_is_ended_and_is_out_with_its_next_request(
    browser: Browser, elsewhere: Browser
) -> None:
    (there,) = set(re.findall(rf"{PAGE}/sessions/[\w-]+/ending", browser.get(PAGE).text))
    assert landed_on(browser.send(there)) == PAGE
    assert not is_signed_in(elsewhere)
    assert is_signed_in(browser)
    assert "Sign out everywhere else" not in browser.get(PAGE).text
    assert browser.send(there).status_code == 404


def test_all_others_are_ended_at_once(
    browser: Browser, elsewhere: Browser, db: Session, ana: Member
) -> None:
    third = sessions.start(db, ana)
    db.commit()
    assert landed_on(browser.send(f"{PAGE}/sessions/ending")) == PAGE
    assert "2 other browsers are signed out." in browser.get(PAGE).text
    assert not is_signed_in(elsewhere)
    elsewhere.client.cookies.set("session", third, domain="localhost.local")
    assert not is_signed_in(elsewhere)


def test_nobody_ends_the_session_of_another(
    browser: Browser, db: Session, make: Make, ana: Member
) -> None:
    sessions.start(db, make.member("Ben"))
    db.commit()
    theirs = db.exec(select(BrowserSession.id).where(BrowserSession.member_id != ana.id)).one()
    refused = browser.send(f"{PAGE}/sessions/{theirs}/ending")
    invented = browser.send(f"{PAGE}/sessions/{ana.id}/ending")
    assert (refused.status_code, invented.status_code) == (404, 404)
    assert refused.text.replace(str(theirs), str(ana.id)) == invented.text
    assert db.exec(select(BrowserSession.ended_at)).all() == [None, None]


def test_use_is_noted_now_and_then_and_with_a_coarse_place(app: FastAPI, db: Session) -> None:
    ana = Make(db).member()
    cookie = f"session={sessions.start(db, ana)}"
    db.commit()
    seen = []
    for minutes in (1, 6, 7):
        with clock.stopped(NOON + timedelta(minutes=minutes)):
            call(app, "/about", peer="198.51.100.77", headers={"Cookie": cookie})
        db.expire_all()
        kept = db.exec(select(BrowserSession)).one()
        seen.append((kept.seen_at - NOON, kept.network))
    six = (timedelta(minutes=6), "198.51.100.0/24")
    assert seen == [(timedelta(0), ""), six, six]


@pytest.mark.usefixtures("ana")
def test_a_session_that_was_not_used_for_a_fortnight_is_over(browser: Browser) -> None:
    with clock.stopped(NOON + timedelta(days=14, seconds=-1)):
        assert is_signed_in(browser)
    with clock.stopped(NOON + timedelta(days=28, seconds=-1)):
        assert not is_signed_in(browser)


@pytest.mark.usefixtures("ana")
def test_a_token_is_shown_once_and_opens_the_api(browser: Browser, app: FastAPI) -> None:
    made = browser.send(f"{PAGE}/tokens", name="Our portal", scope="read", days="30")
    assert (made.status_code, made.text.lstrip().startswith("<section")) == (200, browser.htmx)
    shown = re.search(r"<code>([\w-]{43})</code>", made.text)
    assert shown
    assert Program(app, shown[1]).get("/me/profile").json()["name"] == "Ana Gómez"
    page = browser.get(PAGE).text
    assert shown[1] not in page
    assert "Our portal" in page
    (address,) = set(re.findall(rf"{PAGE}/tokens/[\w-]+/ending", page))
    assert landed_on(browser.send(address)) == PAGE
    assert Program(app, shown[1]).get("/me/profile").status_code == 401


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Please fill this in."),
        ("name", "x" * 81, "Please keep this under 80 characters."),
        ("scope", "admin", "Please choose one of the list."),
        ("days", "0", "Please give 1 or more."),
        ("days", "367", "Please give 366 or less."),
        ("days", "soon", "Please give a whole number."),
    ],
)
def test_a_token_that_cannot_be_is_refused_with_the_words_kept(
    browser: Browser, db: Session, field: str, value: str, sentence: str
) -> None:
    usual: dict[str, Any] = {"name": "Our portal", "scope": "read", "days": "30"}
    sent = usual | {field: value}
    refused = browser.send(f"{PAGE}/tokens", **sent)
    assert refused.status_code == 422
    assert sentence in refused.text
    assert f'value="{sent["name"]}"' in refused.text
    assert db.exec(select(ApiToken)).all() == []


def test_half_an_hour_after_signing_in_one_confirms_before_letting_a_program_in(
    browser: Browser, db: Session, ana: Member
) -> None:
    with clock.stopped(LATER):
        page = browser.get(PAGE).text
        assert "confirm that it is you" in page
        assert "Make a token" not in page
        refused = browser.send(f"{PAGE}/tokens", name="Our portal")
        assert refused.status_code == 403
        assert "Please confirm first that it is you." in refused.text
        assert landed_on(browser.send(f"{PAGE}/confirmation")) == "/sign-in/sent"
        (letter,) = letters(db, ana.email)
        used = browser.send(f"/sign-in/{letter.facts['token']}")
        assert landed_on(used) == PAGE
        assert "Make a token" in browser.get(PAGE).text
    assert db.exec(select(ApiToken)).all() == []


@pytest.mark.parametrize("what", [{"admitted_at": None}, {"suspended_at": NOON}])
def test_who_takes_no_part_sees_and_ends_sessions_and_no_more(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, what: dict[str, object]
) -> None:
    ben = make.member("Ben", **what)
    sign_in(ben)
    sessions.start(db, ben)
    db.commit()
    page = browser.get(PAGE)
    assert page.status_code == 200
    assert "Make a token" not in page.text
    assert "Profile" not in re.sub(r"(?s)<header.*?</header>", "", page.text)
    assert browser.send(f"{PAGE}/tokens", name="Our portal").status_code == 403
    assert landed_on(browser.send(f"{PAGE}/sessions/ending")) == PAGE


def test_strangers_are_asked_to_sign_in(browser: Browser) -> None:
    assert browser.get(PAGE).status_code == 401
    assert browser.send(f"{PAGE}/sessions/ending").status_code == 401


def test_signing_in_elsewhere_leaves_this_session_alone(
    browser: Browser, app: FastAPI, db: Session, ana: Member
) -> None:
    other = Browser(app, htmx=browser.htmx)
    other.send(asks(other, db, ana))
    assert is_signed_in(browser)
    assert is_signed_in(other)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(
    browser: Browser, connection: Connection, db: Session, ana: Member, count: int
) -> None:
    for n in range(count - 1):
        sessions.start(db, ana)
        programs.make(db, ana, programs.TokenDraft(name=f"Program {n}"))
    db.commit()
    with counted(connection) as queries:
        browser.get(PAGE)
    assert len(queries) == 5
