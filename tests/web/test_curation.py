"""The pages on which members propose topics and conveners keep them."""

from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.domain.curation import actions
from backend.domain.curation.models import TopicProposal
from backend.domain.members.models import Member
from backend.domain.topics import queries as topics
from backend.domain.topics.models import Topic
from tests.conftest import SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.queries import counted
from tests.support.topics import BECAUSE, WHY, wished

LANGUAGES = ["en", "es", "pt", "fr", "ar"]


def in_english(label: str, **given: Any) -> dict[str, Any]:
    """The form of a topic with a name in one language and the others left empty."""
    empty = [""] * 5
    words = {
        "words.language": LANGUAGES,
        "words.label": [label, *empty[1:]],
        "words.synonyms": ["one\ntwo", *empty[1:]],
        "words.description": empty,
    }
    return {**words, "kind": "theme", "under": "", **given}


@pytest.fixture
def ruth(make: Make) -> Member:
    return make.convener(name="Ruth")


def test_a_member_proposes_and_a_convener_accepts_it_better(
    browser: Browser, make: Make, sign_in: SignIn, ruth: Member
) -> None:
    ana = make.member("Ana")
    sign_in(ana)
    assert "Propose a topic" in browser.get("/topics").text
    assert 'value="Nights"' in browser.get("/topics/proposals/new?label=Nights").text
    labels = ["", "Economía nocturna", "", "", ""]
    fields: dict[str, Any] = {"labels.language": LANGUAGES, "labels.label": labels}
    fields |= {"kind": "theme", "under": ""}
    short = browser.send("/topics/proposals", **fields, why="Because.")
    assert short.status_code == 422
    assert "Economía nocturna" in short.text
    assert "at least 20 characters" in short.text
    made = browser.send("/topics/proposals", **fields, why=WHY)
    assert landed_on(made) == "/topics/proposals/economia-nocturna"
    assert "Accept it" not in browser.get("/topics/proposals/economia-nocturna").text
    sign_in(ruth)
    assert "Economía nocturna" in browser.get("/moderation/topics").text
    page = browser.get("/topics/proposals/economia-nocturna").text
    assert (WHY in page, "Accept it" in page) == (True, True)
    address = "/topics/proposals/economia-nocturna/acceptance"
    without = browser.send(address, **in_english(""))
    assert (without.status_code, "English name" in without.text) == (422, True)
    done = browser.send(address, **in_english("Night economy"))
    assert landed_on(done) == "/topics/night-economy"
    sign_in(ana)
    answered = browser.get("/topics/proposals/economia-nocturna").text
    assert ('href="/topics/night-economy"' in answered, "Accept it" in answered) == (True, False)
    assert "Is a topic now" in browser.get("/topics/proposals").text


def test_a_refusal_says_why(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, ruth: Member
) -> None:
    ana = make.member("Ana")
    actions.propose(db, ana, wished(("en", "Fax")))
    db.commit()
    sign_in(ruth)
    short = browser.send("/topics/proposals/fax/refusal", reason="No.")
    assert (short.status_code, "at least 10" in short.text, ">No.</" in short.text) == (
        422,
        True,
        False,
    )
    assert landed_on(browser.send("/topics/proposals/fax/refusal", reason=BECAUSE))
    assert browser.send("/topics/proposals/fax/refusal", reason=BECAUSE).status_code == 409
    sign_in(ana)
    assert BECAUSE in browser.get("/topics/proposals/fax").text
    sign_in(make.member())
    assert browser.get("/topics/proposals/fax").status_code == 404
    assert db.exec(select(TopicProposal.verdict)).one() == "refused"


def test_a_topic_is_made_changed_and_merged_and_its_old_addresses_lead_on(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, ruth: Member
) -> None:
    make.topic("Housing")
    sign_in(ruth)
    assert browser.get("/moderation/topics/new").status_code == 200
    assert landed_on(browser.send("/moderation/topics", **in_english("Fax"))) == "/topics/fax"
    taken = browser.send("/moderation/topics", **in_english("HOUSING"))
    assert (taken.status_code, "means the topic" in taken.text) == (422, True)
    assert "two</textarea>" in browser.get("/moderation/topics/fax").text
    changed = browser.send(
        "/moderation/topics/fax", **in_english("Mail", readdress="yes", sdg=["9"], under="housing")
    )
    assert landed_on(changed) == "/topics/mail"
    moved = browser.get("/topics/fax")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/topics/mail")
    nowhere = browser.send("/moderation/topics/mail/merger", into="mail", reason=BECAUSE)
    assert (nowhere.status_code, "another topic" in nowhere.text) == (422, True)
    assert "It was called “Fax” before." in browser.get("/moderation/log").text
    sure: dict[str, Any] = {"into": "housing", "reason": BECAUSE, "sure": "yes"}
    merged = browser.send("/moderation/topics/mail/merger", **sure)
    assert landed_on(merged) == "/topics/housing"
    for old in ("fax", "mail"):
        moved = browser.get(f"/topics/{old}")
        assert (moved.status_code, moved.headers["Location"]) == (301, "/topics/housing")
        narrowed = browser.get(f"/search?q=housing&topic={old}").text
        assert '<option value="housing" selected>' in narrowed
        assert f'<option value="{old}"' not in narrowed
    assert "merged another topic" in browser.get("/moderation/log").text
    assert [row.slug for row in topics.tree(db).rows] == ["housing"]


def test_before_topics_are_merged_it_is_said_how_much_that_touches(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, ruth: Member
) -> None:
    fax = make.topic("Fax")
    make.topic("Mail")
    make.challenge(topics=[fax])
    sign_in(ruth)
    address = "/moderation/topics/fax/merger"
    wanted: dict[str, Any] = {"into": "mail", "reason": BECAUSE}
    asked = browser.send(address, **wanted)
    assert asked.status_code == 200
    assert "1 thing is about “Fax”." in asked.text
    assert "all of it is about “Mail”, for good" in asked.text
    assert BECAUSE in asked.text
    db.expire_all()
    assert db.exec(select(Topic.slug)).all() == ["fax", "mail"]
    assert landed_on(browser.send(address, **wanted, sure="yes")) == "/topics/mail"
    db.expire_all()
    assert db.exec(select(Topic.slug)).all() == ["mail"]


def test_a_topic_is_retired_and_brought_back(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, ruth: Member
) -> None:
    topic = make.topic("Fax")
    sign_in(ruth)
    for what, is_retired in (("retirement", True), ("return", False)):
        short = browser.send(f"/moderation/topics/fax/{what}", reason="No.")
        assert short.status_code == 422
        assert landed_on(browser.send(f"/moderation/topics/fax/{what}", reason=BECAUSE))
        db.expire_all()
        assert (db.get_one(Topic, topic.id).retired_at is not None) is is_retired


def test_only_conveners_see_the_pages_for_keeping(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    make.topic("Fax")
    addresses = ("/moderation/topics", "/moderation/topics/new", "/moderation/topics/fax")
    assert {browser.get(one).status_code for one in addresses} == {401}
    sign_in(make.member())
    assert {browser.get(one).status_code for one in addresses} == {403}


def test_the_conveners_list_takes_the_same_few_queries_however_much_there_is(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, ruth: Member, connection: Connection
) -> None:
    def grow(number: int) -> None:
        topic = make.topic()
        make.challenge(topics=[topic])
        actions.propose(db, make.member(), wished(("en", f"Wanted {'x' * number}")))
        db.commit()

    def cost(address: str) -> int:
        with counted(connection) as sent:
            assert browser.get(address).status_code == 200
        return len(sent)

    sign_in(ruth)
    grow(1)
    few = cost("/moderation/topics")
    grow(2)
    grow(3)
    assert (cost("/moderation/topics"), few <= 8) == (few, True)


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/topics/proposals", {"labels.label": ["Fax", "Letters"]}),
        ("/moderation/topics", {"words.label": ["Fax", "Letters"]}),
        ("/glossary", {"words.terms": ["fax", "letters"]}),
    ],
)
def test_a_name_without_its_language_comes_back_with_the_words_kept(
    browser: Browser, sign_in: SignIn, make: Make, address: str, fields: dict[str, Any]
) -> None:
    sign_in(make.convener())
    language = f"{next(iter(fields)).partition('.')[0]}.language"
    everything: dict[str, Any] = {language: ["en"], **fields}
    sent = browser.send(address, **everything)
    assert (sent.status_code, next(iter(fields.values()))[1] in sent.text) == (422, True)
