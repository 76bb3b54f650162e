"""Where the two databases differ: SQLite's FTS5 and PostgreSQL's text search, behind one face.

Both hold what `words` made of each document in a table `search_words`, made by a migration written
by hand: the words in their order, and the marks.

Neither database is asked to rank. Both can only rank all that matches, and a common word matches
half of a million documents. They are asked instead for the newest that match, a question that
costs the same however many there are (.adr/0010): FTS5 walks its lists backwards from the newest and stops; on
PostgreSQL, whose index has no order, every document has the mark of its band of numbers, and the
newest bands are asked first. What comes first of those is the arithmetic of `ranking`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    case,
    cast,
    column,
    func,
    literal,
    literal_column,
    table,
    text,
    union_all,
)
from sqlalchemy import select as columns
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.search import wanted as asking
from backend.domain.search.models import SearchDocument
from backend.domain.search.wanted import Either, Form, Wanted
from backend.domain.search.words import facet

_FTS = table("search_words", column("rowid"), column("words"), column("marks"))
_TSV = table("search_words", column("number"), column("words"))


class Shape(NamedTuple):
    """How an index is asked; of one shape, all selects are the same but for what they are given."""

    way: Literal["fts5", "whole", "bands"]
    is_marked: bool = False
    """Whether only what has some marks is looked for."""


BAND = 13
"""Documents of one band have numbers equal but for so many bits."""
STEPS = (2, 6, 18, 54)
"""So many bands are asked first, with as many in all next; then all others, of which each document
with the words is read. For common words few are enough; for rare ones each step more takes time."""
EXTRA_STEPS = 2
"""So many of them for what would only be placed better."""
_BEFORE = "before"
"""By which name the number is given from which on the steps have asked."""
_NOTHING = '""'
"""To FTS5 a question that nothing matches."""
_LAST = "last search document"
PERSON = "member"
_OF_PERSON = facet("kind", PERSON)
_IS_PERSON: ColumnElement[bool] = literal_column("words @@ 'k_member'::tsquery", Boolean())
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
            {"number": number, "words": _tsvector(words, f"{marks} {_band(number >> BAND)}")}
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
        wanted = wanted.within(((_OF_PERSON,),))
    if is_sqlite(db):
        return _all_of(asking.fts5(wanted))
    found = columns(_TSV.c.number).where(*map(_matches, asking.tsqueries(wanted)))
    return found.where(_IS_PERSON) if people else found


class Latest:
    """Asks one index for the newest documents that match. It is as large as it is now.

    It can be asked for people alone, who are few among all that is said: on PostgreSQL they have an
    index of their own, or the beginning of a word would be gathered from everything first.
    """

    def __init__(self, db: Session, *, people: bool = False) -> None:
        self._is_sqlite = is_sqlite(db)
        self._people = people
        self._last = 0 if self._is_sqlite else _last_number(db, PERSON if people else "") >> BAND

    def shape(self, *, is_marked: bool = False) -> Shape:
        if self._is_sqlite:
            return Shape("fts5")
        return Shape("whole" if self._last <= STEPS[0] else "bands", is_marked)

    def of(
        self, wanted: Wanted, limit: int, only_if: ColumnElement[bool] | None = None
    ) -> Select[int]:
        """The numbers of at most so many documents that match, no newer one left out."""
        if self._people and self._is_sqlite:
            wanted = wanted.within(((_OF_PERSON,),))
        among = None if self._is_sqlite or not self._people else _IS_PERSON
        asked, shape = self.given("", wanted), self.shape(is_marked=bool(wanted.marked))
        return newest(shape, asked, "", limit, only_if, among=among)

    def given(self, name: str, wanted: Wanted) -> dict[str, Any]:
        """What the `newest` of this name are looked for by."""
        if self._is_sqlite:
            return {name: asking.fts5(wanted)}
        whole: dict[str, Any] = dict(zip(_texts(name), asking.tsqueries(wanted), strict=False))
        if self.shape().way == "whole":
            return whole
        above = self._last + 2  # one more, for what was added since
        for at, bands in enumerate(STEPS):
            first = self._last - bands + 1
            whole[_step(at)] = _in_bands(first, above - 1)
            above = first
        return whole | {_BEFORE: above << BAND}


def parameters(name: str) -> Mapping[str, BindParameter[Any]]:
    """In place of what is `given` when the select runs."""
    texts = (*_texts(name), *map(_step, range(len(STEPS))))
    before = bindparam(_BEFORE, type_=Integer())
    return {one: bindparam(one, type_=String()) for one in texts} | {_BEFORE: before}


def newest(
    shape: Shape,
    asked: Mapping[str, Any],
    name: str,
    limit: int,
    only_if: ColumnElement[bool] | None = None,
    *,
    is_extra: bool = False,
    is_rare: bool = False,
    among: ColumnElement[bool] | None = None,
) -> Select[int]:
    """The numbers of at most so many documents that match; `asked` are values, or parameters.

    What is asked only to place better what is found anyway is `extra`: where looking it up takes
    long, it is not looked for among the oldest. What few documents can be is `rare`: those are
    looked up at once, for to look among the newest first takes longer.
    """
    if is_rare and shape.way == "bands":
        shape = shape._replace(way="whole")
    if shape.way == "fts5":
        # FTS5 looks up all words before a condition beside them is asked: it stands in their place.
        words = asked[name] if only_if is None else case((only_if, asked[name]), else_=_NOTHING)
        return _all_of(words).order_by(_FTS.c.rowid.desc()).limit(limit)
    found = _newest_tsv(shape, asked, name, limit, is_extra=is_extra, among=among)
    return found if only_if is None else found.where(only_if)


def _newest_tsv(
    shape: Shape,
    asked: Mapping[str, Any],
    name: str,
    limit: int,
    *,
    is_extra: bool,
    among: ColumnElement[bool] | None,
) -> Select[int]:
    number = _TSV.c.number
    every = columns(number) if among is None else columns(number).where(among)
    said = [_matches(asked[one]) for one in _texts(name)[: 1 + shape.is_marked]]
    if shape.way == "whole":
        return _newest(every.where(*said), limit)
    # One after the other: the branches of an unsorted union are asked only until it is full.
    # `pg_backend_pid` keeps PostgreSQL from asking them at once, in parallel.
    alone = every.where(func.pg_backend_pid() > 0)
    steps = EXTRA_STEPS if is_extra else len(STEPS)
    parts = [_newest(alone.where(_matches(asked[_step(at)]), *said), limit) for at in range(steps)]
    if not is_extra:
        # GIN knows nothing of the order of words: it reads every document that has them all.
        parts.append(_newest(alone.where(number < asked[_BEFORE], *said), limit))
    found = union_all(*(columns(part.subquery().c.number) for part in parts)).subquery()
    return columns(found.c.number).limit(limit)


def size(db: Session) -> int:
    """How many documents have words."""
    whole = columns(func.count()).select_from(_FTS if is_sqlite(db) else _TSV)
    return rows(db, whole).scalar_one()


def is_sqlite(db: Session) -> bool:
    return db.get_bind().dialect.name == "sqlite"


def _last_number(db: Session, kind: str = "") -> int:
    """The number of the newest document, looked up once a request: a session is one."""
    if _last_of(kind) not in db.info:
        told(db, rows(db, _newest_number(kind)).scalar_one() or 0, kind)
    last: int = db.info[_last_of(kind)]
    return last


def along(db: Session, kind: str = "") -> Sequence[Select[str, str]]:
    """What a query that is made anyway may bring along, so that `Latest` needs none of its own."""
    if is_sqlite(db) or _last_of(kind) in db.info:
        return ()
    newest = func.coalesce(_newest_number(kind).scalar_subquery(), 0)
    return (columns(literal(""), cast(newest, String)),)


def told(db: Session, newest: str | int, kind: str = "") -> None:
    """What came along."""
    db.info[_last_of(kind)] = int(newest)


def _newest_number(kind: str) -> Select[int | None]:
    newest = columns(func.max(col(SearchDocument.number)))
    return newest.where(col(SearchDocument.kind) == kind) if kind else newest


def _last_of(kind: str) -> str:
    return f"{_LAST} {kind}"


def _newest(numbers: Select[int], limit: int) -> Select[int]:
    # Told apart from its order, or PostgreSQL walks all numbers backwards and tests each document.
    found = numbers.cte().prefix_with("MATERIALIZED")
    return columns(found.c.number).order_by(found.c.number.desc()).limit(limit)


def _texts(name: str) -> tuple[str, str]:
    """By which names the words, and the marks among which they are looked for, are given."""
    return name, f"{name}_marks"


def _step(at: int) -> str:
    return f"step_{at}"


def _in_bands(first: int, last: int) -> str:
    bands = Either(tuple(Form((_band(band),)) for band in range(first, last + 1)))
    return asking.tsquery(Wanted(bands))


def _band(band: int) -> str:
    return f"b_{band}"


def _all_of(asked: Any) -> Select[int]:
    return columns(_FTS.c.rowid).where(literal_column("search_words").op("MATCH")(asked))


def _matches(asked: Any) -> Any:
    return _TSV.c.words.op("@@")(cast(asked, TSQUERY))


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
