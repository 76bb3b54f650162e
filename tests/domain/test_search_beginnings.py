"""What is called so, by its first letters."""

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core import migrations
from backend.core.db import rows, sessions_for
from backend.domain.search import engine, question, words
from backend.domain.search.latest import Latest
from backend.domain.search.models import SearchDocument
from backend.domain.search.words import Found
from tests.conftest import NOON
from tests.support.finding import keep

TITLE = "Datos d’été 開放資料 7 5G"


def called(db: Session, typed: str) -> list[str]:
    """What has all that was typed in its title, as if everybody might see everything."""
    numbers = Latest(db).of(question.read(typed).begun_titles, 9).subquery()
    titles = columns(col(SearchDocument.title)).join(
        numbers, numbers.c[0] == col(SearchDocument.number)
    )
    return list(rows(db, titles.order_by(col(SearchDocument.number))).scalars())


@pytest.mark.parametrize(
    "typed",
    [
        *("d", "da", "dat", "dato", "datos", "DAT", "e", "ete", "7", "5", "5g"),
        *("datos e", "été da", "開", "開放", "放", "開放資", "資料 d"),
    ],
)
def test_a_title_is_named_by_how_any_of_its_words_begins(db: Session, typed: str) -> None:
    keep(db, TITLE, "Besides words")
    keep(db, "Roads", f"about {TITLE}")
    assert called(db, typed) == [TITLE]


@pytest.mark.parametrize("typed", ["a", "at", "ato", "atos", "datosx", "g", "b", "be", "w", "料開"])
def test_no_title_is_named_by_what_stands_inside_a_word_or_beside_it(
    db: Session, typed: str
) -> None:
    keep(db, TITLE, "Besides words")
    assert called(db, typed) == []


def test_an_answer_is_not_named_by_the_title_of_its_challenge(db: Session) -> None:
    keep(db, TITLE, kind="answer")
    assert [called(db, typed) for typed in ("d", "datos")] == [[], []]


def test_what_was_kept_before_is_named_by_its_beginnings_once_migrated(
    lasting_engine: Engine,
) -> None:
    sessions = sessions_for(lasting_engine)
    script = ScriptDirectory.from_config(migrations.config())
    before = next(
        one.down_revision
        for one in script.walk_revisions()
        if one.path.endswith("_title_beginnings.py")
    )
    with sessions.begin() as db:
        for title, kind in ((TITLE, "thing"), ("Roads", "thing"), (TITLE, "answer")):
            keep(db, title, "Besides words", kind=kind)
        for one in db.exec(select(SearchDocument)):
            said, marks = words.of(
                Found(one.kind, one.subject_id, "", one.title, one.body, "en", NOON)
            )
            known = " ".join(mark for mark in marks.split() if not mark.startswith("tp_"))
            engine.put(db, one.number or 0, said, known)
        assert called(db, "d") == []
    with lasting_engine.connect() as connection:
        command.downgrade(migrations.config(connection), str(before))
        connection.commit()
    migrations.upgrade(lasting_engine)
    with sessions() as db:
        for typed in ("d", "da", "dat", "dato", "7", "5g", "開", "開放"):
            assert called(db, typed) == [TITLE]
        assert called(db, "b") == []
