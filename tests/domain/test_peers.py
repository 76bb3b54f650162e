from typing import Any

import pytest
from sqlmodel import Session

from backend.domain.matching.peers import Peer, who_can_help
from backend.domain.members.models import Actor, Guest, Member, MemberTopic
from backend.domain.topics.models import Topic
from backend.domain.topics.queries import tree
from tests.conftest import NOON
from tests.support.make import Make


def helper(db: Session, make: Make, topic: Topic, name: str, **given: Any) -> Member:
    member = make.member(name, **given)
    db.add(MemberTopic(member_id=member.id, topic_id=topic.id, side="can_help"))
    db.commit()
    return member


def asked(db: Session, me: Actor, topic: Topic, **given: Any) -> list[Peer]:
    return who_can_help(db, me, [topic.id], tree(db), **given)


def said(peer: Peer) -> list[str]:
    return [reason.words for reason in peer.reasons]


def names(peers: list[Peer]) -> list[str]:
    return [peer.person.name for peer in peers]


def test_whose_answer_helped_comes_before_who_only_says_so(db: Session, make: Make) -> None:
    topic = make.topic("Data trusts")
    bogota = make.city("Bogotá")
    camila = make.member("Camila Rojas", city_id=bogota.id)
    helper(db, make, topic, "Aya Sato")
    erik = helper(db, make, topic, "Erik Johansson")
    make.answer(make.challenge(camila, topics=[topic]), erik, helped_at=NOON)
    found = asked(db, make.member(), topic)
    assert names(found) == ["Erik Johansson", "Aya Sato"]
    assert said(found[0]) == [
        "Helped Bogotá.",
        "Answered 1 challenge on this.",
        "Can help with Data trusts.",
        "In the office now.",
    ]


def test_equals_stand_by_name(db: Session, make: Make) -> None:
    topic = make.topic("Data trusts")
    for name in ("Zoe", "Ana", "Mia"):
        helper(db, make, topic, name)
    assert names(asked(db, make.member(), topic)) == ["Ana", "Mia", "Zoe"]


def test_i_am_not_my_own_peer_nor_is_who_stands_beside_already(db: Session, make: Make) -> None:
    topic = make.topic("Data trusts")
    me, author = (helper(db, make, topic, name) for name in ("Me", "Author"))
    assert names(asked(db, me, topic, besides=[author.id])) == []


@pytest.mark.parametrize(
    "fact", [{"suspended_at": NOON}, {"erased_at": NOON}, {"admitted_at": None}]
)
def test_who_takes_no_part_is_not_asked_to_help(db: Session, make: Make, fact: Any) -> None:
    topic = make.topic("Data trusts")
    helper(db, make, topic, "Gone", **fact)
    assert asked(db, make.member(), topic) == []


def test_topics_shown_to_nobody_are_no_reason(db: Session, make: Make) -> None:
    topic = make.topic("Data trusts")
    helper(db, make, topic, "Quiet", audience={"can_help": "nobody"})
    assert asked(db, make.member(), topic) == []


def test_an_answer_that_i_may_not_see_is_no_reason(db: Session, make: Make) -> None:
    topic, chosen = make.topic("Data trusts"), make.city()
    theirs = make.challenge(topics=[topic], cities=[chosen])
    make.answer(theirs, make.member("Erik", city_id=chosen.id))
    assert asked(db, make.member(), topic) == []
    assert names(asked(db, make.member(city_id=chosen.id), topic)) == ["Erik"]


def test_only_members_find_members(db: Session, make: Make) -> None:
    topic = make.topic("Data trusts")
    helper(db, make, topic, "Erik")
    for me in (Guest(), make.member(suspended_at=NOON), make.member(admitted_at=None)):
        assert asked(db, me, topic) == []
