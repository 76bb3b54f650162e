"""Who can help, as a page: reasons with their records, passing over somebody, opting out."""

import re
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.domain.challenges.models import Challenge
from backend.domain.matching import actions
from backend.domain.matching.peers import About
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
def challenge(make: Make, topic: Topic) -> Challenge:
    author = make.member("Author", city_id=make.city("Bogotá").id)
    return make.challenge(author, topics=[topic], title="Who keeps the trust?", slug="trust")


@pytest.fixture
def ana(make: Make, topic: Topic, challenge: Challenge) -> Member:
    ana = make.member("Ana", slug="ana")
    make.skill(ana, topic)
    make.endorsement(ana, topic)
    make.answer(make.challenge(topics=[topic], title="An earlier one"), ana, helped_at=NOON)
    assert challenge.slug == "trust"
    return ana


def shown(page: str) -> list[str]:
    return re.findall(r'<h2 class="title"><a href="/people/([^"]+)">', page)


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize("query", ["topic=data-trusts", "challenge=trust", "text=data+trusts"])
def test_whatever_is_asked_the_reasons_lead_to_their_records(
    browser: Browser, make: Make, sign_in: SignIn, query: str
) -> None:
    sign_in(make.member())
    page = browser.get(f"/who-can-help?{query}", piece=True).text
    assert shown(page) == ["ana"]
    assert "An earlier one" in page
    assert re.search(r'href="/challenges/challenge-\d+#answer-[0-9a-f-]+"', page)
    assert 'href="/people/ana/endorsements/data-trusts"' in page
    numbers = [int(one) for one in re.findall(r">(-?\d+) points?</span>", page)]
    assert numbers[-1] == sum(numbers[:-1])


@pytest.mark.usefixtures("ana")
def test_a_challenge_a_topic_and_the_desk_suggest_people(
    browser: Browser, make: Make, sign_in: SignIn, topic: Topic
) -> None:
    me = make.member()
    make.skill(me, topic, "looking_for")
    sign_in(me)
    for address in ("/challenges/trust", "/topics/data-trusts", "/"):
        page = browser.get(address).text
        assert "Can help with Data trusts." in page, address
        assert 'href="/who-can-help' in page


def test_somebody_who_is_not_useful_is_gone_from_there_and_can_come_back(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, ana: Member, challenge: Challenge
) -> None:
    me = make.member()
    sign_in(me)
    sent: dict[str, Any] = {"kind": "challenge", "about": str(challenge.id), "person": "ana"}
    back = "/who-can-help?challenge=trust"
    answer = browser.send("/who-can-help/passing", **sent, back=back)
    assert landed_on(answer) == back
    page = browser.get(back).text
    assert shown(page) == []
    assert "Not suggested to you for this" in page
    assert actions.passed_over(db, me, About("challenge", challenge.id)) == [("ana", "Ana")]
    assert 'id="peers"' not in browser.get("/challenges/trust").text
    browser.send("/who-can-help/passing", **sent, back=back, said="false")
    assert shown(browser.get(back).text) == ["ana"]
    assert ana.slug == "ana"


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"person": "nobody"}, 404),
        ({"kind": "weather"}, 404),
        ({"kind": "topic"}, 404),
        ({"about": "x"}, 422),
        ({"kind": "x" * 99}, 422),
    ],
)
def test_what_is_not_there_cannot_be_passed_over(
    browser: Browser,
    make: Make,
    sign_in: SignIn,
    challenge: Challenge,
    change: dict[str, str],
    status: int,
) -> None:
    sign_in(make.member())
    sent: dict[str, Any] = {"kind": "challenge", "about": str(challenge.id), "person": "ana"}
    assert browser.send("/who-can-help/passing", **sent | change).status_code == status


@pytest.mark.usefixtures("ana")
def test_the_way_back_stays_on_this_site(
    browser: Browser, make: Make, sign_in: SignIn, challenge: Challenge
) -> None:
    sign_in(make.member())
    sent: dict[str, Any] = {"kind": "challenge", "about": str(challenge.id), "person": "ana"}
    answer = browser.send("/who-can-help/passing", **sent, back="//evil.example/")
    assert landed_on(answer) == "/"


def test_strangers_and_the_suspended_are_told_nothing(
    browser: Browser, make: Make, sign_in: SignIn, ana: Member
) -> None:
    assert browser.get("/who-can-help?topic=data-trusts").status_code == 401
    sign_in(make.member(suspended_at=NOON))
    answer = browser.get("/who-can-help?topic=data-trusts")
    assert answer.status_code == 403
    assert ana.name not in answer.text


@pytest.mark.parametrize("query", ["topic=unheard-of", "challenge=nowhere"])
def test_what_is_not_there_is_not_found(
    browser: Browser, make: Make, sign_in: SignIn, query: str
) -> None:
    sign_in(make.member())
    assert browser.get(f"/who-can-help?{query}").status_code == 404


@pytest.mark.parametrize("query", ["", "text=", "text=%00%20", f"text={'x' * 900}", "text=-"])
def test_odd_words_break_nothing(browser: Browser, make: Make, sign_in: SignIn, query: str) -> None:
    sign_in(make.member())
    assert browser.get(f"/who-can-help?{query}").status_code == 200


def test_nobody_found_leads_to_a_challenge(browser: Browser, make: Make, sign_in: SignIn) -> None:
    sign_in(make.member())
    page = browser.get("/who-can-help?text=melting+permafrost").text
    assert "Nobody is known who can help with this yet" in page
    assert 'href="/challenges/new?title=melting+permafrost"' in page


def test_programs_ask_and_pass_over_too(
    connect: Connect, make: Make, ana: Member, topic: Topic
) -> None:
    program = connect(make.member())
    found = program.get("/who-can-help", topic="data-trusts").json()
    (item,) = found["items"]
    assert (item["slug"], item["score"]) == (ana.slug, sum(r["points"] for r in item["reasons"]))
    assert item["reasons"][0]["records"][0]["title"] == "An earlier one"
    assert found["about"] == {"kind": "topic", "id": str(topic.id)}
    body = {"kind": "topic", "about": str(topic.id), "person": ana.slug}
    assert program.post("/who-can-help/passing", body).status_code == 200
    assert program.get("/who-can-help", topic="data-trusts").json()["items"] == []
    assert program.post("/who-can-help/passing", body | {"said": False}).status_code == 200
    assert len(program.get("/who-can-help", text="data trusts").json()["items"]) == 1
    assert connect().get("/who-can-help", topic="data-trusts").status_code == 401


def test_the_page_asks_little(
    browser: Browser, make: Make, sign_in: SignIn, ana: Member, topic: Topic, connection: Connection
) -> None:
    sign_in(make.member())
    assert ana.slug == "ana"

    def cost(query: str) -> int:
        with counted(connection) as sent:
            browser.get(f"/who-can-help?{query}")
        return len(sent)

    queries = ("topic=data-trusts", "challenge=trust", "text=data+trusts")
    few = [cost(one) for one in queries]
    for _ in range(2):
        make.skill(make.member(), topic)
    assert [cost(one) for one in queries] == few
    assert max(few) <= 8
