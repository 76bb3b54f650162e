import re
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.core import clock
from backend.domain.members import links
from backend.domain.members.models import BrowserSession, Member, SignInLink
from backend.kit import askers
from tests.conftest import NOON
from tests.support.browser import Browser, landed_on
from tests.support.joining import ADDRESS, asks, code_on, is_signed_in, letters, wish
from tests.support.make import Make
from tests.support.queries import counted


@pytest.fixture
def amina(make: Make) -> Member:
    return make.member("Amina Mensah", email=ADDRESS)


@pytest.fixture
def other(app: FastAPI, browser: Browser) -> Browser:
    """Another browser of the same kind."""
    return Browser(app, htmx=browser.htmx)


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


@pytest.mark.parametrize(
    ("path", "rest"),
    [("/sign-in", {}), ("/join", {key: wish()[key] for key in wish() if key != "email"})],
)
def test_the_work_for_a_known_and_for_an_unknown_address_is_the_same(
    app: FastAPI,
    connection: Connection,
    db: Session,
    make: Make,
    path: str,
    rest: dict[str, Any],
) -> None:
    """The same statements in the same order: whoever measures the time learns nothing."""
    make.member(email=ADDRESS)
    answers, work, written = [], [], []
    for email in (ADDRESS, "nobody@bristol.gov.uk"):
        with counted(connection) as statements:
            answer = Browser(app, htmx=False).send(path, email=email, **rest)
        answers.append((answer.status_code, answer.headers["Location"], answer.content))
        work.append(statements)
        written.append(len(letters(db, email)))
    assert answers[0] == answers[1]
    assert work[0] == work[1]
    assert written == [1, 1]


@pytest.mark.parametrize("known", [True, False])
def test_who_asks_too_often_gets_no_more_letters_and_is_not_told(
    browser: Browser, db: Session, make: Make, *, known: bool
) -> None:
    if known:
        make.member(email=ADDRESS)
    for _ in range(5):
        assert landed_on(browser.send("/sign-in", email=ADDRESS)) == "/sign-in/sent"
    code = browser.get("/sign-in/sent").text.partition("passcode")[2][:60]
    assert landed_on(browser.send("/sign-in", email=ADDRESS.upper())) == "/sign-in/sent"
    assert len(letters(db)) == 5
    # The code still belongs to the last letter.
    assert code in browser.get("/sign-in/sent").text


def test_an_address_that_is_none_comes_back_with_the_words_kept(
    browser: Browser, db: Session
) -> None:
    sent = browser.send("/sign-in", email="amina@bristol", next="/people")
    assert (sent.status_code, sent.text.startswith("<form")) == (422, browser.htmx)
    assert "Please give an e-mail address, such as amina@bristol.gov.uk." in sent.text
    assert 'value="amina@bristol"' in sent.text
    assert 'name="next" value="/people"' in sent.text
    assert letters(db) == []


def test_what_the_operator_hands_over_works_in_any_browser(
    browser: Browser, db: Session, amina: Member
) -> None:
    token = links.issue(db, amina)
    db.commit()
    assert "six digits" not in browser.get(f"/sign-in/{token}").text
    assert landed_on(browser.send(f"/sign-in/{token}")) == "/"
    assert is_signed_in(browser)


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
