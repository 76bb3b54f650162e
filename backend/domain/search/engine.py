"""Where the two databases keep the words: SQLite's FTS5 and PostgreSQL's text search, behind one face.

Both hold what `words` made of each document in a table `search_words`, made by a migration written
by hand: the words in their order, and the marks. On PostgreSQL every document has the mark of its
band besides (see `bands`).
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    cast,
    column,
    func,
    literal_column,
    table,
    text,
)
from sqlalchemy import select as columns
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Session

from backend.core.db import rows
from backend.domain.search import bands
from backend.domain.search import wanted as asking
from backend.domain.search.wanted import Wanted
from backend.domain.search.words import facet

FTS = table("search_words", column("rowid"), column("words"), column("marks"))
TSV = table("search_words", column("number"), column("words"))

PERSON = "member"
OF_PERSON = facet("kind", PERSON)
IS_PERSON: ColumnElement[bool] = literal_column("words @@ 'k_member'::tsquery", Boolean())
"""As the index of people was made."""
_LAST_POSITION = 16_383
_MOST_POSITIONS = 250


def put(db: Session, number: int, words: str, marks: str) -> None:
    """Keep a document's words, in place of those kept before."""
    drop(db, number)
    put_new(db, [(number, words, marks)])


def put_new(db: Session, documents: Iterable[tuple[int, str, str]]) -> None:
    """Keep the words and marks of documents of which nothing was kept before, by number."""
    if is_sqlite(db):
        sent = "INSERT INTO search_words (rowid, words, marks) VALUES (:number, :words, :marks)"
        said = [
            {"number": number, "words": words, "marks": marks} for number, words, marks in documents
        ]
    else:
        sent = "INSERT INTO search_words (number, words) VALUES (:number, CAST(:words AS tsvector))"
        said = [
            {"number": number, "words": _tsvector(words, f"{marks} {bands.mark(bands.of(number))}")}
            for number, words, marks in documents
        ]
    if said:
        db.connection().execute(text(sent), said)


def drop(db: Session, number: int) -> None:
    key = "rowid" if is_sqlite(db) else "number"
    db.connection().execute(
        text(f"DELETE FROM search_words WHERE {key} = :number"),  # noqa: S608 - two fixed names
        {"number": number},
    )


def matching(db: Session, wanted: Wanted, *, people: bool = False) -> Select[int]:
    """The numbers of all documents that match; of people alone, for who asks for them."""
    if people:
        wanted = wanted.within(((OF_PERSON,),))
    if is_sqlite(db):
        return all_of(asking.fts5(wanted))
    found = columns(TSV.c.number).where(*map(matches, asking.tsqueries(wanted)))
    return found.where(IS_PERSON) if people else found


def size(db: Session) -> int:
    """How many documents have words."""
    whole = columns(func.count()).select_from(FTS if is_sqlite(db) else TSV)
    return rows(db, whole).scalar_one()


def is_sqlite(db: Session) -> bool:
    return db.get_bind().dialect.name == "sqlite"


def all_of(asked: Any) -> Select[int]:
    return columns(FTS.c.rowid).where(literal_column("search_words").op("MATCH")(asked))


def matches(asked: Any) -> Any:
    return TSV.c.words.op("@@")(cast(asked, TSQUERY))


def _tsvector(words: str, marks: str) -> str:
    """A tsvector as PostgreSQL writes it: every word quoted, and the words with their places.

    Written here, and not by `to_tsvector`, whose parser would cut the words again in its own way.
    """
    places: dict[str, list[str]] = {}
    for at, word in enumerate(words.split(" "), start=1):
        places.setdefault(word, []).append(str(min(at, _LAST_POSITION)))
    said = [
        f"'{word}':{','.join(found[:_MOST_POSITIONS])}" for word, found in places.items() if word
    ]
    return " ".join((*said, *(f"'{mark}'" for mark in marks.split(" "))))
