"""The tree that is kept in the process: never out of date, and asked for no more than once."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection
from sqlalchemy import select as columns
from sqlmodel import Session, delete, update

from backend.core.db import rows
from backend.core.i18n import Language, speaking
from backend.domain.topics import edition
from backend.domain.topics.models import Topic, TopicTerm
from backend.domain.topics.queries import tree
from tests.support.make import Make
from tests.support.queries import counted


def name(db: Session) -> str:
    return rows(db, columns(edition.now())).scalar_one()


def labels(db: Session) -> list[str]:
    return [row.label for row in tree(db).rows]


def relabel(db: Session) -> None:
    db.exec(update(TopicTerm).values(words="Trust in data"))


def move(db: Session) -> None:
    db.exec(update(Topic).values(position=7))


def take_away(db: Session) -> None:
    db.exec(delete(TopicTerm))


@pytest.mark.parametrize("change", [relabel, move, take_away])
def test_every_change_is_a_new_edition(
    db: Session, make: Make, change: Callable[[Session], None]
) -> None:
    before = name(db)
    make.topic("Data trusts")
    made = name(db)
    change(db)
    assert len({before, made, name(db)}) == 3


def test_what_was_rolled_back_never_comes_again(db: Session, make: Make) -> None:
    make.topic("Data trusts")
    before = name(db)
    with db.begin_nested() as attempt:
        relabel(db)
        undone = name(db)
        attempt.rollback()
    assert name(db) == before
    relabel(db)
    assert name(db) not in {before, undone}


def test_the_tree_of_an_edition_is_read_once_for_each_language(
    db: Session, make: Make, connection: Connection
) -> None:
    make.topic("Data trusts")
    edition.tell(db, name(db))
    with counted(connection) as sent:
        assert labels(db) == labels(db) == ["Data trusts"]
        assert len(sent) == 1
        with speaking(Language("es", "Español")):
            labels(db)
        assert len(sent) == 2
    relabel(db)
    edition.tell(db, name(db))
    assert labels(db) == ["Trust in data"]


def test_who_was_told_no_edition_reads_the_tree_as_it_stands(db: Session, make: Make) -> None:
    make.topic("Data trusts")
    assert labels(db) == ["Data trusts"]
    relabel(db)
    assert labels(db) == ["Trust in data"]


def test_only_so_many_trees_are_kept(db: Session, make: Make) -> None:
    make.topic("Data trusts")
    for number in range(edition.MOST + 3):
        edition.tell(db, f"edition {number}")
        labels(db)
    assert len(edition.KEPT) == edition.MOST
