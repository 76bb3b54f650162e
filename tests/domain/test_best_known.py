"""Whoever did much for a topic long ago is found however much came since, by who may see it."""

from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from backend.domain.challenges.answers import Answer
from backend.domain.challenges.models import Challenge, ChallengeTopic
from backend.domain.matching import best_known
from backend.domain.matching.evidence import ASKED
from backend.domain.matching.models import HelperRecord
from backend.domain.matching.peers import who_can_help
from backend.domain.members.models import Member
from backend.domain.topics.models import Topic
from backend.domain.topics.queries import tree
from tests.conftest import NOON
from tests.support.make import Make


@pytest.fixture
def topic(make: Make) -> Topic:
    return make.topic("Data trusts")


@pytest.fixture
def long_ago(db: Session, make: Make, topic: Topic) -> Challenge:
    """A challenge since which as many were posted on its topic as are looked at."""
    asked = make.challenge(id=UUID(int=1), topics=[topic])
    kept = asked.model_dump(exclude={"id", "slug"})
    since = [Challenge(**kept, slug=f"since-{n}") for n in range(ASKED)]
    db.add_all(since)
    db.flush()
    db.add_all(ChallengeTopic(challenge_id=one.id, topic_id=topic.id) for one in since)
    db.commit()
    return asked


def found(db: Session, topic: Topic, me: Member) -> dict[str, list[str]]:
    """Names, and the kinds of what speaks for them."""
    return {
        one.person.name: [reason.kind for reason in one.reasons]
        for one in who_can_help(db, me, {topic.id}, tree(db))
    }


def test_who_helped_long_ago_is_found_once_the_list_is_made(
    db: Session, make: Make, topic: Topic, long_ago: Challenge
) -> None:
    me, ana = make.member("Me"), make.member("Ana")
    said = make.answer(long_ago, ana, helped_at=NOON)
    assert found(db, topic, me) == {}
    assert [best_known.renew(db), best_known.renew(db)] == [1, 0]
    assert found(db, topic, me) == {"Ana": ["helped", "answered", "hours"]}
    assert list(found(db, topic, ana)) == []
    said.hidden_at = NOON
    db.add(said)
    db.commit()
    assert found(db, topic, me) == {}


def test_who_asks_not_to_be_suggested_or_is_known_by_what_few_see_is_on_no_list(
    db: Session, make: Make, topic: Topic, long_ago: Challenge
) -> None:
    chosen = make.city("Chosen")
    closed = make.challenge(id=UUID(int=2), topics=[topic], cities=[chosen])
    make.answer(closed, make.member("Ana"), helped_at=NOON)
    make.answer(long_ago, make.member("Ben", unsuggested=True), helped_at=NOON)
    best_known.renew(db)
    assert db.exec(select(HelperRecord)).all() == []


def test_what_is_listed_is_counted_once_and_seen_by_the_rules_of_the_day(
    db: Session, make: Make, topic: Topic
) -> None:
    me, ana = make.member("Me"), make.member("Ana")
    challenge = make.challenge(topics=[topic])
    make.answer(challenge, ana)
    make.skill(ana, topic)
    make.endorsement(ana, topic)
    make.adoption(make.resource(topics=[topic]), ana)
    before = who_can_help(db, me, {topic.id}, tree(db))
    best_known.renew(db)
    assert who_can_help(db, me, {topic.id}, tree(db)) == before
    ana.audience = {"can_help": "nobody"}
    challenge.visibility = "city"
    db.add_all((ana, challenge))
    db.commit()
    assert found(db, topic, me) == {"Ana": ["adopted", "hours"]}


def test_a_list_holds_the_newest_of_each_kind_and_those_that_helped_before_them(
    db: Session, make: Make, topic: Topic
) -> None:
    ana = make.member("Ana")
    first, *others = (
        make.answer(make.challenge(topics=[topic]), ana, id=UUID(int=n + 1))
        for n in range(best_known.RECORDS + 1)
    )
    first.helped_at = NOON
    db.add(first)
    db.commit()
    best_known.renew(db)
    listed = select(HelperRecord.record_id).where(col(HelperRecord.what) == "answered")
    assert set(db.exec(listed)) == {first.id, *(one.id for one in others[1:])}
    assert db.exec(select(Answer)).all()
