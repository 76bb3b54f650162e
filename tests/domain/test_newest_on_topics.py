"""The newest on each topic are found along an index, and no more of them than were asked for."""

from uuid import UUID

import pytest
from sqlalchemy import false, true
from sqlalchemy import select as columns
from sqlmodel import Session

from backend.core.db import rows
from backend.domain import subjects
from backend.domain.challenges.models import ChallengeTopic
from backend.domain.members.models import MemberTopic
from backend.domain.topics.models import Topic
from backend.domain.topics.newest import newest_on
from tests.support.make import Make


@pytest.fixture
def topics(make: Make) -> tuple[Topic, Topic]:
    return make.topic("Trusts"), make.topic("Bees")


def test_of_each_topic_so_many_are_found_the_newest(
    db: Session, make: Make, topics: tuple[Topic, Topic]
) -> None:
    trusts, bees = topics
    old, middle, new = (make.challenge(id=UUID(int=n), topics=[trusts]) for n in (1, 2, 3))
    both = make.challenge(topics=[trusts, bees])
    make.challenge(topics=[make.topic("Fax")])

    def found(most: int) -> set[tuple[UUID, UUID]]:
        wanted = newest_on(ChallengeTopic, "challenge_id", {trusts.id, bees.id}, most)
        return {(thing, topic) for thing, topic in rows(db, columns(wanted))}

    few = {(new.id, trusts.id), (both.id, trusts.id), (both.id, bees.id)}
    assert found(1) == few - {(new.id, trusts.id)}
    assert found(2) == few
    assert found(9) == few | {(old.id, trusts.id), (middle.id, trusts.id)}


def test_only_those_on_the_side_that_is_named_are_found(
    db: Session, make: Make, topics: tuple[Topic, Topic]
) -> None:
    helps, looks = make.member(), make.member()
    make.skill(helps, topics[0])
    make.skill(looks, topics[0], "looking_for")
    for side, member in (("can_help", helps), ("looking_for", looks)):
        wanted = newest_on(MemberTopic, "member_id", {topics[0].id}, 1, side=side)
        assert list(rows(db, columns(wanted.c.thing)).scalars()) == [member.id]


def test_one_more_than_the_most_that_are_counted_stands_for_any_number_above(
    db: Session, make: Make
) -> None:
    me = make.member()
    for _ in range(4):
        make.challenge(visibility="public")
    counted = [
        subjects.counts(db, me, {"all": ("challenge", true())}, most)["all"]
        for most in (2, 3, 4, 9)
    ]
    assert counted == [3, 4, 4, 4]
    assert subjects.counts(db, me, {"none": ("challenge", false())}, 9) == {"none": 0}
