"""Words of the index that are spelled nearly like another one.

Each word is kept under every spelling that lacks one of its letters, so that two words one slip
apart (a letter missing, too many, another or swapped with its neighbour) meet under a key, and are
found with one look: Garbe's symmetric deletes, 2012, after Mor and Fraenkel, 1982. Which of them a
reader hears of is not decided here: only what finds something that they may see (`suggesting`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import delete
from sqlalchemy import select as columns
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col

from backend.core.db import rows
from backend.core.text import is_run
from backend.domain.search import beginnings, engine
from backend.domain.search.models import SearchSpelling, SearchWord
from backend.domain.search.wanted import Form, Wanted

SHORTEST, LONGEST = 4, 24
"""Letters of a word that is kept: in shorter ones every slip makes another word."""
_AT_ONCE = 5_000


def learn(db: Session, said: Collection[str]) -> None:
    """Keep these words, and their spellings."""
    some = sorted(said)
    spelled = [{"key": key, "word": word} for word in some if _is_kept(word) for key in keys(word)]
    _keep(db, SearchSpelling, spelled)
    _keep(db, SearchWord, [{"word": word} for word in some if beginnings.is_kept(word)])


def unlearn(db: Session, said: Iterable[str]) -> None:
    """Forget words that nothing in the index says any more, and their spellings."""
    kept = (word for word in sorted(said) if _is_kept(word) or beginnings.is_kept(word))
    gone = [word for word in kept if not _is_said(db, word)]
    if gone:
        for model in (SearchSpelling, SearchWord):
            db.connection().execute(delete(model).where(col(model.word).in_(gone)))


def near(db: Session, said: Iterable[str]) -> dict[str, list[str]]:
    """By each word, others that are one slip away: those that begin and end alike come first."""
    asked = [word for word in dict.fromkeys(said) if _is_kept(word)]
    every = {key for word in asked for key in keys(word)}
    kept = columns(col(SearchSpelling.word)).where(col(SearchSpelling.key).in_(every)).distinct()
    known = list(rows(db, kept).scalars()) if asked else []

    def nearest(word: str) -> list[str]:
        found = [one for one in known if slips(one, word) == 1]
        return sorted(found, key=lambda one: (one[0] != word[0], one[-1] != word[-1], one))

    return {word: nearest(word) for word in asked}


def keys(word: str) -> set[str]:
    """The word, and every spelling that lacks one of its letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def slips(one: str, other: str) -> int:
    """How many slips apart two words are, as far as it matters: 0, 1, or 2 for more."""
    if one == other:
        return 0
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return 2
    at = next(
        (n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one)
    )
    return 1 if any(_tails(one, other, at)) else 2


def _tails(one: str, other: str, at: int) -> Iterator[bool]:
    """Whether the rest is the same after one slip of some kind at the first difference."""
    if len(one) < len(other):
        yield one[at:] == other[at + 1 :]
        return
    yield one[at + 1 :] == other[at + 1 :]
    swapped = one[at + 1 : at + 2] + one[at : at + 1]
    yield swapped == other[at : at + 2] and one[at + 2 :] == other[at + 2 :]


def _is_kept(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isalpha() and not is_run(word)


def _keep(db: Session, model: type[SQLModel], some: Sequence[Mapping[str, str]]) -> None:
    dialect = sqlite if engine.is_sqlite(db) else postgresql
    known = dialect.insert(model).on_conflict_do_nothing()
    for start in range(0, len(some), _AT_ONCE):
        db.connection().execute(known, some[start : start + _AT_ONCE])


def _is_said(db: Session, word: str) -> bool:
    said = engine.matching(db, Wanted(Form((word,)))).limit(1)
    return rows(db, said).first() is not None
