"""/settings/data: taking one's data along, and leaving."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.core import clock
from backend.core.db import Sessions
from backend.domain.members.models import Member
from backend.domain.own_data.models import Archive, Erasure
from backend.jobs.archives import Bindery, make_one
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.joining import letters, token_for
from tests.support.make import Make
from tests.support.queries import counted

PAGE = "/settings/data"


@pytest.fixture
def ana(make: Make, sign_in: SignIn) -> Member:
    member = make.member("Ana")
    sign_in(member)
    return member


def made(app: FastAPI, sessions: Sessions) -> None:
    state = app.state
    make_one(
        sessions,
        Bindery(state.settings, state.site, state.languages, state.shelf, state.archives),
    )


def test_an_archive_is_asked_for_made_and_fetched(
    browser: Browser, ana: Member, app: FastAPI, sessions: Sessions, db: Session
) -> None:
    assert "Ask for your archive" in browser.get(PAGE).text
    answer = browser.send(f"{PAGE}/archives")
    waiting = answer if browser.htmx else browser.get(landed_on(answer))
    assert "is being made" in waiting.text
    assert "Ask for" not in waiting.text
    made(app, sessions)
    archive = db.exec(select(Archive).where(Archive.member_id == ana.id)).one()
    ready = browser.get(PAGE).text
    assert f"{PAGE}/archives/{archive.id}" in ready
    assert "Ask for a new archive" not in ready
    fetched = browser.get(f"{PAGE}/archives/{archive.id}")
    assert fetched.content[:2] == b"PK"
    assert fetched.headers["Cache-Control"] == "no-store"
    assert "attachment" in fetched.headers["Content-Disposition"]


def test_who_finds_a_browser_open_carries_nothing_away(
    browser: Browser, ana: Member, app: FastAPI, sessions: Sessions, db: Session
) -> None:
    browser.send(f"{PAGE}/archives")
    made(app, sessions)
    address = f"{PAGE}/archives/{db.exec(select(Archive.id)).one()}"
    with clock.stopped(clock.now() + timedelta(minutes=30)):
        page = browser.get(PAGE).text
        assert ("you have 30 minutes" in page, address in page) == (True, False)
        assert browser.get(address).headers["Location"] == PAGE
        assert "Please confirm first that it is you." in browser.get(PAGE).text
        sent = browser.send("/settings/sign-in/confirmation", next=PAGE)
        assert landed_on(sent) == "/sign-in/sent"
        token = letters(db, ana.email, "sign_in")[0].facts["token"]
        assert landed_on(browser.send(f"/sign-in/{token}")) == PAGE
        assert browser.get(address).content[:2] == b"PK"


def test_asked_for_twice_in_a_day_it_is_refused_with_a_sentence(
    browser: Browser, ana: Member, db: Session
) -> None:
    browser.send(f"{PAGE}/archives")
    answer = browser.send(f"{PAGE}/archives")
    assert answer.status_code == 403
    assert "is being made" in answer.text
    assert len(db.exec(select(Archive).where(Archive.member_id == ana.id)).all()) == 1


def test_an_archive_is_nobody_elses(
    browser: Browser, make: Make, sign_in: SignIn, app: FastAPI, sessions: Sessions, db: Session
) -> None:
    ana = make.member()
    db.add(Archive(member_id=ana.id))
    db.commit()
    made(app, sessions)
    archive = db.exec(select(Archive)).one()
    address = f"{PAGE}/archives/{archive.id}"
    assert browser.get(address).status_code == 401
    sign_in(make.convener())
    theirs, unknown = browser.get(address), browser.get(f"{PAGE}/archives/{make.city().id}")
    assert (theirs.status_code, unknown.status_code) == (404, 404)
    assert theirs.text.replace(str(archive.id), "") == unknown.text.replace(
        unknown.url.path.rpartition("/")[2], ""
    )


def test_a_lost_file_is_not_there(browser: Browser, ana: Member, db: Session) -> None:
    archive = Archive(member_id=ana.id, made_at=NOON, expires_at=clock.now().replace(year=2030))
    db.add(archive)
    db.commit()
    assert browser.get(f"{PAGE}/archives/{archive.id}").status_code == 404


@pytest.mark.parametrize("standing", [{"suspended_at": NOON}, {"admitted_at": None}])
def test_who_may_do_nothing_else_may_do_this(
    browser: Browser, make: Make, sign_in: SignIn, standing: dict[str, Any], db: Session
) -> None:
    sign_in(waiting := make.member("Ana", email="ana@city.example", **standing))
    assert PAGE in browser.get("/").text
    page = browser.get(PAGE)
    assert (page.status_code, "Profile</a>" in page.text) == (200, False)
    assert browser.send(f"{PAGE}/archives").status_code in {200, 303}
    gone = browser.send(f"{PAGE}/erasure", choice="leave", email="ana@city.example")
    assert landed_on(gone) == "/"
    assert db.get(Erasure, waiting.id) is not None


def test_who_comes_back_reads_that_the_account_stays(
    browser: Browser, ana: Member, db: Session
) -> None:
    browser.send(f"{PAGE}/erasure", choice="leave", email=ana.email)
    browser.send("/sign-in", email=ana.email)
    came = browser.send(f"/sign-in/{token_for(db, ana.email)}")
    assert landed_on(came) == "/"
    assert "Your account stays" in browser.get("/").text


@pytest.mark.usefixtures("ana")
def test_leaving_says_what_becomes_of_what(browser: Browser) -> None:
    page = browser.get(f"{PAGE}/erasure").text
    for words in ("Your challenges", "Profile", "Roundtables that you answered to", "in 7 days"):
        assert words in page


def test_who_finds_a_browser_open_erases_nobody(browser: Browser, ana: Member, db: Session) -> None:
    with clock.stopped(clock.now() + timedelta(minutes=30)):
        page = browser.get(f"{PAGE}/erasure").text
        assert ("confirm that it is you" in page, "Erase my account" in page) == (True, False)
        refused = browser.send(f"{PAGE}/erasure", choice="take", email=ana.email)
        assert (refused.status_code, db.get(Erasure, ana.id)) == (403, None)
        sent = browser.send("/settings/sign-in/confirmation", next=f"{PAGE}/erasure")
        assert landed_on(sent) == "/sign-in/sent"
        token = letters(db, ana.email, "sign_in")[0].facts["token"]
        assert landed_on(browser.send(f"/sign-in/{token}")) == f"{PAGE}/erasure"
        assert "Erase my account" in browser.get(f"{PAGE}/erasure").text
        browser.send(f"{PAGE}/erasure", choice="take", email=ana.email)
    assert db.get(Erasure, ana.id) is not None


def test_who_leaves_is_signed_out_and_told_the_day(
    browser: Browser, ana: Member, db: Session
) -> None:
    answer = browser.send(f"{PAGE}/erasure", choice="take", email=ana.email)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    front = browser.get(landed_on(answer)).text
    assert "Your account will be erased on 11 May" in front
    assert browser.get(PAGE).status_code == 401
    wish = db.get_one(Erasure, ana.id)
    assert wish.takes_away


def test_a_wrong_address_erases_nobody_and_keeps_the_choice(
    browser: Browser, ana: Member, db: Session
) -> None:
    answer = browser.send(f"{PAGE}/erasure", choice="take", email="somebody@else.example")
    assert answer.status_code == 422
    assert "not the address" in answer.text
    assert "somebody@else.example" in answer.text
    assert 'value="take" checked' in answer.text
    assert db.get(Erasure, ana.id) is None


def test_without_a_choice_nothing_happens(browser: Browser, ana: Member, db: Session) -> None:
    assert browser.send(f"{PAGE}/erasure", email=ana.email).status_code == 422
    assert browser.send(f"{PAGE}/erasure", choice="sell", email=ana.email).status_code == 422
    assert db.get(Erasure, ana.id) is None


def test_opening_the_page_erases_nobody(browser: Browser, ana: Member, db: Session) -> None:
    browser.get(f"{PAGE}/erasure?choice=leave&email={ana.email}")
    assert db.get(Erasure, ana.id) is None


def test_who_came_back_reads_that_the_account_stays(
    browser: Browser, ana: Member, db: Session
) -> None:
    db.add(Erasure(member_id=ana.id, takes_away=False, due_at=NOON))
    db.commit()
    assert "Your account stays" in browser.get(PAGE).text


def test_the_last_convener_is_told_why_not(browser: Browser, make: Make, sign_in: SignIn) -> None:
    sign_in(ruth := make.convener())
    assert "only convener" in browser.get(f"{PAGE}/erasure").text
    answer = browser.send(f"{PAGE}/erasure", choice="leave", email=ruth.email)
    assert answer.status_code == 403


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/erasure"])
def test_the_pages_are_cheap(
    browser: Browser, ana: Member, db: Session, connection: Connection, path: str
) -> None:
    sizes = []
    for n in (1, 2):
        db.add_all(Archive(member_id=ana.id) for _ in range(n))
        db.commit()
        with counted(connection) as sent:
            browser.get(path)
        sizes.append(len(sent))
    assert sizes[0] == sizes[1] <= 4
