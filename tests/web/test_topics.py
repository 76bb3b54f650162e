from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.domain.challenges.models import Challenge, ChallengeTopic
from backend.domain.notifications.queries import follows
from backend.domain.topics import actions, queries
from backend.web.topics import MOST_COUNTED
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.queries import counted


def test_all_topics_stand_in_their_branches_with_what_they_mean(
    browser: Browser, db: Session
) -> None:
    actions.load(db)
    db.commit()
    page = browser.get("/topics").text
    assert page.index("The six principles") < page.index("Themes") < page.index("Practices")
    assert 'href="/topics/open-data"' in page
    assert "Publishing data that anyone may use" in page
    spanish: dict[str, Any] = {"Accept-Language": "es"}
    assert "Datos abiertos" in browser.get("/topics", **spanish).text


def test_a_topic_leads_to_who_and_what_belongs_to_it(
    browser: Browser, db: Session, make: Make, sign_in: SignIn
) -> None:
    actions.load(db)
    db.commit()
    trusts = queries.one(db, "data-trusts")
    make.skill(make.member("Ana"), trusts)
    make.skill(make.member("Ben", audience={"can_help": "public"}), trusts)
    make.priority(make.city("Quito"), trusts)
    make.challenge(title="Who holds the data", topics=[trusts], visibility="public")
    make.challenge(title="Quiet trouble", topics=[trusts], visibility="members")
    guests = browser.get("/topics/data-trusts").text
    sign_in(make.member("Zoe"))
    members = browser.get("/topics/data-trusts").text
    wanted = ("Ana", "Ben", "Quito", "Who holds the data", "Quiet trouble")
    assert [word for word in wanted if word in guests] == ["Ben", "Quito", "Who holds the data"]
    assert [word for word in wanted if word in members] == list(wanted)
    assert "Also called:" in members


def test_nobody_waits_while_thousands_are_counted(
    browser: Browser, db: Session, make: Make, sign_in: SignIn
) -> None:
    fax = make.topic("Fax")
    one = make.challenge(topics=[fax], visibility="public")
    kept = one.model_dump(exclude={"id", "slug"})
    many = [Challenge(**kept, slug=f"fax-{n}") for n in range(MOST_COUNTED)]
    db.add_all(many)
    db.flush()
    db.add_all(ChallengeTopic(challenge_id=each.id, topic_id=fax.id) for each in many)
    db.commit()
    sign_in(make.member())
    assert "All, more than 100" in browser.get("/topics/fax").text
    db.delete(db.get_one(ChallengeTopic, (one.id, fax.id)))
    db.commit()
    assert "All 100<" in browser.get("/topics/fax").text


def test_what_belongs_to_a_part_belongs_to_the_whole(browser: Browser, make: Make) -> None:
    whole = make.topic("Open data")
    part = make.topic("Data trusts", parent_id=whole.id)
    make.challenge(title="Who holds the data", topics=[part], visibility="public")
    page = browser.get("/topics/open-data").text
    assert "Who holds the data" in page
    assert 'href="/topics/data-trusts"' in page
    assert 'href="/topics/open-data"' in browser.get("/topics/data-trusts").text


def test_a_retired_topic_says_what_to_choose_instead(browser: Browser, make: Make) -> None:
    mail = make.topic("Mail")
    fax = make.topic("Fax", retired_at=NOON, successor_id=mail.id)
    make.challenge(title="Who still has one", topics=[fax], visibility="public")
    page = browser.get("/topics/fax").text
    assert "not used any more" in page
    assert 'href="/topics/mail"' in page
    assert "Who still has one" in page
    assert 'href="/topics/fax"' not in browser.get("/topics").text


def test_a_topic_that_is_not_there_is_not_found(browser: Browser) -> None:
    assert browser.get("/topics/unheard-of").status_code == 404


def test_a_topic_says_how_much_there_is_for_this_reader(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    topic = make.topic("Fax", sdg=[11])
    for number in range(7):
        make.challenge(topics=[topic], visibility="members" if number else "public")
    make.skill(make.member(), topic, "looking_for")
    guests = browser.get("/topics/fax").text
    sign_in(make.member())
    members = browser.get("/topics/fax").text
    assert ("All 1" in guests, "All 7" in members) == (True, True)
    assert ("looks for help" in guests, "1 person looks for help" in members) == (False, True)
    assert "11. Sustainable cities and communities" in guests


def test_following_a_topic_and_no_longer(
    browser: Browser, db: Session, make: Make, sign_in: SignIn
) -> None:
    topic, me = make.topic("Housing"), make.member()
    assert browser.send("/topics/housing/following").status_code == 401
    sign_in(me)
    for said in ("true", "false"):
        assert landed_on(browser.send("/topics/housing/following", said=said)) == "/topics/housing"
        db.expire_all()
        assert follows(db, me.id, "topic", topic.id) is (said == "true")


def test_nobody_begins_to_follow_a_retired_topic_and_who_follows_may_stop(
    browser: Browser, db: Session, make: Make, sign_in: SignIn
) -> None:
    topic, me = make.topic("Housing"), make.member()
    sign_in(me)
    browser.send("/topics/housing/following", said="true")
    topic.retired_at = NOON
    db.add(topic)
    db.commit()
    assert "You follow this topic" in browser.get("/topics/housing").text
    assert landed_on(browser.send("/topics/housing/following", said="false")) == "/topics/housing"
    assert "Follow</button>" not in browser.get("/topics/housing").text
    again = browser.send("/topics/housing/following", said="true")
    assert (again.status_code, "not used any more" in again.text) == (409, True)


@pytest.mark.parametrize("what", [{"admitted_at": None}, {"suspended_at": NOON}])
def test_only_members_follow_topics(
    browser: Browser, make: Make, sign_in: SignIn, what: dict[str, Any]
) -> None:
    make.topic("Housing")
    sign_in(make.member(**what))
    assert browser.send("/topics/housing/following").status_code == 403
    assert "Follow" not in browser.get("/topics/housing").text


def test_pages_take_the_same_few_queries_however_much_there_is(
    browser: Browser, make: Make, sign_in: SignIn, connection: Connection
) -> None:
    housing = make.topic("Housing")

    def grow() -> None:
        make.skill(make.member(), housing)
        make.priority(make.city(), housing)
        make.challenge(topics=[housing])
        make.topic(parent_id=housing.id)

    def cost(address: str) -> int:
        browser.get(address)
        with counted(connection, kept=True) as sent:
            assert browser.get(address).status_code == 200
        return len(sent)

    sign_in(make.member())
    grow()
    few = [cost("/topics"), cost("/topics/housing")]
    grow()
    grow()
    assert [cost("/topics"), cost("/topics/housing")] == few
    assert max(few) <= 8
