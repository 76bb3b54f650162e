"""What matches a question and may be seen by who asks: the few columns that rank and count it.

At most `MOST` of everything that may be seen are looked at, the newest; of what is called so, has
the words in its title or side by side, some more that may be older. Where the words themselves are
said so often, nothing is looked for by other words for them. Visibility is asked in the same
query, of every row by its kind's own rule, before anything is counted; and however much may not be
seen, the same is found as if it were not there (see `looked`).
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    true,
    union_all,
)
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain import subjects
from backend.domain.members.blocks import near
from backend.domain.members.models import Actor, Member, MemberTopic
from backend.domain.members.readers import reader, stand_in
from backend.domain.search import engine, ranking
from backend.domain.search.latest import Latest, Shape, newest, parameters
from backend.domain.search.looked import Pool, Row, windows, within_sight
from backend.domain.search.models import SearchDocument
from backend.domain.search.wanted import Wanted
from backend.domain.search.widening import Widened

MOST = 200
MOST_BETTER = 50
"""Of those that match better than others."""

Level = tuple[int, Wanted, int]
"""How well it matches, what is asked, and how many that may be seen are wanted."""


def found(db: Session, me: Actor, asked: Widened, marks: Sequence[Sequence[str]] = ()) -> Pool:
    """What matches and has one of each of these sets of marks."""
    levels = [(level, wanted.within(marks), most) for level, wanted, most in _levels(asked)]
    latest, given = Latest(db), reader(me)
    for level, wanted, _most in levels:
        given |= latest.given(_name(level), wanted)
    known = stand_in(me) if isinstance(me, Member) and me.is_member else None
    kept = {level: most for level, _wanted, most in levels}
    shape = latest.shape(asked.question.literal.within(marks))
    for looked_at in windows(kept, is_member=known is not None):
        each = tuple(looked_at.items())
        best = _best(known, shape, each) if known else _best_for(me, shape, each)
        matching = list(map(Row._make, rows(db, best, given)))
        if (seen := within_sight(matching, kept, looked_at)) is not None:
            return seen
    everything = list(map(Row._make, rows(db, _everything(db, me, levels), reader(me))))
    return within_sight(everything, kept, {}) or Pool()


def _best_for(me: Actor, shape: Shape, levels: Sequence[tuple[int, int]]) -> Select[Any]:
    """All that matches, each with the levels on which it does."""
    # What may not be seen comes along as nothing but the fact that something matched.
    return _rows(me, union_all(*_each(shape, levels)), visible(me))


@lru_cache(maxsize=64)
def _best(me: Any, shape: Shape, levels: tuple[tuple[int, int], ...]) -> Select[Any]:
    """Made once for each kind of member."""
    return _best_for(me, shape, levels)


def _everything(db: Session, me: Actor, levels: Sequence[Level]) -> Select[Any]:
    """The newest that may be seen, however many newer ones may not."""

    def newest(level: int, wanted: Wanted, most: int) -> Select[Any]:
        numbers = engine.matching(db, wanted).cte(_name(level))
        number = numbers.c[0]
        seen = (
            columns(number.label("number"), literal(1 << level).label("levels"))
            .join(SearchDocument, col(SearchDocument.number) == number)
            .where(visible(me))
            .order_by(number.desc())
            .limit(most)
        )
        return columns(*seen.subquery().c)

    return _rows(me, union_all(*(newest(*one) for one in levels)), true())


def visible(me: Actor) -> ColumnElement[bool]:
    """Each kind's own rule, asked for the very row that was found; not who keeps apart."""
    kind, subject_id = col(SearchDocument.kind), col(SearchDocument.subject_id)
    is_person = kind == "member"
    return and_(subjects.listed(me, kind, subject_id), or_(~is_person, near(me, subject_id)))


def _levels(asked: Widened) -> Iterable[Level]:
    """From the best to what takes in all others."""
    question = asked.question
    yield ranking.NAMED, question.named, MOST_BETTER
    yield ranking.TITLED, question.titled, MOST_BETTER
    if not question.is_phrase:
        yield ranking.CLOSE, question.close, MOST_BETTER
    yield ranking.LITERAL, question.literal, MOST + 1
    if asked.wanted is not None:
        yield ranking.WIDENED, asked.wanted, MOST + 1


def _each(shape: Shape, levels: Sequence[tuple[int, int]]) -> Iterator[Select[Any]]:
    """The newest of each level; other words are asked for while the words themselves leave room."""
    literal_ones: CTE | None = None
    for level, most in levels:
        if level == ranking.LITERAL:
            literal_ones = _one(shape, level, most).cte("as_they_stand")
            yield columns(*literal_ones.c)
        elif level == ranking.WIDENED and literal_ones is not None:
            enough = columns(func.count()).select_from(literal_ones).scalar_subquery()
            yield _one(shape, level, most, only_if=enough < most)
        else:
            yield _one(shape, level, most)


def _one(
    shape: Shape, level: int, most: int, only_if: ColumnElement[bool] | None = None
) -> Select[Any]:
    name = _name(level)
    numbers = newest(
        shape,
        parameters(name),
        name,
        most,
        only_if,
        is_extra=level == ranking.CLOSE,
        is_rare=level == ranking.NAMED,
    ).subquery()
    return columns(numbers.c[0].label("number"), literal(1 << level).label("levels"))


def _name(level: int) -> str:
    return f"level_{level}"


def _rows(me: Actor, matched: CompoundSelect[Any], is_seen: ColumnElement[bool]) -> Select[Any]:
    each = matched.subquery()
    best = (
        columns(each.c.number, func.sum(each.c.levels).label("levels"))
        .group_by(each.c.number)
        .cte("best")
    )
    return columns(
        best.c.number,
        best.c.levels,
        col(SearchDocument.kind),
        col(SearchDocument.language),
        col(SearchDocument.region),
        col(SearchDocument.year),
        col(SearchDocument.at),
        col(SearchDocument.topics),
        _is_mine(me).label("is_mine"),
        # In a column SQLite would work out every part of a condition: the rules of all kinds for each.
        case((is_seen, true()), else_=false()).label("is_seen"),
    ).join(SearchDocument, col(SearchDocument.number) == best.c.number)


def _is_mine(me: Actor) -> ColumnElement[bool]:
    if not me.is_member:
        return false()
    topic = func.replace(cast(col(MemberTopic.topic_id), String), "-", "")
    mine = (
        columns(col(MemberTopic.topic_id))
        .where(col(MemberTopic.member_id) == me.id, col(SearchDocument.topics).contains(topic))
        .correlate(SearchDocument)
        .exists()
    )
    # Much of what is found has no topics of its own.
    return case((col(SearchDocument.topics) == "", false()), else_=mine)
