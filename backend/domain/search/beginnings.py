"""How a word that may be half typed goes on, by the words that the index has.

A database finds words that begin so by itself, but gathers all that is said with any of them, each
time that it is asked. To name the words costs one look; and mostly there are none: what was typed was
the whole word, and what it finds is known already.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Select, literal
from sqlalchemy import select as columns
from sqlmodel import col

from backend.core.text import is_run
from backend.domain.search import words
from backend.domain.search.models import SearchWord
from backend.domain.search.question import SHORTEST_BEGINNING, Part, Question

MOST = 40
"""Words that are named; where more begin so, the database is left to find them."""
SIGN = "*"
"""Tells these words from all else that a query brings along."""
_LAST = chr(0x10FFFF)
"""Stands behind every letter."""


def is_kept(word: str) -> bool:
    """Whether something shorter could be typed that no mark of the index tells of."""
    return len(word) > max(words.BEGINNINGS) + 1


def along(asked: Question) -> Sequence[Select[str, str]]:
    """What a query that is made anyway may bring along: the words that go on like the last."""
    last = asked.parts[-1]
    if not _may_go_on(last) or _is_told_by_a_mark(last):
        return ()
    begun, word = col(SearchWord.word), last.words[0]
    longer = columns(literal(SIGN), begun).where(begun > word, begun < word + _LAST)
    return (columns(*longer.order_by(begun).limit(MOST + 1).subquery().c),)


def gone_on(asked: Question, longer: Sequence[str]) -> Question | None:
    """The question with what its last word may become; None if it can only be what it is."""
    *others, last = asked.parts
    if not _may_go_on(last):
        return None
    if _is_told_by_a_mark(last):
        return asked
    if not longer:
        return None
    goes_on = tuple(longer) if len(longer) <= MOST else None
    return replace(asked, parts=(*others, replace(last, goes_on=goes_on)))


def _may_go_on(last: Part) -> bool:
    word = last.words[0]
    return last.begins and not is_run(word) and len(word) >= SHORTEST_BEGINNING


def _is_told_by_a_mark(last: Part) -> bool:
    return len(last.words[0]) <= max(words.BEGINNINGS)
