import re
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from backend.core.config import Settings
from backend.core.db import Sessions
from backend.domain.members.models import BrowserSession, Member
from backend.main import create_app
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.joining import ADDRESS, asks, is_signed_in, token_for
from tests.support.make import Make


@pytest.fixture
def amina(make: Make) -> Member:
    return make.member("Amina Mensah", email=ADDRESS)


def test_the_link_in_the_letter_signs_in_the_browser_that_asked(
    browser: Browser, db: Session, amina: Member
) -> None:
    address = asks(browser, db, amina, then="/challenges?topic=housing")
    assert "/sign-in/" in browser.get(address).text
    assert not is_signed_in(browser)
    assert landed_on(browser.send(address)) == "/challenges?topic=housing"
    assert "You are signed in, Amina Mensah." in browser.get("/about").text
    assert is_signed_in(browser)
    kept = db.exec(select(BrowserSession)).one()
    assert (kept.member_id, kept.expires_at) == (amina.id, NOON + timedelta(days=30))


def test_the_cookies_that_matter_stay_out_of_reach_of_scripts(
    browser: Browser, db: Session, amina: Member
) -> None:
    asked = browser.send("/sign-in", email=amina.email)
    assert "HttpOnly; Max-Age=900; Path=/; SameSite=lax" in asked.headers["Set-Cookie"]
    signed_in = browser.send(f"/sign-in/{token_for(db, ADDRESS)}")
    _flash, session, ended = signed_in.headers.get_list("Set-Cookie")
    assert re.fullmatch(
        r"session=[\w-]{43}; HttpOnly; Max-Age=2592000; Path=/; SameSite=lax", session
    )
    assert ended.startswith('browser="";')


def test_over_https_the_cookies_are_bound_to_the_host(
    settings: Settings, sessions: Sessions, browser: Browser, db: Session, amina: Member
) -> None:
    safe = settings.model_copy(update={"origin": "https://localhost:8000"})
    there = Browser(create_app(safe, sessions), htmx=browser.htmx)
    asked = there.send("/sign-in", email=amina.email)
    (cookie,) = asked.headers.get_list("Set-Cookie")
    assert cookie.startswith("__Host-browser=")
    assert cookie.endswith("; Secure")
    there.client.cookies.set("__Host-browser", cookie.split(";")[0].partition("=")[2])
    signed_in = there.send(f"/sign-in/{token_for(db, ADDRESS)}")
    cookies = signed_in.headers.get_list("Set-Cookie")
    assert [one.partition("=")[0] for one in cookies] == [
        "flash",
        "__Host-session",
        "__Host-browser",
    ]
    for one in cookies:
        assert one.endswith("; Secure")
        assert "Path=/;" in one
        assert "Domain" not in one


@pytest.mark.parametrize(
    "next_page",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "people",
        "/péople",
    ],
)
def test_signing_in_never_leads_to_another_site(
    browser: Browser, db: Session, amina: Member, next_page: str
) -> None:
    assert landed_on(browser.send(asks(browser, db, amina, then=next_page))) == "/"


def test_a_private_page_leads_by_way_of_signing_in_back_to_itself(
    browser: Browser, db: Session, amina: Member
) -> None:
    refused = browser.get("/notifications?after=1")
    assert refused.status_code == 401
    there = re.search(r'class="button primary" href="([^"]+)"', refused.text)
    assert there
    assert there[1] == "/sign-in?next=%2Fnotifications%3Fafter%3D1"
    assert 'name="next" value="/notifications?after=1"' in browser.get(there[1]).text
    assert landed_on(browser.send(asks(browser, db, amina, "/notifications?after=1"))) == (
        "/notifications?after=1"
    )


def test_a_signed_in_browser_goes_straight_on(
    browser: Browser, sign_in: SignIn, amina: Member
) -> None:
    sign_in(amina)
    assert browser.get("/sign-in?next=/people").headers["Location"] == "/people"
    assert browser.get("/sign-in?next=//evil.example").headers["Location"] == "/"


def test_signing_in_anew_ends_the_session_before(
    browser: Browser, sign_in: SignIn, db: Session, amina: Member, make: Make
) -> None:
    sign_in(make.member("Ben"))
    before = browser.client.cookies["session"]
    browser.send(asks(browser, db, amina))
    assert browser.client.cookies["session"] != before
    kept = db.exec(select(BrowserSession.member_id, BrowserSession.ended_at)).all()
    assert {(member == amina.id, ended) for member, ended in kept} == {(True, None), (False, NOON)}
    browser.client.cookies.set("session", before, domain="localhost.local")
    assert not is_signed_in(browser)


def test_a_suspended_member_comes_in_and_is_greeted_by_nobody(
    browser: Browser, db: Session, make: Make
) -> None:
    ben = make.member(suspended_at=NOON)
    assert landed_on(browser.send(asks(browser, db, ben))) == "/"
    page = browser.get("/about").text
    assert "Sign out" in page
    assert "You are signed in" not in page


def test_signing_out_ends_the_session_and_clears_what_the_browser_kept(
    browser: Browser, sign_in: SignIn, db: Session, amina: Member
) -> None:
    sign_in(amina)
    token = browser.client.cookies["session"]
    left = browser.send("/sign-out")
    assert landed_on(left) == "/"
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "session" not in browser.client.cookies
    assert "You are signed out." in browser.get("/about").text
    browser.client.cookies.set("session", token, domain="localhost.local")
    assert not is_signed_in(browser)
    assert db.exec(select(BrowserSession.ended_at)).one() == NOON


def test_whoever_is_signed_out_already_may_sign_out(browser: Browser) -> None:
    assert landed_on(browser.send("/sign-out")) == "/"


def test_no_other_site_signs_anybody_in_or_out(
    browser: Browser, db: Session, amina: Member
) -> None:
    address = asks(browser, db, amina)
    for path in (address, "/sign-in", "/sign-out"):
        assert browser.send(path, site="cross-site", email=ADDRESS).status_code == 403
    assert db.exec(select(BrowserSession)).all() == []


def test_a_browser_that_says_nonsense_of_where_it_is_goes_on_all_the_same(browser: Browser) -> None:
    browser.here = "[/sign-in"
    assert landed_on(browser.send("/sign-in", email=ADDRESS)) == "/sign-in/sent"
