"""Signing in by SAML, against a provider that nobody here wrote."""

import re
import time
from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import Session, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.db import Sessions
from backend.core.errors import Conflict
from backend.core.provider_settings import SamlProvider
from backend.core.providers import Asserted, Vouched
from backend.domain.joining import identities, provider_answers
from backend.domain.joining.actions import forget_unproven
from backend.domain.joining.ways import Identity, ProviderAnswer, ProviderVisit, Voucher
from backend.domain.members.models import Member
from backend.main import create_app
from tests.conftest import SignIn
from tests.support.browser import Browser, landed_on
from tests.support.joining import bristol, is_signed_in, letters, sent_to, wish
from tests.support.make import Make
from tests.support.saml import NAME, Form, provider, samlp, signs_in

PAGE = "/settings/sign-in"
GO = f"/sign-in/providers/{NAME}"


@pytest.fixture(scope="module")
def idp(tmp_path_factory: pytest.TempPathFactory) -> Generator[SamlProvider, None, None]:
    with samlp(tmp_path_factory.mktemp("saml")) as found:
        yield found


@pytest.fixture(autouse=True)
def at_noon() -> Generator[None, None, None]:
    """The provider keeps the real time, so the clock stands at it."""
    with clock.stopped(datetime.fromtimestamp(time.time(), UTC)):
        yield


@pytest.fixture
def settings(settings: Settings, idp: SamlProvider) -> Settings:
    gone = provider(9, name="gone", label="Gone")
    by_address = {"metadata": "http://127.0.0.1:9/", "address": "", "certificates": ()}
    return settings.model_copy(update={"saml_providers": (idp, gone.model_copy(update=by_address))})


def goes(browser: Browser, login: str, path: str = GO, **options: Any) -> Form:
    """Set out and sign in there: the form that its page sends on."""
    return signs_in(sent_to(browser.send(path)), login, **options)


def arrives(browser: Browser, form: Form) -> httpx.Response:
    """The form comes from the other site, so without cookies; then the browser goes on with them."""
    bare = Browser(browser.app, htmx=False)
    sent = bare.send(f"{GO}/assertion", site="cross-site", **form.fields)
    assert (sent.status_code, "set-cookie" in sent.headers) == (303, False), sent.text
    return browser.get(sent.headers["Location"])


def knows(db: Session, idp: SamlProvider, member: Member, login: str) -> None:
    """She has linked that account before."""
    identities.keep(db, member, Vouched(idp.entity_id, login, f"{login}@bristol.gov.uk"))
    db.commit()


def test_who_has_linked_it_comes_in_by_it(
    browser: Browser, db: Session, make: Make, idp: SamlProvider
) -> None:
    amina = make.member("Amina Mensah", email="other@bristol.gov.uk")
    knows(db, idp, amina, "amina")
    assert "Sign in by City SAML" in browser.get("/sign-in").text
    address = sent_to(browser.send(GO, next="/people"))
    answer = arrives(browser, signs_in(address, "amina"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/people")
    assert "You are signed in, Amina Mensah." in browser.get("/about").text


def test_a_stranger_asks_to_join_with_the_address_proven(
    browser: Browser, db: Session, idp: SamlProvider
) -> None:
    bristol(db, "bristol.gov.uk")
    assert landed_on(arrives(browser, goes(browser, "amina"))) == "/join"
    form = browser.get("/join").text
    assert "This address is confirmed already." in form
    assert 'value="Amina"' in form
    assert landed_on(browser.send("/join", **wish(email="mayor@bristol.gov.uk"))) == "/"
    kept = db.exec(select(Identity)).one()
    assert (kept.issuer, kept.subject, kept.email) == (
        idp.entity_id,
        "amina",
        "amina@bristol.gov.uk",
    )


def test_an_address_that_a_member_has_opens_nothing_by_itself(
    browser: Browser, db: Session, make: Make
) -> None:
    make.member("Amina Mensah", email="amina@bristol.gov.uk")
    answer = arrives(browser, goes(browser, "amina"))
    assert answer.status_code == 409
    assert "sign in as you always do" in answer.text
    assert not is_signed_in(browser)
    assert db.exec(select(Identity)).all() == []


def test_an_address_of_another_domain_is_not_believed(
    browser: Browser, settings: Settings, sessions: Sessions, db: Session, idp: SamlProvider
) -> None:
    """Not even of whoever signs for all that they say."""
    of_bogota = idp.model_copy(update={"domains": ("bogota.gov.co",)})
    there = settings.model_copy(update={"saml_providers": (of_bogota,)})
    browser = Browser(create_app(there, sessions), htmx=browser.htmx)
    answer = arrives(browser, goes(browser, "amina"))
    assert answer.status_code == 403
    assert "no e-mail address of yours that is confirmed there" in answer.text
    assert db.exec(select(Voucher)).all() == []


def test_an_answer_is_worth_something_once_and_in_the_browser_that_set_out(
    browser: Browser, app: FastAPI, db: Session, make: Make, idp: SamlProvider
) -> None:
    knows(db, idp, make.member(), "amina")
    form = goes(browser, "amina")
    other = Browser(app, htmx=browser.htmx)
    sent = other.send(f"{GO}/assertion", site="cross-site", **form.fields)
    onward = landed_on(sent)
    for reader in (other, browser):
        answer = reader.get(onward)
        assert (answer.status_code, is_signed_in(reader)) == ((410, False), (303, True))[
            reader is browser
        ]
    for again in (browser.get(onward), arrives(browser, form)):
        assert (again.status_code, "Please start again." in again.text) == (410, True)


def test_whoever_brings_a_second_answer_to_one_question_brings_none(
    browser: Browser, db: Session, make: Make, idp: SamlProvider
) -> None:
    """Whoever came by the question cannot have its asker signed in as somebody else."""
    knows(db, idp, make.member(), "amina")
    address = sent_to(browser.send(GO))
    amina, mallory = signs_in(address, "amina"), signs_in(address, "mallory")
    bare = Browser(browser.app, htmx=False)
    first = bare.send(f"{GO}/assertion", site="cross-site", **amina.fields)
    second = bare.send(f"{GO}/assertion", site="cross-site", **mallory.fields)
    assert "error=unbelieved" in second.headers["Location"]
    state = first.headers["Location"].partition("&")[0]
    assert browser.get(f"{state}&code=a-handle-of-mallory").status_code == 410
    assert not is_signed_in(browser)


@pytest.mark.parametrize("is_sound", [True, False])
def test_of_two_forms_at_once_the_second_is_refused_in_words(
    browser: Browser, db: Session, idp: SamlProvider, *, is_sound: bool
) -> None:
    form = goes(browser, "amina")
    visit = provider_answers.awaited(db, "city-saml", form.state)
    vouched = Vouched(idp.entity_id, "amina", "amina@hall.example", is_proven=True, name="Amina")
    said = Asserted(vouched, "another-form", visit.expires_at)
    provider_answers.put_away(db, visit, said)
    if is_sound:
        with pytest.raises(Conflict, match="has been used"):
            provider_answers.put_away(db, visit, replace(said, id="one-more"))
    else:
        provider_answers.disbelieve(db, visit)
    assert len(db.exec(select(ProviderAnswer)).all()) == 1


def test_a_form_that_was_believed_once_is_kept_until_it_is_too_old(
    browser: Browser, db: Session
) -> None:
    assert landed_on(arrives(browser, goes(browser, "amina"))) == "/join"
    kept = db.exec(select(ProviderAnswer)).one()
    assert (kept.subject, kept.email, kept.name) == ("", "", "")
    forget_unproven(db)
    assert db.exec(select(ProviderAnswer)).all() == [kept]
    with clock.stopped(kept.expires_at + timedelta(seconds=1)):
        forget_unproven(db)
    assert db.exec(select(ProviderAnswer)).all() == []


def test_what_nobody_fetches_is_wiped_out(browser: Browser, db: Session) -> None:
    form = goes(browser, "amina")
    Browser(browser.app, htmx=False).send(f"{GO}/assertion", site="cross-site", **form.fields)
    assert db.exec(select(ProviderAnswer.email)).one() == "amina@bristol.gov.uk"
    with clock.stopped(clock.now() + timedelta(minutes=11)):
        provider_answers.forget_old(db)
    assert db.exec(select(ProviderAnswer.email)).one() == ""


def test_what_cannot_be_believed_is_said_to_be(
    browser: Browser, db: Session, make: Make, idp: SamlProvider
) -> None:
    knows(db, idp, make.member(), "amina")
    for options in ({"audience": "https://another.example"}, {"signAssertion": False}):
        answer = arrives(browser, goes(browser, "amina", **options))
        assert answer.status_code == 403
        assert "What City SAML answered cannot be believed" in answer.text
    assert not is_signed_in(browser)


def test_a_visit_has_one_form_read_believed_or_not(browser: Browser) -> None:
    """Nobody keeps us reading rubbish, nor tries forms until one fits."""
    form = goes(browser, "amina")
    bare = Browser(browser.app, htmx=False)
    for answer in ("rubbish", form.answer):
        sent = bare.send(
            f"{GO}/assertion", site="cross-site", SAMLResponse=answer, RelayState=form.state
        )
        assert sent.headers["Location"].endswith("error=unbelieved")
    assert browser.get(sent.headers["Location"]).status_code == 403


def test_who_says_no_there_reads_so_here(browser: Browser, db: Session) -> None:
    answer = arrives(browser, goes(browser, "amina", no=True))
    assert answer.status_code == 403
    assert "City SAML did not sign you in. Nothing has changed." in answer.text
    assert db.exec(select(Identity)).all() == []


def test_an_answer_that_nobody_asked_for_is_refused(
    browser: Browser, db: Session, make: Make, idp: SamlProvider
) -> None:
    knows(db, idp, make.member(), "amina")
    form = goes(browser, "amina")
    for state in ("", "x", "x" * 9000):
        answer = arrives(browser, Form(form.address, form.answer, state))
        assert (answer.status_code, "Please start again." in answer.text) == (410, True)
    assert not is_signed_in(browser)


def test_after_ten_minutes_at_the_provider_one_starts_again(browser: Browser) -> None:
    form = goes(browser, "amina")
    with clock.stopped(clock.now() + timedelta(minutes=10)):
        assert arrives(browser, form).status_code == 410


def test_a_provider_that_is_down_leaves_the_other_ways_in(browser: Browser, db: Session) -> None:
    answer = browser.send("/sign-in/providers/gone")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "Gone cannot be reached at the moment." in answer.text
    assert db.exec(select(ProviderVisit)).all() == []


def test_a_cookie_that_comes_along_does_nothing(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, idp: SamlProvider
) -> None:
    """A provider on a site of ours sends its form with our cookies, and they change nothing."""
    amina = make.member("Amina Mensah")
    knows(db, idp, amina, "amina")
    ben = make.member("Ben Okafor")
    form = goes(browser, "amina")
    sign_in(ben)
    sent = browser.client.cookies.get("session")
    answer = browser.send(f"{GO}/assertion", site="same-site", **(form.fields | {"form_token": ""}))
    assert answer.status_code in {204, 303}
    assert browser.client.cookies.get("session") == sent
    browser.get(landed_on(answer))
    assert "You are signed in, Amina Mensah." in browser.get("/about").text


def test_the_gate_is_open_for_these_forms_alone(browser: Browser) -> None:
    for path in (GO, f"{GO}/assertion/x", "/sign-in", f"{PAGE}/providers/{NAME}"):
        assert browser.send(path, site="cross-site").status_code == 403
    for name in ("other", "x" * 41):
        refused = browser.send(f"/sign-in/providers/{name}/assertion", site="cross-site")
        assert refused.status_code in {403, 404}


def test_its_operator_reads_what_we_are(browser: Browser) -> None:
    answer = browser.get(f"{GO}/metadata")
    assert answer.headers["Content-Type"] == "application/samlmetadata+xml"
    assert f'entityID="http://localhost:8000{GO}/metadata"' in answer.text
    assert browser.get("/sign-in/providers/other/metadata").status_code == 404


def test_somebody_signed_in_to_both_links_them_and_takes_them_apart(
    browser: Browser, db: Session, make: Make, sign_in: SignIn
) -> None:
    amina = make.member("Amina Mensah", email="amina@bristol.gov.uk")
    sign_in(amina)
    assert "Add City SAML" in browser.get(PAGE).text
    form = goes(browser, "ben", f"{PAGE}/providers/{NAME}")
    assert landed_on(arrives(browser, form)) == PAGE
    assert "From now on you can sign in by City SAML." in browser.get(PAGE).text
    assert [letter.event for letter in letters(db, amina.email)] == ["way_in.linked"]
    (ending,) = set(re.findall(rf"{PAGE}/identities/[\w-]+/ending", browser.get(PAGE).text))
    assert landed_on(browser.send(ending)) == PAGE
    assert db.exec(select(Identity)).all() == []


def test_who_signed_out_meanwhile_links_nothing(
    browser: Browser, db: Session, make: Make, sign_in: SignIn
) -> None:
    sign_in(make.member())
    form = goes(browser, "amina", f"{PAGE}/providers/{NAME}")
    browser.send("/sign-out")
    answer = arrives(browser, form)
    assert (answer.status_code, "nothing was added" in answer.text) == (403, True)
    assert db.exec(select(Identity)).all() == []
