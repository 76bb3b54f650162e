"""How a word that may be half typed goes on, by the words that the index has.

A database finds words that begin so by itself, but gathers all that is said with any of them, each
time that it is asked. To name the words costs one look; and mostly there are none: what was typed was
the whole word, and what it finds is known already.
"""

from dataclasses import replace

from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.search import words
from backend.domain.search.models import SearchWord
from backend.domain.search.question import SHORTEST_BEGINNING, Question

MOST = 40
"""Words that are named; where more begin so, the database is left to find them."""
_LAST = chr(0x10FFFF)
"""Stands behind every letter."""


def is_kept(word: str) -> bool:
    """Whether something shorter could be typed that no mark of the index tells of."""
    return len(word) > max(words.BEGINNINGS) + 1


def gone_on(db: Session, asked: Question) -> Question | None:
    """The question with what its last word may become; None if it can only be what it is."""
    *others, last = asked.parts
    word = last.words[0]
    if not last.begins or words.is_run(word) or len(word) < SHORTEST_BEGINNING:
        return None
    if len(word) <= max(words.BEGINNINGS):
        return asked
    begun = col(SearchWord.word)
    longer = columns(begun).where(begun > word, begun < word + _LAST).order_by(begun)
    known = rows(db, longer.limit(MOST + 1)).scalars().all()
    if not known:
        return None
    goes_on = tuple(known) if len(known) <= MOST else None
    return replace(asked, parts=(*others, replace(last, goes_on=goes_on)))
