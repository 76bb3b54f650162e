from dataclasses import replace

import pytest
from sqlmodel import Session

from backend.core.errors import Denied
from backend.domain.first_steps import actions, queries
from backend.domain.first_steps.steps import Facts, steps
from backend.domain.notifications.actions import follow
from tests.conftest import NOON
from tests.support.make import Make

NOTHING = Facts(
    tells_of_themself=False,
    has_topics=False,
    has_city=True,
    city_has_priorities=False,
    follows=0,
    has_answered=False,
)


def test_five_steps_wait_for_who_has_just_come() -> None:
    assert [(one.name, one.is_done) for one in steps(NOTHING)] == [
        ("profile", False),
        ("topics", False),
        ("priorities", False),
        ("peers", False),
        ("answer", False),
    ]


def test_a_partner_without_a_city_has_no_priorities_to_look_after() -> None:
    names = [one.name for one in steps(replace(NOTHING, has_city=False))]
    assert names == ["profile", "topics", "peers", "answer"]


@pytest.mark.parametrize(("follows", "done"), [(2, False), (3, True), (4, True)])
def test_three_peers_are_enough(follows: int, done: bool) -> None:
    assert [
        one.is_done for one in steps(replace(NOTHING, follows=follows)) if one.name == "peers"
    ] == [done]


def test_each_step_is_done_by_what_the_member_did(db: Session, make: Make) -> None:
    city, topic = make.city(), make.topic()
    me = make.member(city_id=city.id, title="Head of data", bio="I keep the data portal.")
    taken: list[list[str]] = []

    def look() -> None:
        db.flush()
        taken.append([one.name for one in queries.mine(db, me).steps if one.is_done])

    look()
    make.spoken(me, "en")
    look()
    make.skill(me, topic)
    make.priority(city, topic)
    look()
    for _peer in range(3):
        follow(db, me.id, "member", make.member().id)
    look()
    assert taken == [
        [],
        ["profile"],
        ["profile", "topics", "priorities"],
        ["profile", "topics", "priorities", "peers"],
    ]
    make.answer(make.challenge(), me)
    assert queries.mine(db, me).steps == []


def test_what_was_put_away_is_shown_no_more_until_it_is_taken_out(db: Session, make: Make) -> None:
    me = make.member()
    assert len(queries.mine(db, me).steps) == 5
    actions.put_away(db, me)
    assert (queries.mine(db, me).steps, me.first_steps_over_at) == ([], NOON)
    actions.take_out(db, me)
    assert len(queries.mine(db, me).steps) == 5


def test_who_is_not_admitted_has_no_steps(db: Session, make: Make) -> None:
    applicant = make.member(admitted_at=None)
    assert queries.mine(db, applicant).steps == []
    with pytest.raises(Denied):
        actions.put_away(db, applicant)
