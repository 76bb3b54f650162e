"""What says most of the words of a question, where nothing says all of them."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from sqlalchemy import Select, func, literal, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.members.models import Actor
from backend.domain.search import question
from backend.domain.search.latest import Latest
from backend.domain.search.marking import marker
from backend.domain.search.models import SearchDocument
from backend.domain.search.pool import visible
from backend.domain.search.queries import NOTHING, SAID, Found, Hit, Said, hit
from backend.domain.search.question import Part, Question
from backend.domain.search.wanted import All, Either, Wanted

SHOWN = 5
LOOKED_AT = 200
"""Of all that say so many of the words, the newest."""
MOST_WORDS = 5
"""Of a longer question these are enough: of more words there are too many choices."""
NONE: Sequence[Hit] = ()
_NOT_SHOWN = ("member", "topic")
"""Who may know is shown beside it, and what a topic is called its things say, too."""
LEAST = 0.5
"""A thing says at least this share of the words, or it is about something else."""


def partly(db: Session, me: Actor, text: str, found: Found = NOTHING) -> Sequence[Hit]:
    """Where nothing was found: what says the most of the words, the newest of it; one query."""
    asked = question.read(text).finished
    telling = sorted(asked.telling, key=_length, reverse=True)[:MOST_WORDS]
    fewer = [n for n in range(len(telling) - 1, 0, -1) if n >= LEAST * len(telling)]
    if found.total or not fewer:
        return NONE
    latest = Latest(db)
    each = [_saying(latest, asked, telling, n) for n in fewer]
    both = union_all(*each).subquery()
    best = columns(both.c.number, func.max(both.c.said).label("said"))
    numbered = best.group_by(both.c.number).subquery()
    wanted: Any = (
        columns(*SAID)
        .join(numbered, numbered.c.number == col(SearchDocument.number))
        .where(visible(me), col(SearchDocument.kind).not_in(_NOT_SHOWN))
        .order_by(numbered.c.said.desc(), col(SearchDocument.number).desc())
        .limit(SHOWN)
    )
    marked = marker(asked)
    return [hit(Said(*one), marked) for one in rows(db, wanted)]


def _saying(latest: Latest, asked: Question, telling: Sequence[Part], n: int) -> Select[Any]:
    """The newest that say some choice of `n` of the words."""
    some = [
        All(tuple(Either(part.forms) for part in chosen)) for chosen in combinations(telling, n)
    ]
    wanted = Wanted(Either(tuple(some)), asked.literal.but)
    numbers = latest.of(wanted, LOOKED_AT).subquery()
    return columns(numbers.c[0].label("number"), literal(n).label("said"))


def _length(part: Part) -> int:
    """Long words tell more."""
    return sum(map(len, part.words))
