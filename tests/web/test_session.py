import re
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.db import Sessions
from backend.domain.members import links
from backend.domain.members.models import BrowserSession, Member, SignInLink
from backend.kit import askers
from backend.main import create_app
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.joining import letters, token_for
from tests.support.make import Make
from tests.support.queries import counted

ADDRESS = "amina@bristol.gov.uk"


@pytest.fixture
def amina(make: Make) -> Member:
    return make.member("Amina Mensah", email=ADDRESS)


@pytest.fixture
def other(app: FastAPI, browser: Browser) -> Browser:
    """Another browser of the same kind."""
    return Browser(app, htmx=browser.htmx)


def asks(browser: Browser, db: Session, member: Member, then: str = "/") -> str:
    """Ask for a link; its address, as it stands in the letter."""
    sent = browser.send("/sign-in", email=member.email, next=then)
    assert landed_on(sent) == "/sign-in/sent"
    return f"/sign-in/{token_for(db, member.email)}"


def code_on(browser: Browser) -> str:
    shown = re.search(r"\b(\d{3}) (\d{3})\b", browser.get("/sign-in/sent").text)
    assert shown
    return shown[1] + shown[2]


def is_signed_in(browser: Browser) -> bool:
    return "Sign out" in browser.get("/about").text


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


def test_programs_that_open_every_link_use_none_up(
    browser: Browser, other: Browser, db: Session, amina: Member
) -> None:
    address = asks(browser, db, amina)
    for reader in (browser, other) * 3:
        assert reader.get(address).status_code == 200
        assert reader._send("HEAD", address).status_code == 200
    assert db.exec(select(SignInLink.used_at)).one() is None
    assert db.exec(select(BrowserSession)).all() == []
    assert landed_on(browser.send(address)) == "/"


def test_another_browser_types_the_code_that_the_first_one_shows(
    browser: Browser, other: Browser, db: Session, amina: Member
) -> None:
    address = asks(browser, db, amina)
    assert "six digits" in other.get(address).text
    assert "six digits" not in browser.get(address).text
    nothing = other.send(address)
    assert (nothing.status_code, nothing.text.startswith("<form")) == (422, other.htmx)
    assert "Please type the code that the other browser shows." in nothing.text
    code = code_on(browser)
    wrong = other.send(address, code=f"{(int(code) + 1) % 1_000_000:06}")
    assert (wrong.status_code, "the code that the other browser shows" in wrong.text) == (422, True)
    assert db.exec(select(SignInLink.tries)).one() == 1
    assert landed_on(other.send(address, code=f"{code[:3]} {code[3:]}")) == "/"
    assert is_signed_in(other)
    assert not is_signed_in(browser)


def test_after_five_wrong_codes_nobody_gets_in(
    browser: Browser, other: Browser, db: Session, amina: Member
) -> None:
    address = asks(browser, db, amina)
    code = code_on(browser)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    tried = [other.send(address, code=wrong).status_code for _ in range(links.TRIES)]
    assert tried == [422, 422, 422, 422, 410]
    assert other.send(address, code=code).status_code == 410
    assert browser.send(address).status_code == 410
    assert not is_signed_in(other)


def test_used_old_and_invented_links_look_the_same(
    browser: Browser, other: Browser, db: Session, amina: Member
) -> None:
    used = asks(browser, db, amina)
    browser.send(used)
    late = asks(other, db, amina)
    invented = "/sign-in/" + "x" * 43
    with clock.stopped(NOON + timedelta(minutes=11)):
        pages = [other.get(address) for address in (used, late, invented)]
        sent = [other.send(address) for address in (used, late, invented)]
    assert [answer.status_code for answer in (*pages, *sent)] == [410] * 6
    for page in pages:
        assert "Please ask for a new one." in page.text
        assert page.text.replace(page.request.url.path, "") == pages[0].text.replace(
            pages[0].request.url.path, ""
        )
    assert not is_signed_in(other)


def test_nothing_that_is_seen_tells_who_is_a_member(
    browser: Browser, other: Browser, amina: Member
) -> None:
    known = browser.send("/sign-in", email=amina.email)
    unknown = other.send("/sign-in", email="nobody@bristol.gov.uk")
    seen = []
    for answer, reader in ((known, browser), (unknown, other)):
        token = reader.client.cookies["browser"]
        headers = {
            name: value.replace(token, "")
            for name, value in answer.headers.items()
            if name != "x-request-id"
        }
        page = re.sub(r"\b\d{3} \d{3}\b", "", reader.get("/sign-in/sent").text)
        seen.append((answer.status_code, answer.text, headers, page))
    assert seen[0] == seen[1]


@pytest.mark.parametrize("known", [True, False])
def test_who_asks_too_often_is_asked_to_wait(
    browser: Browser, db: Session, make: Make, *, known: bool
) -> None:
    if known:
        make.member(email=ADDRESS)
    for _ in range(5):
        assert landed_on(browser.send("/sign-in", email=ADDRESS)) == "/sign-in/sent"
    refused = browser.send("/sign-in", email=ADDRESS.upper())
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "900")
    assert "Please wait 15 minutes and ask again." in refused.text
    assert len(letters(db)) == 5


def test_an_address_that_is_none_comes_back_with_the_words_kept(
    browser: Browser, db: Session
) -> None:
    sent = browser.send("/sign-in", email="amina@bristol", next="/people")
    assert (sent.status_code, sent.text.startswith("<form")) == (422, browser.htmx)
    assert "Please give an e-mail address, such as amina@bristol.gov.uk." in sent.text
    assert 'value="amina@bristol"' in sent.text
    assert 'name="next" value="/people"' in sent.text
    assert letters(db) == []


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


def test_what_the_operator_hands_over_works_in_any_browser(
    browser: Browser, db: Session, amina: Member
) -> None:
    token = links.issue(db, amina)
    db.commit()
    assert "six digits" not in browser.get(f"/sign-in/{token}").text
    assert landed_on(browser.send(f"/sign-in/{token}")) == "/"
    assert is_signed_in(browser)


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


def test_without_a_link_asked_for_there_is_no_code_to_show(browser: Browser) -> None:
    assert browser.get("/sign-in/sent").headers["Location"] == "/sign-in"
    browser.client.cookies.set("browser", "not one of ours")
    assert browser.get("/sign-in/sent").headers["Location"] == "/sign-in"


def test_letters_say_it_in_html_and_in_plain_words(
    browser: Browser, app: FastAPI, db: Session, amina: Member
) -> None:
    asks(browser, db, amina)
    browser.send("/sign-in", email="nobody@bristol.gov.uk")
    for address, subject in (
        (ADDRESS, "Your link to sign in to Open Cities"),
        ("nobody@bristol.gov.uk", "Signing in to Open Cities"),
    ):
        (letter,) = letters(db, address)
        message = app.state.desk.write(db, letter)
        assert message["Subject"] == subject
        plain = message.get_body(("plain",)).get_content()
        html = message.get_body(("html",)).get_content()
        token = letter.facts["token"]
        link = f"http://localhost:8000/sign-in/{token}" if token else "http://localhost:8000/join"
        assert plain.count(link) == html.count(link) == 1
        assert "&" not in plain.replace("&nbsp;", "")


def test_the_network_of_an_ipv6_address_is_its_first_half() -> None:
    assert askers.network("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64"
    assert askers.network("::ffff:192.0.2.1") == askers.network("192.0.2.1") == "192.0.2.1"
    assert askers.network("testclient") == "testclient"


def test_a_page_costs_few_queries(
    browser: Browser, connection: Connection, db: Session, amina: Member
) -> None:
    address = asks(browser, db, amina)
    costs = []
    for path in ("/sign-in", "/sign-in/sent", address):
        with counted(connection) as queries:
            browser.get(path)
        costs.append(len(queries))
    assert costs == [0, 1, 1]
