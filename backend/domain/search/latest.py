"""The newest documents that match, and no more of them than are wanted.

Neither database is asked to rank. Both can only rank all that matches, and a common word matches
half of a million documents. They are asked instead for the newest that match, a question that
costs the same however many there are (.adr/0010): FTS5 walks its lists backwards from the newest and stops; on
PostgreSQL, whose index has no order, every document has the mark of its band of numbers, and the
newest bands are asked first. What comes first of those is the arithmetic of `ranking`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    String,
    Subquery,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    true,
    union_all,
)
from sqlalchemy import select as columns
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.search import bands
from backend.domain.search import wanted as asking
from backend.domain.search.engine import (
    FTS,
    IS_PERSON,
    OF_PERSON,
    PERSON,
    TSV,
    all_of,
    is_sqlite,
    matches,
)
from backend.domain.search.models import SearchDocument
from backend.domain.search.wanted import Wanted

Way: TypeAlias = Literal["fts5", "whole", "bands"]


class Shape(NamedTuple):
    """How an index is asked; of one shape, all selects are the same but for what they are given."""

    way: Way
    is_marked: bool = False
    """Whether only what has some marks is looked for."""
    has_phrases: bool = False
    """Whether words must stand side by side."""


FEW = 100
"""No more documents than so many are few."""
_NOTHING = '""'
"""To FTS5 a question that nothing matches."""
_LAST = "last search document"


class Latest:
    """Asks one index for the newest documents that match. It is as large as it is now.

    It can be asked for people alone, who are few among all that is said: on PostgreSQL they have an
    index of their own, or the beginning of a word would be gathered from everything first.
    """

    def __init__(self, db: Session, *, people: bool = False) -> None:
        self._people = people
        self._last = 0
        self._way: Way = "fts5"
        if not is_sqlite(db):
            self._last = bands.of(_last_number(db, PERSON if people else ""))
            self._way = "whole" if self._last <= bands.FIRST else "bands"

    def shape(self, wanted: Wanted) -> Shape:
        if self._way == "fts5":
            return Shape("fts5")
        return Shape(self._way, bool(wanted.marked), wanted.has_phrases)

    def of(
        self, wanted: Wanted, limit: int, only_if: ColumnElement[bool] | None = None
    ) -> Select[int]:
        """The numbers of at most so many documents that match, no newer one left out."""
        among = None
        if self._people and self._way == "fts5":
            wanted = wanted.within(((OF_PERSON,),))
        elif self._people:
            among = IS_PERSON
        asked = self.given("", wanted)
        return newest(self.shape(wanted), asked, "", limit, only_if, among=among)

    def given(self, name: str, wanted: Wanted) -> dict[str, Any]:
        """What the `newest` of this name are looked for by."""
        if self._way == "fts5":
            return {name: asking.fts5(wanted)}
        texts = dict(zip(_texts(name), asking.tsqueries(wanted), strict=False))
        return texts if self._way == "whole" else {**texts, **bands.given(self._last)}


def parameters(name: str) -> Mapping[str, BindParameter[Any]]:
    """In place of what is `given` when the select runs."""
    texts = {one: bindparam(one, type_=String()) for one in _texts(name)}
    named = (bands.MANY, bands.FEW, bands.FOR_PLACE)
    steps = {one: bindparam(one, type_=ARRAY(String())) for one in named}
    before = {one: bindparam(one, type_=Integer()) for one in map(bands.before, named)}
    return {**texts, **steps, **before}


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
        return all_of(words).order_by(FTS.c.rowid.desc()).limit(limit)
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
    every = columns(TSV.c.number) if among is None else columns(TSV.c.number).where(among)
    said = [asked[one] for one in _texts(name)[: 1 + shape.is_marked]]
    if shape.way == "whole":
        return _newest(every.where(*map(matches, said)), limit)
    # One after the other: a union without an order is asked only until it is full.
    # `pg_backend_pid` keeps PostgreSQL from asking its branches at once, in parallel.
    alone = every.where(func.pg_backend_pid() > 0)
    steps = bands.FOR_PLACE if is_extra else bands.FEW if limit <= FEW else bands.MANY
    is_read = is_extra or shape.has_phrases
    found = _in_steps(alone, said, asked[steps], limit, is_read=is_read)
    if is_extra:
        return found.limit(limit)
    # GIN knows nothing of the order of words: it reads every document that has them all. By their
    # numbers none are to be looked up besides: it would name half of all documents first.
    older = TSV.c.number + literal_column("0") < asked[bands.before(steps)]
    oldest = _newest(alone.where(*map(matches, said), older), limit).subquery()
    both = union_all(found, columns(oldest.c.number)).subquery()
    return columns(both.c.number).limit(limit)


def _in_steps(
    every: Select[int], said: Sequence[Any], steps: Any, limit: int, *, is_read: bool
) -> Select[int]:
    """The newest of each step, one step after the other; `is_read`: GIN alone can't tell what matches."""
    step = func.unnest(cast(steps, ARRAY(TSQUERY))).table_valued("bands").render_derived()
    in_bands = matches(step.c.bands)
    # GIN goes through what answers the first of its questions until something answers the others,
    # too. Bands come first of what comes from outside, so words have to come from there as well; but
    # of words side by side every document is read, whose band need not be looked at then.
    outside = _apart(columns(*(cast(one, TSQUERY) for one in said)))
    asked = (*map(matches, said), in_bands) if is_read else (in_bands, *map(matches, outside.c))
    of_step = _newest(every.where(*asked).correlate(step, outside), limit).lateral()
    whole = step.join(of_step, true())
    return columns(of_step.c.number).select_from(whole if is_read else outside.join(whole, true()))


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
    found = _apart(numbers)
    return columns(found.c.number).order_by(found.c.number.desc()).limit(limit)


def _texts(name: str) -> tuple[str, str]:
    """By which names the words, and the marks among which they are looked for, are given."""
    return name, f"{name}_marks"


def _apart(asked: Select[*tuple[Any, ...]]) -> Subquery:
    """What PostgreSQL plans by itself."""
    return asked.offset(literal_column("0")).subquery()
