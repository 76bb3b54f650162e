"""Endorsing somebody on pages and by programs."""

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.domain.endorsements import queries
from backend.domain.members.models import Member
from backend.domain.topics.models import Topic
from tests.conftest import NOON, Connect, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.queries import counted


@pytest.fixture
def topic(make: Make) -> Topic:
    return make.topic("Data trusts")


@pytest.fixture
def ana(make: Make, topic: Topic) -> Member:
    member = make.member("Ana")
    make.skill(member, topic)
    return member


def test_a_peer_endorses_changes_the_words_and_takes_it_back(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, ana: Member, topic: Topic
) -> None:
    ben = make.member("Ben")
    sign_in(ben)
    profile, address = f"/people/{ana.slug}", f"/people/{ana.slug}/endorsements/data-trusts"
    assert f'href="{address}">Endorse<' in browser.get(profile).text
    assert "Nobody has confirmed this yet" in browser.get(address).text
    assert landed_on(browser.send(address, words="Wrote ours with us.")) == address
    page = browser.get(address).text
    assert 'value="Wrote ours with us."' in page
    assert "Take it back" in page
    listed = browser.get(profile).text
    assert "1 peer endorses this" in listed
    assert "You endorse this" in listed
    browser.send(address, words="")
    assert "Wrote ours" not in browser.get(address).text
    assert landed_on(browser.send(f"{address}/withdrawal")) == address
    assert queries.of_member(db, ben, ana.id) == {}
    assert browser.send(f"{address}/withdrawal").status_code == 403
    assert topic.slug in address


def test_too_many_words_are_kept_and_refused(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, ana: Member
) -> None:
    ben = make.member("Ben")
    sign_in(ben)
    sent = browser.send(f"/people/{ana.slug}/endorsements/data-trusts", words="x" * 201)
    assert sent.status_code == 422
    assert "x" * 201 in sent.text
    assert "under 200 characters" in sent.text
    assert sent.text.startswith("<!DOCTYPE") is not browser.htmx
    assert queries.of_member(db, ben, ana.id) == {}


def test_the_endorsed_person_removes_it(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, ana: Member, topic: Topic
) -> None:
    ben = make.member("Ben")
    made = make.endorsement(ana, topic, ben, words="Nonsense.")
    address = f"/people/{ana.slug}/endorsements/data-trusts"
    sign_in(ben)
    assert browser.send(f"{address}/removal", endorsement_id=str(made.id)).status_code == 404
    sign_in(ana)
    assert "Remove" in browser.get(address).text
    assert browser.send(f"{address}/removal", endorsement_id="x").status_code == 422
    assert landed_on(browser.send(f"{address}/removal", endorsement_id=str(made.id))) == address
    assert "Nonsense" not in browser.get(address).text
    assert browser.send(address, words="Me.").status_code == 403
    sign_in(ben)
    assert browser.send(address, words="Again.").status_code == 409
    assert queries.of_member(db, ben, ana.id) == {}


def test_what_is_not_shown_is_answered_as_what_is_not_there(
    browser: Browser, make: Make, sign_in: SignIn, ana: Member, topic: Topic
) -> None:
    make.endorsement(ana, topic)
    address = f"/people/{ana.slug}/endorsements"
    hidden, nowhere = browser.get(f"{address}/data-trusts"), browser.get(f"{address}/no-topic")
    assert hidden.status_code == nowhere.status_code == 404
    assert hidden.text.replace("data-trusts", "no-topic") == nowhere.text
    assert browser.send(f"{address}/data-trusts").status_code == 401
    sign_in(make.member(suspended_at=NOON))
    assert browser.get(f"{address}/data-trusts").status_code == 404
    assert browser.send(f"{address}/data-trusts").status_code == 404


def test_ones_own_profile_says_what_it_lacks(
    browser: Browser, make: Make, sign_in: SignIn, ana: Member
) -> None:
    sign_in(ana)
    own = browser.get(f"/people/{ana.slug}").text
    assert "Your profile says nothing yet under:" in own
    assert 'href="/settings#bio"' in own
    assert 'href="/settings#title"' in own
    sign_in(make.member("Ben"))
    assert "says nothing yet" not in browser.get(f"/people/{ana.slug}").text


def test_programs_endorse_too(connect: Connect, make: Make, ana: Member, topic: Topic) -> None:
    ben, cem = connect(make.member("Ben")), connect(make.member("Cem"))
    address = f"/people/{ana.slug}/endorsements/data-trusts"
    made = ben.post(address, {"words": "Wrote ours with us."}).json()
    assert made["stands"]
    [item] = cem.get(address).json()["items"]
    assert (item["name"], item["words"]) == ("Ben", "Wrote ours with us.")
    assert cem.get(f"/people/{ana.slug}").json()["endorsed"] == {"data-trusts": 1}
    found = cem.get("/people", endorsed="yes").json()
    assert [one["slug"] for one in found["items"]] == [ana.slug]
    assert cem.post(f"{address}/withdrawal").status_code == 404
    assert not ben.post(f"{address}/withdrawal").json()["stands"]
    ben.post(address, {"words": ""})
    assert not connect(ana).post(f"{address}/removal", {"id": made["id"]}).json()["stands"]
    assert ben.post(address, {"words": ""}).status_code == 409
    assert connect().get(address).status_code == 404
    assert connect(ana).post(address, {"words": ""}).status_code == 403
    assert topic.slug == "data-trusts"


def test_pages_take_the_same_few_queries_however_many_endorse(
    browser: Browser,
    make: Make,
    sign_in: SignIn,
    ana: Member,
    topic: Topic,
    connection: Connection,
) -> None:
    def cost(address: str) -> int:
        with counted(connection) as sent:
            assert browser.get(address).status_code == 200
        return len(sent)

    sign_in(make.member("Ben"))
    pages = [f"/people/{ana.slug}", f"/people/{ana.slug}/endorsements/data-trusts", "/people"]
    make.endorsement(ana, topic)
    few = [cost(page) for page in pages]
    make.endorsement(ana, topic)
    make.endorsement(ana, topic)
    assert [cost(page) for page in pages] == few
    assert max(few) <= 8


def test_what_narrows_the_directory_is_taken_away_one_by_one(
    browser: Browser, make: Make, sign_in: SignIn, ana: Member, topic: Topic
) -> None:
    make.endorsement(ana, topic)
    sign_in(make.member("Ben"))
    page = browser.get("/people?can_help=data-trusts&country=GB&endorsed=yes&hours=mine").text
    assert "Can help with Data trusts" in page
    assert "Endorsed by peers" in page
    assert 'href="/people?can_help=data-trusts&amp;country=GB&amp;hours=mine"' in page
    assert 'href="/people?can_help=data-trusts&amp;country=GB&amp;endorsed=yes"' in page
    assert "overlap with yours for" in page
