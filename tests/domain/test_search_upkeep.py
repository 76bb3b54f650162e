"""SQLite's index is kept in few lists; what is found in it stays the same. PostgreSQL keeps one."""

import pytest
from sqlalchemy import text
from sqlmodel import Session

from backend.domain.challenges import actions as challenges
from backend.domain.members.models import Member
from backend.domain.search import engine, upkeep
from backend.domain.search.actions import forget
from backend.domain.search.queries import search
from tests.support.make import Make

WRITTEN = 10
"""In as many transactions: more than FTS5 merges while it writes."""
LISTS = text("SELECT count(DISTINCT segid) FROM search_words_idx")
AGREES = text("INSERT INTO search_words (search_words, rank) VALUES ('integrity-check', 1)")


@pytest.fixture
def ada(make: Make) -> Member:
    return make.member()


@pytest.fixture
def titles(db: Session, make: Make) -> set[str]:
    """Of challenges about bicycles: one more was taken back."""
    made = [make.challenge(title=f"Bicycle street {one}") for one in range(WRITTEN + 1)]
    for one in made:
        challenges.index(db, one)
        db.commit()
    gone = made.pop()
    forget(db, "challenge", gone.id)
    db.commit()
    return {one.title for one in made}


def test_what_was_written_bit_by_bit_comes_together(
    db: Session, ada: Member, titles: set[str]
) -> None:
    if engine.is_sqlite(db):
        assert _lists(db) > 2
    while upkeep.merge_some(db):
        db.commit()
    if engine.is_sqlite(db):
        assert _lists(db) <= 2
        db.connection().execute(AGREES)
    assert _found(db, ada) == titles


def test_each_time_a_little_is_merged_and_what_is_written_meanwhile_is_found(
    db: Session, make: Make, ada: Member, titles: set[str]
) -> None:
    begun = upkeep.merge_some(db, pages=1)
    db.commit()
    assert begun == engine.is_sqlite(db)
    late = make.challenge(title="Bicycle street, late")
    challenges.index(db, late)
    db.commit()
    assert _found(db, ada) == titles | {late.title}
    while upkeep.merge_some(db, pages=1):
        db.commit()
    assert _found(db, ada) == titles | {late.title}


def test_where_there_is_nothing_to_merge_nothing_is_written(db: Session) -> None:
    assert upkeep.merge_some(db) == 0


def _found(db: Session, me: Member) -> set[str]:
    hits = search(db, me, "bicycle").hits
    return {"".join(piece.words for piece in hit.title) for hit in hits}


def _lists(db: Session) -> int:
    count: int = db.connection().execute(LISTS).scalar_one()
    return count
