"""Where nothing says all the words: what says most of them, and nothing that one may not see."""

from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.domain.challenges import actions as challenges
from backend.domain.members.actions import make_findable
from backend.domain.members.models import Actor, Guest, Member
from backend.domain.search.partly import MOST_WORDS, SHOWN, partly
from backend.domain.search.queries import search
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.queries import counted


@pytest.fixture
def ada(make: Make) -> Member:
    return make.member()


def post(db: Session, make: Make, title: str, **given: Any) -> None:
    challenges.index(db, make.challenge(title=title, **given))


def titles(db: Session, me: Actor, text: str) -> list[str]:
    found = search(db, me, text)
    return [one.subject.title for one in partly(db, me, text, found)]


def test_what_says_more_of_the_words_comes_first(db: Session, make: Make, ada: Member) -> None:
    for title in ("Sirens", "Flood sirens", "River flood sirens", "Bridge paint"):
        post(db, make, title)
    assert titles(db, ada, "river flood sirens warning") == ["River flood sirens", "Flood sirens"]
    assert titles(db, ada, "the flood of a warning") == ["River flood sirens", "Flood sirens"]


def test_where_something_says_all_of_them_or_one_was_asked_for_there_is_none(
    db: Session, make: Make, ada: Member
) -> None:
    post(db, make, "Flood sirens")
    for text in ("flood sirens", "snow", "", '"flood warning"'):
        assert titles(db, ada, text) == []


def test_what_is_not_wanted_is_left_out_and_so_are_people_who_are_shown_beside_it(
    db: Session, make: Make, ada: Member
) -> None:
    make_findable(db, make.member("Ana", bio="I watch flood sirens."))
    for title in ("Flood maps", "Flood gates"):
        post(db, make, title)
    assert titles(db, ada, "flood warning -gates") == ["Flood maps"]


def test_its_words_are_marked_and_a_hidden_thing_leaves_no_trace(
    db: Session, make: Make, ada: Member
) -> None:
    post(db, make, "Flood sirens")
    before, of_guests = (partly(db, who, "flood warning") for who in (ada, Guest()))
    assert [one.words for one in before[0].title if one.is_hit] == ["Flood"]
    for number in range(3):
        post(db, make, f"Flood {number}", hidden_at=NOON)
        post(db, make, f"Flood of some {number}", cities=[make.city()])
    assert partly(db, ada, "flood warning") == before
    assert partly(db, Guest(), "flood warning") == of_guests == []


def test_a_long_question_is_one_query_and_a_few_hits(
    db: Session, make: Make, ada: Member, connection: Connection
) -> None:
    words = [f"word{letter}" for letter in "abcdefghijkl"]
    for number in range(SHOWN + 2):
        post(db, make, " ".join(words[: MOST_WORDS - 1]) + f" {number}")
    text = " ".join(words)
    few = partly(db, ada, "flood warning")
    with counted(connection) as sent:
        found = partly(db, ada, text)
    assert (len(found), few) == (SHOWN, [])
    assert len(sent) <= 2  # on PostgreSQL a session looks up once how far its index goes
