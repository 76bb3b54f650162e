"""The newest documents that match, and no more of them than are wanted.

Neither database is asked to rank. Both can only rank all that matches, and a common word matches
half of a million documents. They are asked instead for the newest that match, a question that
costs the same however many there are (.adr/0010): FTS5 walks its lists backwards from the newest and stops; on
PostgreSQL, whose index has no order, every document has the mark of its band of numbers, and the
newest bands are asked first. What comes first of those is the arithmetic of `ranking`.
"""

from collections.abc import Mapping, Sequence
from itertools import count, pairwise, takewhile
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
from backend.domain.search import wanted as asking
from backend.domain.search.engine import (
    BAND,
    FTS,
    IS_PERSON,
    OF_PERSON,
    PERSON,
    TSV,
    all_of,
    band,
    is_sqlite,
    matches,
)
from backend.domain.search.models import SearchDocument
from backend.domain.search.wanted import Either, Form, Wanted

Way: TypeAlias = Literal["fts5", "whole", "bands"]


class Shape(NamedTuple):
    """How an index is asked; of one shape, all selects are the same but for what they are given."""

    way: Way
    is_marked: bool = False
    """Whether only what has some marks is looked for."""
    has_phrases: bool = False
    """Whether words must stand side by side."""


FIRST, TIMES = 2, 3
"""So many bands are asked first, and so many times as many in all with each step; at last all others
at once. For common words few bands are enough; each step more takes time for rare ones, each band
that need not be asked for common ones."""
EXTRA = 6
"""So many are asked for what would only be placed better."""
FEW = 100
"""Where no more than so many documents are wanted, few are left to be read at last: a step sooner."""
_MANY, _FEW, _EXTRA = "many", "few", "extra"
"""Ways of asking for bands: by which names they are given, and what follows after them."""
_NOTHING = '""'
"""To FTS5 a question that nothing matches."""
_LAST = "last search document"


class Latest:
    """Asks one index for the newest documents that match. It is as large as it is now.

    It can be asked for people alone, who are few among all that is said: on PostgreSQL they have an
    index of their own, or the beginning of a word would be gathered from everything first.
    """

    def __init__(self, db: Session, *, people: bool = False) -> None:
        self._is_sqlite = is_sqlite(db)
        self._people = people
        self._last = 0 if self._is_sqlite else _last_number(db, PERSON if people else "") >> BAND

    def shape(self, wanted: Wanted) -> Shape:
        if self._is_sqlite:
            return Shape("fts5")
        way: Way = "whole" if self._last <= FIRST else "bands"
        return Shape(way, bool(wanted.marked), wanted.has_phrases)

    def of(
        self, wanted: Wanted, limit: int, only_if: ColumnElement[bool] | None = None
    ) -> Select[int]:
        """The numbers of at most so many documents that match, no newer one left out."""
        if self._people and self._is_sqlite:
            wanted = wanted.within(((OF_PERSON,),))
        among = None if self._is_sqlite or not self._people else IS_PERSON
        asked = self.given("", wanted)
        return newest(self.shape(wanted), asked, "", limit, only_if, among=among)

    def given(self, name: str, wanted: Wanted) -> dict[str, Any]:
        """What the `newest` of this name are looked for by."""
        if self._is_sqlite:
            return {name: asking.fts5(wanted)}
        whole: dict[str, Any] = dict(zip(_texts(name), asking.tsqueries(wanted), strict=False))
        if self.shape(wanted).way == "whole":
            return whole
        last = self._last
        each = {_MANY: _steps(last, 2), _FEW: _steps(last, 2 * TIMES), _EXTRA: (FIRST, EXTRA)}
        for way, steps in each.items():
            whole[way], whole[_before(way)] = _bands(last, steps)
        return whole


def parameters(name: str) -> Mapping[str, BindParameter[Any]]:
    """In place of what is `given` when the select runs."""
    texts = {one: bindparam(one, type_=String()) for one in _texts(name)}
    ways = (_MANY, _FEW, _EXTRA)
    bands = {way: bindparam(way, type_=ARRAY(String())) for way in ways}
    before = {one: bindparam(one, type_=Integer()) for one in map(_before, ways)}
    return {**texts, **bands, **before}


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
    way = _EXTRA if is_extra else _FEW if limit <= FEW else _MANY
    step = func.unnest(cast(asked[way], ARRAY(TSQUERY))).table_valued("bands").render_derived()
    bands = matches(step.c.bands)
    # GIN goes through what answers the first of its questions until something answers the others,
    # too. Bands come first of what comes from outside, so words have to come from there as well; but
    # of words side by side every document is read, whose band need not be looked at then.
    outside = _apart(columns(*(cast(one, TSQUERY) for one in said)))
    is_read = is_extra or shape.has_phrases
    both = (*map(matches, said), bands) if is_read else (bands, *map(matches, outside.c))
    of_step = _newest(alone.where(*both).correlate(step, outside), limit).lateral()
    steps = step.join(of_step, true())
    found = columns(of_step.c.number).select_from(steps if is_read else outside.join(steps, true()))
    if is_extra:
        return found.limit(limit)
    # GIN knows nothing of the order of words: it reads every document that has them all. By their
    # numbers none are to be looked up besides: it would name half of all documents first.
    older = TSV.c.number + literal_column("0") < asked[_before(way)]
    oldest = _newest(alone.where(*map(matches, said), older), limit).subquery()
    every_one = union_all(found, columns(oldest.c.number)).subquery()
    return columns(every_one.c.number).limit(limit)


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


def _steps(last: int, part: int) -> Sequence[int]:
    """How many bands are asked for in all by the end of each step, up to this part of them."""
    more = (FIRST * TIMES**step for step in count(1))
    return FIRST, *takewhile(lambda bands: part * bands <= last, more)


def _bands(last: int, steps: Sequence[int]) -> tuple[list[str], int]:
    """What asks for the bands of each step, from the newest on, and the number before all of them."""
    # One more, for what was added since.
    ends = (last + 2, *(last + 1 - bands for bands in steps))
    return [_in_bands(first, end - 1) for end, first in pairwise(ends)], ends[-1] << BAND


def _before(way: str) -> str:
    return f"before_{way}"


def _in_bands(first: int, last: int) -> str:
    bands = Either(tuple(Form((band(number),)) for number in range(first, last + 1)))
    return asking.tsquery(Wanted(bands))
