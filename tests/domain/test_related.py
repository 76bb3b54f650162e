"""What is related: nearest first, with the reasons, and never what its reader may not see."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.core.errors import NotFound
from backend.domain.challenges.models import Challenge
from backend.domain.members.models import Actor, Guest
from backend.domain.relations.nearness import nearness, stems_of
from backend.domain.relations.queries import Related, related
from backend.domain.relations.things import Thing, of
from backend.domain.roundtables.models import Roundtable, RoundtableTopic
from backend.domain.topics.models import Topic
from backend.domain.topics.queries import tree
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.queries import counted

RARE, COMMON = UUID(int=1), UUID(int=2)


def near(topics: Any, title: str = "", other: str = "", cities: int = 0) -> Any:
    words = stems_of(title, "en"), stems_of(other, "en")
    return nearness(topics, words[0], cities, {RARE: 400, COMMON: 110}, other=words[1])


def test_a_rare_topic_in_common_says_more_than_common_ones() -> None:
    assert near([RARE]).points == 400 > near([COMMON]).points == 110


def test_words_of_the_titles_count_by_their_stems_and_short_ones_do_not() -> None:
    found = near([COMMON], "Sharing data on the way of bridges", "Shared data of a bridge")
    assert found.words == ("Sharing", "data", "bridges")
    assert found.points == 110 + 3 * 60
    assert near([COMMON], "One of it", "One of it").points == 110


def test_words_that_are_about_nothing_bring_nothing_nearer() -> None:
    found = near([COMMON], "Trips without a legal basis", "Where trips go without us")
    assert found.words == ("Trips",)


def test_cities_behind_both_count_up_to_three() -> None:
    assert [near([COMMON], cities=n).points - 110 for n in (0, 1, 3, 9)] == [0, 80, 240, 240]


@pytest.fixture
def topic(make: Make) -> Topic:
    return make.topic("Data trusts")


@pytest.fixture
def asked(make: Make, topic: Topic) -> Challenge:
    return make.challenge(topics=[topic], title="Sharing trip data", visibility="public")


def thing(challenge: Challenge, topic: Topic) -> Thing:
    return Thing("challenge", challenge.id, challenge.title, challenge.language, [topic.id])


def roundtable(db: Session, make: Make, topic: Topic, slug: str, **given: Any) -> Roundtable:
    usual: dict[str, Any] = {
        "author_id": make.convener().id,
        "slug": slug,
        "title": f"A meeting {slug}",
        "purpose": "To meet.",
        "language": "en",
        "format": "roundtable",
        "visibility": "public",
        "planned_at": NOON,
    }
    made = Roundtable(**usual | given)
    db.add(made)
    db.flush()
    db.add(RoundtableTopic(roundtable_id=made.id, topic_id=topic.id))
    db.commit()
    return made


def titles(found: list[Related]) -> list[str]:
    return [one.subject.title for one in found]


def test_the_nearest_come_first_and_say_why(
    db: Session, make: Make, topic: Topic, asked: Challenge
) -> None:
    near_by = make.challenge(topics=[topic], title="Shared trip data of a bus", visibility="public")
    make.challenge(topics=[topic], title="Something else", visibility="public")
    make.challenge(title="Sharing trip data with nobody", visibility="public")
    make.resource(topics=[topic], title="A model contract")
    roundtable(db, make, topic, "one")
    for member in (make.member(), make.member()):
        make.facing(asked, member)
        make.facing(near_by, member)
    found = related(db, Guest(), thing(asked, topic), tree(db), limit=9)
    assert titles(found)[0] == "Shared trip data of a bus"
    assert sorted(titles(found)[1:]) == ["A meeting one", "A model contract", "Something else"]
    assert list(found[0].reasons) == [
        "Also on Data trusts.",
        "Speaks of the same: Sharing, trip, data.",
        "2 cities are behind both.",
    ]


def test_what_one_may_not_see_is_related_to_nothing(
    db: Session, make: Make, topic: Topic, asked: Challenge
) -> None:
    chosen = make.city("Chosen")
    make.challenge(topics=[topic], title="For members only")
    make.challenge(topics=[topic], title="For chosen cities", cities=[chosen])
    make.challenge(topics=[topic], title="Hidden words", hidden_at=NOON)
    make.resource(topics=[topic], title="Hidden resource", hidden_at=NOON)
    make.resource(topics=[topic], title="Resource for members", visibility="members")
    roundtable(db, make, topic, "draft", planned_at=None)
    roundtable(db, make, topic, "cancelled", cancelled_at=NOON)
    roundtable(db, make, topic, "members", visibility="members")

    def seen(me: Actor) -> list[str]:
        return sorted(titles(related(db, me, thing(asked, topic), tree(db), limit=20)))

    members = ["A meeting members", "For members only", "Resource for members"]
    assert seen(Guest()) == []
    assert seen(make.member(city_id=None)) == members
    assert seen(make.member(city_id=chosen.id)) == sorted([*members, "For chosen cities"])
    assert seen(make.convener(city_id=chosen.id)) == sorted([*members, "For chosen cities"])
    assert seen(make.convener()) == members


def test_anything_can_be_asked_for_by_its_slug(
    db: Session, make: Make, topic: Topic, asked: Challenge
) -> None:
    city, resource = make.city("Bristol"), make.resource(topics=[topic], title="A contract")
    make.priority(city, topic)
    topics = tree(db)
    for kind, slug in (
        ("city", city.slug),
        ("topic", topic.slug),
        ("resource", resource.slug),
        ("challenge", asked.slug),
    ):
        about = of(db, Guest(), kind, slug, topics)
        expected = {"Sharing trip data", "A contract"} - {about.title}
        assert set(titles(related(db, Guest(), about, topics))) == expected
        with pytest.raises(NotFound):
            of(db, Guest(), kind, "nowhere", topics)
    hidden = make.challenge(topics=[topic], slug="secret")
    with pytest.raises(NotFound):
        of(db, Guest(), "challenge", hidden.slug, topics)
    assert related(db, Guest(), Thing("city", None, "", "", []), topics) == []


@pytest.mark.parametrize("count", [1, 3])
def test_it_is_one_query(
    db: Session, make: Make, topic: Topic, asked: Challenge, connection: Connection, count: int
) -> None:
    for _ in range(count):
        make.challenge(topics=[topic], visibility="public")
        make.resource(topics=[topic])
    topics = tree(db)
    with counted(connection) as sent:
        assert len(related(db, Guest(), thing(asked, topic), topics, limit=9)) == 2 * count
    assert len(sent) == 1
