"""Close in meaning: what is about the same is found, though nobody used the words."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlmodel import Session, select

from backend.core.ids import new_id
from backend.domain.challenges import actions as challenges
from backend.domain.matching.peers import who_knows
from backend.domain.members.models import Actor, Guest
from backend.domain.search import learning, nearness, senses
from backend.domain.search.actions import index
from backend.domain.search.models import SearchSense
from backend.domain.search.queries import search
from backend.domain.search.senses import Sense
from backend.domain.topics.models import Topic
from backend.domain.topics.queries import tree
from tests.conftest import NOON
from tests.support.make import Make

WHEELS, HOMES, WATER = new_id(), new_id(), new_id()


def test_a_word_is_about_what_its_texts_are_about_more_often_than_any_text() -> None:
    texts = [({"bike", "city"}, {WHEELS})] * 4 + [({"roof", "city"}, {HOMES})] * 12
    texts += [({"roof", "city"}, {WATER})] * 48
    found = {(one.word, one.topic_id): one.weight for one in senses.learned(texts)}
    # Two more texts are thought to have "bike", and to be about wheels as 4 of all 64 are. Of the
    # three doublings of 64, a word of 4 texts leaves two: two thirds of what tells texts apart.
    assert found == {("bike", WHEELS): pytest.approx((4.125 / 6 - 4 / 64) * 2 / 3)}


def test_a_word_of_two_texts_tells_nothing_about_either() -> None:
    texts = [({"rare"}, {WHEELS})] * 2 + [({"bike"}, {WHEELS})] * 3 + [({"roof"}, {HOMES})] * 20
    assert {one.word for one in senses.learned(texts)} == {"bike"}


def test_a_question_is_about_the_topics_of_its_words_most_first() -> None:
    known = [Sense("bike", WHEELS, 0.4), Sense("roof", HOMES, 0.3), Sense("roofs", HOMES, 0.2)]
    known.append(Sense("bike", WATER, 0.05))
    about = senses.meant([("bike",), ("roof", "roofs")], known)
    assert list(about.items()) == [(WHEELS, 0.4), (HOMES, 0.3)]
    assert senses.meant([("unheard",)], known) == {}
    assert senses.meant([("bike",)], [Sense("bike", WHEELS, 0.01)]) == {}


@pytest.fixture
def post(db: Session, make: Make) -> Callable[..., UUID]:
    """Posts a challenge that can be found."""

    def post(title: str, topic: Topic, **given: object) -> UUID:
        made = make.challenge(title=title, topics=[topic], **given)  # type: ignore[arg-type]
        challenges.index(db, made)
        db.commit()
        return made.id

    return post


@pytest.fixture
def mobility(make: Make, post: Callable[..., UUID]) -> Topic:
    """Spanish and English texts about mobility, and others about homes."""
    mobility, homes = make.topic("Mobility"), make.topic("Homes")
    for n in range(4):
        post(f"Patinetes y aceras {n}", mobility, language="es", context="Las aceras se llenan.")
        post(f"Kerb space {n}", mobility, language="en", context="Wheels on every pavement.")
        for title in ("Rent", "Heating", "Lifts"):
            post(f"{title} {n}", homes, language="en", context="Nobody can pay for a flat.")
    return mobility


def titles(db: Session, me: Actor, words: str) -> list[str]:
    return [hit.subject.title for hit in nearness.near(db, me, words).hits]


def test_a_question_in_one_language_finds_what_is_near_in_another(
    db: Session, make: Make, mobility: Topic
) -> None:
    me = make.member()
    assert nearness.near(db, me, "aceras") == nearness.Near()  # nothing is learned yet
    learning.learn(db)
    assert search(db, me, "acera llena patines").total == 0
    near = nearness.near(db, me, "acera llena patines")
    assert near.topics == [mobility.id]
    assert {hit.language for hit in near.hits} == {"en", "es"}
    assert not {"Rent", "Heating", "Lifts"} & {hit.subject.title.split()[0] for hit in near.hits}
    assert nearness.topics(db, "acera") == [mobility.id]


def test_a_topic_that_is_called_so_is_surer_than_what_was_learned(
    db: Session, make: Make, mobility: Topic
) -> None:
    learning.learn(db)
    other, retired = make.topic("Kerb rules"), make.topic("Old rules")
    make.called(other, "contract register")
    retired.retired_at = NOON
    db.add(retired)
    assert nearness.topics(db, "kerb") == [mobility.id]
    assert nearness.topics(db, "how to keep a Contract Register on kerbs") == [other.id]
    assert nearness.topics(db, "old rules") == []


def test_who_can_help_with_what_is_close_in_meaning_is_known_though_no_topic_was_named(
    db: Session, make: Make, mobility: Topic
) -> None:
    me, ana = make.member(), make.member("Ana")
    make.skill(ana, mobility)
    said = "we have no legal basis to clear our aceras"
    assert who_knows(db, me, said, tree(db)) == ([], [])
    learning.learn(db)
    found, meant = who_knows(db, me, said, tree(db))
    assert ([peer.person.name for peer in found], meant) == (["Ana"], [mobility.id])
    assert who_knows(db, Guest(), said, tree(db)) == ([], [])


@pytest.mark.usefixtures("mobility")
def test_what_was_found_already_or_is_not_wanted_is_left_out(db: Session, make: Make) -> None:
    me = make.member()
    learning.learn(db)
    found = search(db, me, "aceras")
    near = nearness.near(db, me, "aceras", found).hits
    assert not {hit.subject.id for hit in found.hits} & {hit.subject.id for hit in near}
    assert not any("Kerb" in title for title in titles(db, me, "aceras -wheels"))


@pytest.mark.usefixtures("mobility")
def test_who_asks_for_a_city_by_name_is_shown_no_more_than_that(db: Session, make: Make) -> None:
    me = make.member()
    learning.learn(db)
    assert titles(db, me, "aceras")
    city = make.city("Aceras")
    index(db, "city", city.id, slug=city.slug, title=city.name, body="", language="es")
    found = search(db, me, "ACERAS")
    assert nearness.near(db, me, "ACERAS", found) == nearness.Near()


def test_what_one_may_not_see_is_not_near_and_teaches_nothing(
    db: Session, make: Make, mobility: Topic, post: Callable[..., UUID]
) -> None:
    lagos = make.city("Lagos")
    for n in range(4):
        post(f"Zephyrine {n}", mobility, cities=[lagos])
        post(f"Quagmire {n}", mobility, hidden_at=NOON)
    learning.learn(db)
    me = make.member()
    assert nearness.topics(db, "zephyrine quagmire") == []
    assert not {"Zephyrine", "Quagmire"} & {one.split()[0] for one in titles(db, me, "aceras")}
    assert nearness.near(db, Guest(), "aceras") == nearness.Near()


def test_what_is_learned_is_learned_anew_and_retired_topics_are_no_meaning(
    db: Session, mobility: Topic
) -> None:
    learned = learning.learn(db)
    before = set(db.exec(select(SearchSense.word)))
    assert learning.learn(db) == learned == len(before)
    mobility.retired_at = NOON
    db.add(mobility)
    db.commit()
    assert nearness.topics(db, "aceras") == []
