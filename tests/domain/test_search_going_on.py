"""A word that may be half typed finds what goes on in it; one that is whole is not looked for twice."""

from string import ascii_lowercase

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend.core import migrations
from backend.core.db import sessions_for
from backend.domain.challenges import actions as challenges
from backend.domain.members.models import Member
from backend.domain.search import words
from backend.domain.search.actions import forget
from backend.domain.search.beginnings import MOST
from backend.domain.search.models import SearchDocument, SearchWord
from backend.domain.search.queries import search
from backend.domain.search.question import read
from backend.domain.search.widening import widened
from tests.support.finding import keep
from tests.support.make import Make

TEXT = "Transit, transition; procurement of 5gnetworks. Été participação 開放資料 ไทย Жилищный"


@pytest.fixture
def ada(make: Make) -> Member:
    return make.member()


def longer(db: Session, typed: str) -> tuple[str, ...] | None:
    """What the last word is named to become; None where it can only be what it is."""
    begun = widened(db, read(typed)).begun
    return begun.question.parts[-1].goes_on if begun else None


@pytest.mark.parametrize("typed", ["transit", "tran", "procure", "5gne", "PARTICIPAÇ", "жили"])
def test_by_its_beginning_every_word_is_named_that_goes_on_so(db: Session, typed: str) -> None:
    keep(db, "Roads", TEXT)
    [begun] = words.cut(typed)
    said = sorted({one for one in words.cut(TEXT) if one.startswith(begun) and one != begun})
    assert longer(db, typed) == tuple(said)


@pytest.mark.parametrize("typed", ["transition", "procurements", "xyzzy", "開放", "t", '"tran"'])
def test_what_cannot_go_on_is_not_asked_for_again(db: Session, typed: str) -> None:
    keep(db, "Roads", TEXT)
    assert widened(db, read(typed)).begun is None


@pytest.mark.parametrize(
    "typed", ["tra", "transi", "roads procurem", "5gnet", "participaç", "жилищ", "ete partici"]
)
def test_what_is_half_typed_is_found(db: Session, ada: Member, make: Make, typed: str) -> None:
    challenges.index(db, make.challenge(title="Roads", context=TEXT))
    assert found(db, ada, typed) == {"Roads"}


def test_where_too_many_words_go_on_so_all_of_them_are_found(
    db: Session, ada: Member, make: Make
) -> None:
    titles = {f"Trans{letter}{letter}" for letter in ascii_lowercase[: MOST // 2]}
    for title in titles:
        challenges.index(db, make.challenge(title=title, context=f"{title}o"))
    assert len(longer(db, "trans") or ()) == MOST
    challenges.index(db, make.challenge(title="Transzz"))
    assert longer(db, "trans") is None
    assert (begun := widened(db, read("trans")).begun) is not None
    assert begun.question == read("trans")
    assert found(db, ada, "trans", pages=2) == titles | {"Transzz"}


def test_what_nothing_says_any_more_is_no_longer_named(db: Session) -> None:
    keep(db, "Roads", "Transition")
    keep(db, "Streets", "Transition of transport")
    for document in db.exec(select(SearchDocument).where(col(SearchDocument.title) == "Streets")):
        forget(db, document.kind, document.subject_id)
    assert longer(db, "trans") == ("transition",)


def test_the_words_of_what_was_there_before_are_named_once_migrated(
    lasting_engine: Engine,
) -> None:
    sessions = sessions_for(lasting_engine)
    script = ScriptDirectory.from_config(migrations.config())
    before = next(
        one.down_revision
        for one in script.walk_revisions()
        if one.path.endswith("_words_that_go_on.py")
    )
    with sessions.begin() as db:
        keep(db, "Roads", TEXT)
        kept = set(db.exec(select(SearchWord.word)))
    assert {"transit", "5gnetworks", "жилищныи"} <= kept
    with lasting_engine.connect() as connection:
        command.downgrade(migrations.config(connection), str(before))
        connection.commit()
    migrations.upgrade(lasting_engine)
    with sessions() as db:
        assert set(db.exec(select(SearchWord.word))) == kept


def found(db: Session, me: Member, typed: str, pages: int = 1) -> set[str]:
    titles, after = set(), ""
    for _page in range(pages):
        page = search(db, me, typed, after=after)
        titles |= {hit.subject.title for hit in page.hits}
        after = page.next_key or ""
    return titles
