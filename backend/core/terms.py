"""Terms of a vocabulary, and where somebody typed one: as it is kept, or in another form of its words.

A term is kept with the stems of its words in its own language. What was typed is stemmed in every
language that it could be in, and is a term where all stems of both are the same, in their order, in
the language of the term: "exit clauses" is the English "exit clause", and no form of "clause, exit".
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, bindparam, literal, or_
from sqlalchemy import select as columns
from sqlmodel import col

from backend.core import stems
from backend.core.text import WORD, fold

LONGEST = 6
"""Words that one term may have, and still be seen in what was typed."""
MOST_LETTERS = 300
_ANY = literal("")
_RUNS, _KEYS = "terms_as_typed", "terms_by_stems"


class Kept(NamedTuple):
    """A term as a vocabulary keeps it."""

    folded: str
    stemmed: str
    language: str


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring words that were typed, and may be a term."""

    start: int
    end: int
    folded: str
    stemmed: Mapping[str, frozenset[str]]
    """Their stems by language, where those are others than the words."""

    @property
    def keys(self) -> frozenset[str]:
        """By one of these a term that they are is kept."""
        return frozenset({self.folded}).union(*self.stemmed.values())

    def is_called(self, term: Kept) -> bool:
        """Whether this is the term."""
        code = term.language.split("-", maxsplit=1)[0]
        by_script = self.stemmed.get("", {self.folded})
        return term.folded == self.folded or term.stemmed in self.stemmed.get(code, by_script)


def cut(text: str) -> list[str]:
    """The words of a text in small letters."""
    return WORD.findall(unicodedata.normalize("NFC", text).casefold())


def key(text: str, language: str) -> str:
    """The stems of a term in its language, by which it is looked up."""
    code = language.split("-", maxsplit=1)[0]
    return " ".join(stems.root(word, code) for word in cut(text))[:MOST_LETTERS]


def runs(said: Sequence[str]) -> Iterator[Run]:
    """Every run of these words, in small letters, that could be a term."""
    for start in range(len(said)):
        for end in range(start + 1, min(start + LONGEST, len(said)) + 1):
            some = said[start:end]
            yield Run(start, end, fold(" ".join(some)), _stemmed(tuple(some)))


@lru_cache(maxsize=20_000)
def _stemmed(said: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    """As they are written and, since many leave accents out, as they are folded."""
    bare = tuple(map(fold, said))
    spoken = {code for word in said for code in stems.languages(word)}
    found = {
        code: frozenset(
            " ".join(stems.root(word, code) for word in some)[:MOST_LETTERS]
            for some in (said, bare)
        )
        for code in spoken
    }
    plain = {" ".join(bare)}
    return {code: keys for code, keys in found.items() if keys != plain}


def called(some: Sequence[Run], term: Kept) -> list[Run]:
    """Those of the runs that are this term."""
    return [run for run in some if run.is_called(term)]


def may_be(folded: Any, stemmed: Any) -> ColumnElement[bool]:
    """Whether a term in these two columns may be one of the runs that are `given` to the select.

    `called` knows for sure. The select need be made only once.
    """
    as_typed, by_stems = (
        bindparam(name, expanding=True, type_=String()) for name in (_RUNS, _KEYS)
    )
    return or_(col(folded).in_(as_typed), col(stemmed).in_(by_stems))


def meanings(asked: Any, other: Any, of: Any = _ANY) -> Select[str, str, str, str, str]:
    """Of each term that may be one of the runs: folded, another word for it, its stems, its language.

    At last the language `of` the other word; empty where that is found only as it stands. How the
    two tables of terms lead to each other is added by whoever keeps them.
    """
    return columns(
        col(asked.folded), col(other.words), col(asked.stemmed), col(asked.language), of
    ).where(may_be(asked.folded, asked.stemmed))


def given(some: Sequence[Run]) -> dict[str, Any]:
    keys: frozenset[str] = frozenset().union(*(run.keys for run in some))
    return {_RUNS: sorted({run.folded for run in some}), _KEYS: sorted(keys)}
