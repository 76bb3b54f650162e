import pytest
from sqlmodel import Session, func, select

from backend.core.errors import NotFound, Rejected
from backend.core.i18n import Language, speaking
from backend.domain.topics import actions, queries
from backend.domain.topics.models import PRINCIPLES, Topic, TopicTerm
from tests.support.make import Make


def test_loading_the_curated_tree_twice_leaves_one_of_each(db: Session) -> None:
    held = actions.load(db)
    first = db.exec(select(func.count()).select_from(TopicTerm)).one()
    assert actions.load(db) == held == db.exec(select(func.count()).select_from(Topic)).one()
    assert db.exec(select(func.count()).select_from(TopicTerm)).one() == first


def test_the_tree_begins_with_the_six_principles_in_ring_order(db: Session) -> None:
    actions.load(db)
    assert tuple(row.slug for row in queries.tree(db).branches()["principle"]) == PRINCIPLES


def test_labels_are_in_the_language_being_spoken(db: Session) -> None:
    actions.load(db)
    with speaking(Language("es", "Español")):
        assert queries.tree(db).by_slug["housing"].label == "Vivienda"


def test_a_topic_without_a_label_in_that_language_keeps_its_english_one(
    db: Session, make: Make
) -> None:
    make.topic("Night economy")
    with speaking(Language("fr", "Français")):
        assert queries.tree(db).by_slug["night-economy"].label == "Night economy"


def test_a_topic_that_is_not_in_the_tree_is_refused_in_words(db: Session, make: Make) -> None:
    make.topic("Night economy")
    found = queries.tree(db)
    assert [t.label for t in found.chosen(["night-economy", "night-economy"])] == ["Night economy"]
    with pytest.raises(Rejected, match="Please choose topics from the list"):
        found.chosen(["night-economy", "unheard-of"])


def test_a_topic_that_does_not_exist_is_not_found(db: Session) -> None:
    with pytest.raises(NotFound, match="no such topic"):
        queries.one(db, "unheard-of")
