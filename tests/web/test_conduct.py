import re
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.domain.conduct import actions
from backend.domain.conduct.models import Acceptance, TranslationDraft, Version, VersionDraft
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.queries import counted

WORDS = "# How we talk\n\nWe speak as colleagues, and we keep to what we know."
CHANGED = "A line on artificial intelligence."


@pytest.fixture
def binding(db: Session, make: Make) -> Version:
    """A version that everybody has to accept."""
    draft = VersionDraft(body=WORDS, change=CHANGED, must_accept=True, after=0)
    made = actions.publish(db, make.convener(), "conduct", draft)
    db.commit()
    return made


def fields(**given: Any) -> dict[str, Any]:
    return {"body": WORDS, "change": CHANGED, "language": "en", "after": "0"} | given


def test_strangers_read_both_pages_and_what_they_said_before(
    browser: Browser, db: Session, make: Make
) -> None:
    assert "Be kind: no insults and no harassment" in browser.get("/about/conduct").text
    assert "One cookie keeps you signed in" in browser.get("/about/privacy").text
    assert "No version of our own yet" in browser.get("/about/privacy/versions").text
    ruth = make.convener()
    actions.publish(db, ruth, "conduct", VersionDraft(body=WORDS, change=CHANGED, after=0))
    actions.publish(
        db, ruth, "conduct", VersionDraft(body=f"{WORDS} Always.", change="We add this.", after=1)
    )
    db.commit()
    assert "Always." in browser.get("/about/conduct").text
    assert CHANGED in browser.get("/about/conduct/versions").text
    old = browser.get("/about/conduct/versions/1").text
    assert ("<h2>How we talk</h2>" in old, "This is an older version." in old) == (True, True)
    assert "Always." not in old


@pytest.mark.parametrize(
    "address",
    [
        "/about/nothing",
        "/about/nothing/versions",
        "/about/conduct/versions/9",
        "/about/conduct/versions/x",
        "/about/conduct/versions/-1",
    ],
)
def test_other_pages_and_versions_are_not_found(browser: Browser, address: str) -> None:
    assert browser.get(address).status_code == 404


def test_a_convener_previews_and_publishes_a_version(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    sign_in(make.convener())
    assert "Write a new version" in browser.get("/about/conduct").text
    form = browser.get("/about/conduct/versions/new").text
    assert "Be kind: no insults and no harassment" in form
    shown = browser.send("/about/conduct/preview", **fields(body=WORDS, change=""))
    assert (shown.status_code, "<h3>How we talk</h3>" in shown.text) == (200, True)
    assert db.exec(select(Version)).all() == []
    sent = browser.send("/about/conduct/versions", **fields(must_accept="yes"))
    assert landed_on(sent) == "/about/conduct"
    assert "<h2>How we talk</h2>" in browser.get("/about/conduct").text
    assert "published a new version of our rules" in browser.get("/moderation/log").text


def test_what_can_not_be_published_comes_back_with_its_words(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    sign_in(make.convener())
    sent = browser.send("/about/conduct/versions", **fields(body="Be kind.", change=""))
    assert (sent.status_code, sent.text.startswith("<form")) == (422, browser.htmx)
    assert re.search(r'<textarea id="body"[^>]*>\nBe kind\.</textarea>', sent.text)
    assert "Please write at least 40 characters." in sent.text
    assert db.exec(select(Version)).all() == []


def test_others_neither_write_nor_translate_it(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    writing = ("versions/new", "translations/new")
    assert [browser.get(f"/about/conduct/{one}").status_code for one in writing] == [401, 401]
    sign_in(make.member(is_lead=True))
    assert "Write a new version" not in browser.get("/about/conduct").text
    assert [browser.get(f"/about/conduct/{one}").status_code for one in writing] == [403, 403]
    for place in ("versions", "preview", "translations"):
        assert browser.send(f"/about/conduct/{place}", **fields()).status_code == 403
    assert db.exec(select(Version)).all() == []


def test_a_member_is_told_on_every_page_accepts_and_goes_on(
    browser: Browser, sign_in: SignIn, make: Make, binding: Version, db: Session
) -> None:
    ana = make.member()
    ana.conduct_due = True
    db.add(ana)
    db.commit()
    sign_in(ana)
    banner = "Please accept them before you write anything."
    assert banner in browser.get("/challenges").text
    assert landed_on(browser.get("/about/due")) == "/about/conduct"
    page = browser.get("/about/conduct").text
    assert (CHANGED in page, "I have read it and accept it" in page) == (True, True)
    refused = browser.get("/challenges/new")
    assert "accept them first" in refused.text
    sent = browser.send("/about/conduct/acceptance", number=str(binding.number))
    assert landed_on(sent) == "/"
    assert banner not in browser.get("/challenges").text
    assert "I have read it and accept it" not in browser.get("/about/conduct").text
    assert db.get(Acceptance, (ana.id, "conduct", 1)) is not None
    assert "accepted the newest version of everything" in browser.get("/about/due").text


@pytest.mark.usefixtures("binding")
def test_where_two_pages_wait_both_are_listed(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    draft = VersionDraft(body=WORDS, change="Six months, not nine.", must_accept=True, after=0)
    ana = make.member()
    actions.publish(db, make.convener(), "privacy", draft)
    db.commit()
    sign_in(ana)
    page = browser.get("/about/due").text
    assert (CHANGED in page, "Six months, not nine." in page) == (True, True)
    sent = browser.send("/about/privacy/acceptance", number="1")
    assert landed_on(sent) == "/about/due"


@pytest.mark.usefixtures("binding")
def test_accepting_without_saying_what_changes_nothing(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    ana = make.member(conduct_due=True)
    sign_in(ana)
    assert browser.send("/about/conduct/acceptance").status_code == 422
    assert browser.send("/about/conduct/acceptance", number="7").status_code == 409
    assert db.get(Acceptance, (ana.id, "conduct", 1)) is None


@pytest.mark.parametrize("who", [{"admitted_at": None}, {"suspended_at": NOON}])
@pytest.mark.usefixtures("binding")
def test_applicants_and_the_suspended_read_it_and_have_nothing_to_accept(
    browser: Browser, sign_in: SignIn, make: Make, who: dict[str, Any]
) -> None:
    sign_in(make.member(**who))
    assert browser.get("/about/conduct").status_code == 200
    assert browser.send("/about/conduct/acceptance", number="1").status_code == 403


def test_a_convener_translates_the_newest_version(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    ruth = make.convener()
    actions.publish(db, ruth, "conduct", VersionDraft(body=WORDS, change=CHANGED, after=0))
    db.commit()
    sign_in(ruth)
    french = "Nous parlons entre collègues, et nous disons ce que nous savons."
    assert "We speak as colleagues" in browser.get("/about/conduct/translations/new").text
    bad = browser.send("/about/conduct/translations", body="Non.", language="fr", number="1")
    assert (bad.status_code, "\nNon.</textarea>" in bad.text) == (422, True)
    sent = browser.send("/about/conduct/translations", body=french, language="fr", number="1")
    assert landed_on(sent) == "/about/conduct?tongue=fr"
    assert french in browser.get("/about/conduct?tongue=fr").text
    browser.client.headers["Accept-Language"] = "fr"
    assert french in browser.get("/about/conduct").text
    assert french in browser.get("/about/conduct/translations/new?tongue=fr").text


def test_both_pages_take_as_few_queries_however_long_their_history(
    browser: Browser, db: Session, make: Make, connection: Connection
) -> None:
    ruth = make.convener()
    counts = []
    for after in range(3):
        draft = VersionDraft(body=WORDS, change=CHANGED, after=after)
        actions.publish(db, ruth, "conduct", draft)
        translation = TranslationDraft(body=WORDS, language="fr", number=after + 1)
        actions.translate(db, ruth, "conduct", translation)
        db.commit()
        with counted(connection) as queries:
            browser.get("/about/conduct")
            browser.get("/about/conduct/versions")
        counts.append(len(queries))
    assert counts == [3, 3, 3]
