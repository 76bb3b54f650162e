"""Passkeys at their pages, and what a role that needs one may do without."""

import json
import re
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlmodel import Session, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.db import Sessions
from backend.domain.joining.ways import Passkey, PasskeyChallenge
from backend.domain.members import sessions
from backend.domain.members.models import BrowserSession, Member
from backend.domain.moderation.models import LogEntry
from backend.domain.notifications.models import Notification
from backend.domain.own_data.models import Archive, Erasure
from backend.main import create_app
from tests.conftest import NOON, SignIn
from tests.support.authenticator import Authenticator
from tests.support.browser import Browser, Program, landed_on
from tests.support.calling import call
from tests.support.joining import asks, is_signed_in, letters
from tests.support.make import Make

PAGE = "/settings/sign-in"
MAKE = f"{PAGE}/passkeys"
CONFIRM = "Confirm with your passkey"


@pytest.fixture
def amina(make: Make) -> Member:
    return make.member("Amina Mensah")


@pytest.fixture
def device() -> Authenticator:
    return Authenticator()


def makes(browser: Browser, device: Authenticator, name: str = "My telephone") -> str:
    """Make a passkey at the settings; where the browser lands."""
    options = browser.send(f"{MAKE}/challenge").text
    return landed_on(browser.send(MAKE, name=name, answer=device.makes(options)))


def uses(browser: Browser, device: Authenticator, then: str = "/") -> str:
    options = browser.send("/sign-in/passkey/challenge").text
    return landed_on(browser.send("/sign-in/passkey", answer=device.uses(options), next=then))


def test_it_is_made_under_settings_and_opens_the_account(
    browser: Browser, db: Session, sign_in: SignIn, amina: Member, device: Authenticator
) -> None:
    sign_in(amina)
    before = browser.client.cookies["session"]
    assert makes(browser, device) == PAGE
    page = browser.get(PAGE).text
    assert "Your passkey is kept." in page
    assert "My telephone" in page
    assert "By passkey" in page
    assert browser.client.cookies["session"] != before
    browser.send("/sign-out")
    assert "Use a passkey" in browser.get("/sign-in?next=/people").text
    assert uses(browser, device, "/people") == "/people"
    assert "You are signed in, Amina Mensah." in browser.get("/about").text
    strong = db.exec(select(BrowserSession.strong_at)).all()
    assert strong == [None, NOON, NOON]
    assert [letter.event for letter in letters(db, amina.email)] == ["way_in.passkey_made"]


def test_what_a_browser_is_asked_leaves_no_way_without_a_person(
    browser: Browser, sign_in: SignIn, amina: Member
) -> None:
    sign_in(amina)
    making = json.loads(browser.send(f"{MAKE}/challenge").text)
    assert making["rp"] == {"name": "Open Cities", "id": "localhost"}
    assert making["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    using = json.loads(browser.send("/sign-in/passkey/challenge").text)
    assert (using["userVerification"], using["allowCredentials"]) == ("required", [])
    assert len(using["challenge"]) >= 43


def test_an_answer_that_cannot_be_checked_shows_the_other_ways_in(
    browser: Browser, db: Session, device: Authenticator
) -> None:
    options = browser.send("/sign-in/passkey/challenge").text
    for answer in (device.uses(options), device.uses(options), "", "{}", "\x00"):
        refused = browser.send("/sign-in/passkey", answer=answer, next="/people")
        assert refused.status_code == 403
        if not browser.htmx:
            assert "Send me a link" in refused.text
            assert 'name="next" value="/people"' in refused.text
    assert db.exec(select(PasskeyChallenge.used_at)).all() == [NOON]
    assert not is_signed_in(browser)


def test_a_passkey_needs_a_name(
    browser: Browser, db: Session, sign_in: SignIn, amina: Member, device: Authenticator
) -> None:
    sign_in(amina)
    options = browser.send(f"{MAKE}/challenge").text
    for name, sentence in (("", "Please fill this in."), ("x" * 81, "under 80 characters")):
        refused = browser.send(MAKE, name=name, answer=device.makes(options))
        assert (refused.status_code, sentence in refused.text) == (422, True)
    assert db.exec(select(Passkey)).all() == []


def test_it_is_called_something_else_and_taken_away(
    browser: Browser, db: Session, sign_in: SignIn, amina: Member, device: Authenticator
) -> None:
    sign_in(amina)
    makes(browser, device)
    page = browser.get(PAGE).text
    (rename,) = set(re.findall(rf"{MAKE}/[\w-]+/name", page))
    (end,) = set(re.findall(rf"{MAKE}/[\w-]+/ending", page))
    empty = browser.send(rename, name=" ")
    assert (empty.status_code, "Please fill this in." in empty.text) == (422, True)
    assert landed_on(browser.send(rename, name="The blue key")) == PAGE
    assert "The blue key" in browser.get(PAGE).text
    assert landed_on(browser.send(end)) == PAGE
    assert "The blue key" not in browser.get(PAGE).text
    assert browser.send(end).status_code == browser.send(rename, name="x").status_code == 404
    assert len(letters(db, amina.email, "way_in.passkey_gone")) == 1


def test_half_an_hour_after_signing_in_none_is_made_or_taken_away(
    browser: Browser, sign_in: SignIn, amina: Member, device: Authenticator
) -> None:
    sign_in(amina)
    makes(browser, device)
    (end,) = set(re.findall(rf"{MAKE}/[\w-]+/ending", browser.get(PAGE).text))
    with clock.stopped(NOON + timedelta(minutes=31)):
        assert browser.send(f"{MAKE}/challenge").status_code == 403
        assert browser.send(MAKE, name="x", answer="{}").status_code == 403
        assert browser.send(end).status_code == 403
        assert "confirm that it is you" in browser.get(PAGE).text
        assert uses(browser, device, PAGE) == PAGE
        assert landed_on(browser.send(end)) == PAGE


def test_strangers_make_none(browser: Browser) -> None:
    assert browser.send(f"{MAKE}/challenge").status_code == 401
    assert browser.send(MAKE, name="x", answer="{}").status_code == 401


def test_where_the_network_is_opened_by_number_there_are_none(app: FastAPI) -> None:
    by_number = app.state.settings.model_copy(update={"origin": "http://127.0.0.1:8000"})
    demo = create_app(by_number, app.state.sessions)

    def sees(host: str) -> tuple[bool, int]:
        headers = {"Host": host, "Sec-Fetch-Site": "same-origin"}
        page = call(demo, "/sign-in", headers=headers).text
        asked = call(demo, "/sign-in/passkey/challenge", "POST", headers=headers)
        return "Use a passkey" in page, asked.status_code

    assert sees("127.0.0.1:8000") == (False, 404)
    assert sees("localhost:8000") == (True, 200)


# Roles that need a passkey ---------------------------------------------------------------


@pytest.fixture
def strict(settings: Settings, sessions: Sessions, browser: Browser) -> Browser:
    """A browser at a network whose conveners and leads need a passkey."""
    both = {"need_passkey": frozenset({"convener", "lead"})}
    return Browser(create_app(settings.model_copy(update=both), sessions), htmx=browser.htmx)


def comes(browser: Browser, db: Session, member: Member) -> None:
    """Sign in by a link that was sent."""
    browser.send(asks(browser, db, member))


def test_a_convener_without_has_a_members_powers_and_is_told_why(
    strict: Browser, db: Session, make: Make
) -> None:
    ruth = make.convener(name="Ruth Adeyemi")
    comes(strict, db, ruth)
    refused = strict.get("/moderation")
    assert (refused.status_code, CONFIRM in refused.text) == (403, True)
    assert 'href="/sign-in/confirmation?next=%2Fmoderation"' in refused.text
    assert "Only conveners can do this." in refused.text
    assert strict.get("/challenges").status_code == 200
    assert CONFIRM in strict.get("/about").text
    page = strict.get("/sign-in/confirmation?next=/moderation").text
    assert "You have no passkey yet." in page


def test_the_first_one_that_opens_a_role_is_told_to_every_convener_and_kept_in_the_log(
    strict: Browser, db: Session, make: Make, device: Authenticator
) -> None:
    ruth, other = make.convener(name="Ruth Adeyemi"), make.convener(name="Li Wei")
    comes(strict, db, ruth)
    makes(strict, device)
    makes(strict, Authenticator(), "My key")
    log = select(LogEntry.deed, LogEntry.subject_id)
    assert db.exec(log).all() == [("first_passkey", ruth.id)]
    told = select(Notification.recipient_id).where(Notification.event == "member.first_passkey")
    assert db.exec(told).all() == [other.id]
    (letter,) = letters(db, other.email, "member.first_passkey")
    assert (
        "Ruth Adeyemi has made a first passkey"
        in strict.app.state.desk.write(db, letter)["Subject"]
    )
    assert "“Ruth Adeyemi” made a first passkey" in strict.get("/moderation/log").text


def test_making_the_first_one_confirms_and_using_it_does_in_another_browser(
    strict: Browser, db: Session, make: Make, device: Authenticator
) -> None:
    ruth = make.convener(name="Ruth Adeyemi")
    comes(strict, db, ruth)
    makes(strict, device)
    assert strict.get("/moderation").status_code == 200
    assert landed_on(strict.get("/sign-in/confirmation?next=/moderation")) == "/moderation"
    strict.send("/sign-out")
    comes(strict, db, ruth)
    assert strict.get("/moderation").status_code == 403
    before = strict.client.cookies["session"]
    assert "Use a passkey" in strict.get("/sign-in/confirmation?next=/moderation").text
    assert uses(strict, device, "/moderation") == "/moderation"
    assert strict.client.cookies["session"] != before
    assert strict.get("/moderation").status_code == 200


def test_who_reads_a_conveners_mail_does_not_get_round_it(
    strict: Browser, db: Session, make: Make, device: Authenticator
) -> None:
    ruth = make.convener(name="Ruth Adeyemi")
    comes(strict, db, ruth)
    makes(strict, device)
    (end,) = set(re.findall(rf"{MAKE}/[\w-]+/ending", strict.get(PAGE).text))
    strict.send("/sign-out")
    comes(strict, db, ruth)
    page = strict.get(PAGE).text
    assert "so does every change here" in page
    assert "Send me a link" not in page
    for path in (f"{MAKE}/challenge", MAKE, end, f"{PAGE}/tokens"):
        assert strict.send(path, name="x", answer="{}").status_code == 403
    assert len(db.exec(select(Passkey)).all()) == 1


def test_a_hidden_thing_is_as_if_it_were_not_there_until_one_confirms(
    strict: Browser, db: Session, make: Make, device: Authenticator
) -> None:
    ruth = make.convener(name="Ruth Adeyemi")
    hidden = make.challenge(hidden_at=NOON)
    comes(strict, db, ruth)
    strict.get("/about")  # where the welcome is shown
    there = strict.get(f"/challenges/{hidden.slug}")
    nowhere = strict.get("/challenges/nowhere")
    assert there.status_code == nowhere.status_code == 404
    assert there.text.replace(hidden.slug, "nowhere") == nowhere.text
    makes(strict, device)
    assert strict.get(f"/challenges/{hidden.slug}").status_code == 200


def test_a_lead_confirms_too_where_leads_need_it(
    strict: Browser, db: Session, make: Make, device: Authenticator
) -> None:
    ben = make.member("Ben Osei", is_lead=True)
    comes(strict, db, ben)
    assert strict.get("/moderation/members").status_code == 403
    makes(strict, device)
    assert strict.get("/moderation/members").status_code == 200


def test_a_member_without_a_role_is_asked_for_nothing(
    strict: Browser, db: Session, amina: Member
) -> None:
    comes(strict, db, amina)
    assert CONFIRM not in strict.get("/moderation").text
    assert landed_on(strict.get("/sign-in/confirmation")) == "/"


def test_where_everybody_needs_one_a_link_by_mail_opens_what_is_public_alone(
    browser: Browser,
    settings: Settings,
    sessions: Sessions,
    db: Session,
    amina: Member,
    device: Authenticator,
) -> None:
    everybody = settings.model_copy(update={"need_passkey": frozenset({"member"})})
    there = Browser(create_app(everybody, sessions), htmx=browser.htmx)
    comes(there, db, amina)
    assert landed_on(there.get("/")) == "/sign-in/confirmation"
    page = there.get("/sign-in/confirmation").text
    assert "This network asks a passkey of everybody." in page
    assert "Go on as a member" not in page
    refused = there.get("/challenges/new")
    assert (refused.status_code, CONFIRM in refused.text) == (403, True)
    makes(there, device)
    assert there.get("/challenges/new").status_code == 200
    assert there.get("/").status_code == 200
    assert db.exec(select(LogEntry)).all() == []


def test_each_role_has_its_own_setting(
    browser: Browser, settings: Settings, sessions: Sessions, db: Session, make: Make
) -> None:
    only_leads = settings.model_copy(update={"need_passkey": frozenset({"lead"})})
    there = Browser(create_app(only_leads, sessions), htmx=browser.htmx)
    comes(there, db, make.convener())
    assert there.get("/moderation").status_code == 200


def test_a_token_is_as_strong_as_the_browser_it_was_made_in(
    strict: Browser, db: Session, make: Make, device: Authenticator
) -> None:
    ruth = make.convener(name="Ruth Adeyemi")
    comes(strict, db, ruth)
    found = []
    for confirmed in (False, True):
        if confirmed:
            makes(strict, device)
        made = strict.send(f"{PAGE}/tokens", name="Reports", scope="read", days="30").text
        token = re.search(r"<code>([\w-]{43})</code>", made)
        assert token
        found.append(Program(strict.app, token[1]).get("/moderation/queue").status_code)
    by_operator = sessions.grant(db, ruth, "read", strong_at=NOON)
    db.commit()
    found.append(Program(strict.app, by_operator).get("/moderation/queue").status_code)
    assert found == [403, 200, 200]


def test_who_reads_the_mail_of_somebody_with_a_passkey_carries_nothing_away(
    strict: Browser, db: Session, make: Make, device: Authenticator
) -> None:
    ruth = make.convener(name="Ruth Adeyemi")
    make.convener(name="Li Wei")
    archive = Archive(member_id=ruth.id, made_at=NOON, expires_at=NOON + timedelta(days=9))
    db.add(archive)
    comes(strict, db, ruth)
    makes(strict, device)
    comes(strict, db, ruth)
    fetch, leave = f"/settings/data/archives/{archive.id}", "/settings/data/erasure"
    page = strict.get("/settings/data").text
    assert ("confirm first with your passkey" in page, "Send me a link" in page) == (True, False)
    assert strict.get(fetch).headers["Location"] == "/settings/data"
    page = strict.get(leave).text
    assert ("/sign-in/confirmation?next=" in page, "Erase my account" in page) == (True, False)
    assert strict.send(leave, choice="take", email=ruth.email).status_code == 403
    assert db.get(Erasure, ruth.id) is None
    assert uses(strict, device, leave) == leave
    assert fetch in strict.get("/settings/data").text
    assert "Erase my account" in strict.get(leave).text
