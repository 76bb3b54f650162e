"""Signing in by a provider, against a certified one."""

import re
import time
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import Session, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.db import Sessions
from backend.core.provider_settings import OpenIdProvider
from backend.core.providers import Vouched
from backend.domain.joining import identities
from backend.domain.joining.ways import Identity, ProviderVisit, Voucher
from backend.domain.members.models import BrowserSession, Member
from backend.main import create_app
from tests.conftest import SignIn
from tests.support.browser import Browser, landed_on
from tests.support.joining import bristol, is_signed_in, letters, sent_to, wish
from tests.support.make import Make
from tests.support.openid import certified, walks_through

PAGE = "/settings/sign-in"
GO = "/sign-in/providers/certified"


@pytest.fixture(scope="module")
def provider() -> Generator[OpenIdProvider, None, None]:
    with certified() as provider:
        yield provider


@pytest.fixture(autouse=True)
def at_noon() -> Generator[None, None, None]:
    """The provider keeps the real time, so the clock stands at it."""
    with clock.stopped(datetime.fromtimestamp(time.time(), UTC)):
        yield


@pytest.fixture
def settings(settings: Settings, provider: OpenIdProvider) -> Settings:
    gone = OpenIdProvider(name="gone", label="Gone", issuer="http://127.0.0.1:9", client_id="x")
    return settings.model_copy(update={"providers": (provider, gone)})


def goes(
    browser: Browser, login: str, path: str = GO, *, consents: bool = True, **rest: Any
) -> str:
    """Set out, sign in there, and the address to come back by."""
    return walks_through(sent_to(browser.send(path, **rest)), login, consents=consents)


def knows(db: Session, provider: OpenIdProvider, member: Member, login: str) -> None:
    """She has linked that account before."""
    identities.keep(db, member, Vouched(provider.issuer, login, f"{login}@bristol.gov.uk"))
    db.commit()


def test_who_has_linked_it_comes_in_by_it(
    browser: Browser, db: Session, make: Make, provider: OpenIdProvider
) -> None:
    amina = make.member("Amina Mensah", email="other@bristol.gov.uk")
    knows(db, provider, amina, "amina")
    assert "Sign in by City accounts" in browser.get("/sign-in").text
    back = goes(browser, "amina", next="/people")
    answer = browser.get(back)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/people")
    assert "You are signed in, Amina Mensah." in browser.get("/about").text
    kept = db.exec(select(BrowserSession)).one()
    assert kept.member_id == amina.id
    used = db.exec(select(Identity.used_at)).one()
    assert used == clock.now()


def test_an_answer_is_worth_something_once_and_in_the_browser_that_set_out(
    browser: Browser, app: FastAPI, db: Session, make: Make, provider: OpenIdProvider
) -> None:
    knows(db, provider, make.member(), "amina")
    back = goes(browser, "amina")
    other = Browser(app, htmx=browser.htmx)
    for reader in (other, browser):
        answer = reader.get(back)
        assert (answer.status_code, is_signed_in(reader)) == ((410, False), (303, True))[
            reader is browser
        ]
    again = browser.get(back)
    assert (again.status_code, "Please start again." in again.text) == (410, True)


@pytest.mark.parametrize("query", ["", "?state=", "?state=x&code=y", "?code=y", "?error=x"])
def test_an_answer_to_nothing_is_refused(browser: Browser, query: str) -> None:
    answer = browser.get(f"{GO}/answer{query}")
    assert answer.status_code == 410
    assert "Or in another way" in answer.text


def test_after_ten_minutes_at_the_provider_one_starts_again(
    browser: Browser, db: Session, make: Make, provider: OpenIdProvider
) -> None:
    knows(db, provider, make.member(), "amina")
    back = goes(browser, "amina")
    with clock.stopped(clock.now() + timedelta(minutes=10)):
        assert browser.get(back).status_code == 410
    assert not is_signed_in(browser)


def test_who_says_no_there_reads_so_here(browser: Browser, db: Session) -> None:
    back = goes(browser, "amina", consents=False, next="/people")
    answer = browser.get(back)
    assert answer.status_code == 403
    assert "City accounts did not sign you in. Nothing has changed." in answer.text
    assert 'name="next" value="/people"' in answer.text
    assert not is_signed_in(browser)
    assert db.exec(select(Identity)).all() == []


def test_an_address_that_a_member_has_opens_nothing_by_itself(
    browser: Browser, db: Session, make: Make
) -> None:
    make.member("Amina Mensah", email="amina@bristol.gov.uk")
    answer = browser.get(goes(browser, "amina"))
    assert answer.status_code == 409
    assert "sign in as you always do" in answer.text
    assert 'value="amina@bristol.gov.uk"' in answer.text
    assert f'name="next" value="{PAGE}"' in answer.text
    assert not is_signed_in(browser)
    assert db.exec(select(Identity)).all() == []


def test_an_address_that_nobody_has_confirmed_is_not_believed(
    browser: Browser, db: Session
) -> None:
    answer = browser.get(goes(browser, "unproven"))
    assert answer.status_code == 403
    assert "no e-mail address of yours that is confirmed there" in answer.text
    assert db.exec(select(Voucher)).all() == []


def test_a_provider_that_is_down_leaves_the_other_ways_in(browser: Browser, db: Session) -> None:
    answer = browser.send("/sign-in/providers/gone", next="/people")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "Gone cannot be reached at the moment." in answer.text
    if not browser.htmx:
        assert "Send me a link" in answer.text
        assert "Sign in by City accounts" in answer.text
    assert db.exec(select(ProviderVisit)).all() == []
    assert browser.send("/sign-in", email="amina@bristol.gov.uk").status_code in {204, 303}


def test_a_provider_that_goes_down_meanwhile_is_said_to_be(
    browser: Browser, settings: Settings, sessions: Sessions
) -> None:
    with certified() as short_lived:
        there = settings.model_copy(update={"providers": (short_lived,)})
        browser = Browser(create_app(there, sessions), htmx=browser.htmx)
        back = goes(browser, "amina")
    answer = browser.get(back)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")


def test_nobody_knows_another_provider(browser: Browser) -> None:
    assert browser.send("/sign-in/providers/other").status_code == 404
    assert browser.get("/sign-in/providers/other/answer?state=x").status_code == 404


def test_a_stranger_asks_to_join_with_the_address_proven(
    browser: Browser, db: Session, provider: OpenIdProvider
) -> None:
    bristol(db, "bristol.gov.uk")
    assert landed_on(browser.get(goes(browser, "amina"))) == "/join"
    form = browser.get("/join").text
    assert "This address is confirmed already." in form
    assert 'name="email"' not in form
    assert 'value="Amina"' in form
    short = browser.send("/join", **wish(title=""))
    assert (short.status_code, "This address is confirmed already." in short.text) == (422, True)
    assert not is_signed_in(browser)
    sent = browser.send("/join", **wish(email="mayor@bristol.gov.uk"))
    assert landed_on(sent) == "/"
    assert is_signed_in(browser)
    amina = db.exec(select(Member).where(Member.email == "amina@bristol.gov.uk")).one()
    assert amina.is_member
    kept = db.exec(select(Identity)).one()
    assert (kept.member_id, kept.issuer, kept.subject) == (amina.id, provider.issuer, "amina")
    assert letters(db, "mayor@bristol.gov.uk") == []
    assert browser.get("/join").headers["Location"] == "/"


def test_who_would_rather_use_another_address_proves_it_by_letter(
    browser: Browser, db: Session
) -> None:
    browser.get(goes(browser, "amina"))
    form = browser.get("/join?by=letter").text
    assert 'name="email"' in form
    assert 'name="by" value="letter"' in form
    sent = browser.send("/join", **wish(by="letter", email="ben@bristol.gov.uk"))
    assert landed_on(sent) == "/sign-in/sent"
    assert db.exec(select(Identity)).all() == []
    assert len(letters(db, "ben@bristol.gov.uk")) == 1


def test_who_joined_meanwhile_with_that_address_is_not_joined_twice(
    browser: Browser, db: Session, make: Make
) -> None:
    browser.get(goes(browser, "amina"))
    make.member(email="amina@bristol.gov.uk")
    bristol(db)
    refused = browser.send("/join", **wish())
    assert refused.status_code == 409
    assert not is_signed_in(browser)
    assert db.exec(select(Identity)).all() == []


def test_a_voucher_ends_after_half_an_hour(browser: Browser) -> None:
    browser.get(goes(browser, "amina"))
    with clock.stopped(clock.now() + timedelta(minutes=30)):
        assert 'name="email"' in browser.get("/join").text


@pytest.fixture
def amina(make: Make, sign_in: SignIn) -> Member:
    member = make.member("Amina Mensah", email="amina@bristol.gov.uk")
    sign_in(member)
    return member


def test_somebody_signed_in_to_both_links_them_and_hears_of_it(
    browser: Browser, app: FastAPI, db: Session, amina: Member
) -> None:
    assert "Add City accounts" in browser.get(PAGE).text
    back = goes(browser, "ben", f"{PAGE}/providers/certified")
    assert landed_on(browser.get(back)) == PAGE
    page = browser.get(PAGE).text
    assert "From now on you can sign in by City accounts." in page
    assert "ben@bristol.gov.uk" in page
    (letter,) = letters(db, amina.email)
    message = app.state.desk.write(db, letter)
    assert message["Subject"] == "You can now sign in by City accounts."
    for part in ("plain", "html"):
        assert "http://localhost:8000/settings/sign-in" in message.get_body((part,)).get_content()
    browser.send("/sign-out")
    browser.get(goes(browser, "ben"))
    assert is_signed_in(browser)


def test_it_is_taken_away_again_and_opens_nothing_any_more(
    browser: Browser, db: Session, amina: Member, provider: OpenIdProvider
) -> None:
    knows(db, provider, amina, "amina")
    (address,) = set(re.findall(rf"{PAGE}/identities/[\w-]+/ending", browser.get(PAGE).text))
    assert landed_on(browser.send(address)) == PAGE
    assert db.exec(select(Identity)).all() == []
    assert [letter.event for letter in letters(db, amina.email)] == ["way_in.unlinked"]
    assert browser.send(address).status_code == 404
    browser.send("/sign-out")
    assert browser.get(goes(browser, "amina")).status_code == 409


def test_nobody_takes_away_what_is_anothers(
    browser: Browser, db: Session, make: Make, amina: Member, provider: OpenIdProvider
) -> None:
    knows(db, provider, make.member(), "ben")
    theirs = db.exec(select(Identity.id)).one()
    assert browser.send(f"{PAGE}/identities/{theirs}/ending").status_code == 404
    assert browser.send(f"{PAGE}/identities/{amina.id}/ending").status_code == 404
    assert len(db.exec(select(Identity)).all()) == 1


def test_an_account_there_belongs_to_one_member_here(
    browser: Browser, db: Session, make: Make, amina: Member, provider: OpenIdProvider
) -> None:
    ben = make.member()
    knows(db, provider, ben, "ben")
    answer = browser.get(goes(browser, "ben", f"{PAGE}/providers/certified"))
    assert answer.status_code == 409
    assert db.exec(select(Identity.member_id)).all() == [ben.id]
    assert letters(db, amina.email) == []


def test_linking_twice_is_linking_once(browser: Browser, db: Session, amina: Member) -> None:
    for _ in range(2):
        back = goes(browser, "amina", f"{PAGE}/providers/certified")
        assert landed_on(browser.get(back)) == PAGE
    assert len(db.exec(select(Identity)).all()) == 1
    assert len(letters(db, amina.email)) == 1


@pytest.mark.usefixtures("amina")
def test_who_signed_out_meanwhile_links_nothing(browser: Browser, db: Session) -> None:
    back = goes(browser, "amina", f"{PAGE}/providers/certified")
    browser.send("/sign-out")
    answer = browser.get(back)
    assert answer.status_code == 403
    assert "nothing was added" in answer.text
    assert db.exec(select(Identity)).all() == []


def test_who_is_somebody_else_by_now_links_nothing(
    browser: Browser, db: Session, make: Make, sign_in: SignIn
) -> None:
    sign_in(make.member())
    back = goes(browser, "amina", f"{PAGE}/providers/certified")
    sign_in(make.member())
    assert browser.get(back).status_code == 403
    assert db.exec(select(Identity)).all() == []


@pytest.mark.usefixtures("amina")
def test_half_an_hour_after_signing_in_nothing_is_linked_or_taken_away(
    browser: Browser, db: Session, amina: Member, provider: OpenIdProvider
) -> None:
    knows(db, provider, amina, "amina")
    kept = db.exec(select(Identity.id)).one()
    with clock.stopped(clock.now() + timedelta(minutes=31)):
        assert "Add City accounts" not in browser.get(PAGE).text
        assert browser.send(f"{PAGE}/providers/certified").status_code == 403
        assert browser.send(f"{PAGE}/identities/{kept}/ending").status_code == 403


def test_a_suspended_member_comes_in_to_read_why(
    browser: Browser, db: Session, make: Make, provider: OpenIdProvider
) -> None:
    knows(db, provider, make.member(suspended_at=clock.now()), "amina")
    browser.get(goes(browser, "amina"))
    assert is_signed_in(browser)


def test_no_other_site_sends_anybody_to_a_provider(browser: Browser, db: Session) -> None:
    assert browser.send(GO, site="cross-site").status_code == 403
    assert browser.get(GO).status_code == 405
    assert db.exec(select(ProviderVisit)).all() == []
