"""Which letters of a text are what was found. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from backend.core import arabic, stems
from backend.core.text import is_run
from backend.domain.search import words
from backend.domain.search.question import Question

# Letters and digits with the marks that are written onto them, which make no word end.
_STRETCH = re.compile(
    "(?:[^\\W_]|[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u1036-\u103e\u17b4-\u17d3])+"
)


Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marker:
    """Knows a hit when it sees it."""

    singles: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    runs: tuple[str, ...] = ()
    """Of scripts without spaces, what stands anywhere in a run."""

    def spans(self, text: str, language: str = "", within: int | None = None) -> list[Span]:
        """Where hits begin and end, in their order, in a text of this language if it is known.

        Of the first and those that begin `within` so many letters of it, if that is said.
        """
        openings = tuple("" if arabic.is_arabic(stem) else stem[:1] for stem in self.stems)
        # A question may be widened by dozens of phrases: few of them end in any one word.
        endings: dict[str, list[tuple[str, ...]]] = {}
        for phrase in self.phrases:
            endings.setdefault(phrase[-1], []).append(phrase)
        said: list[tuple[int, int, str]] = []
        found: set[Span] = set()
        last = len(text)
        for one in _STRETCH.finditer(text):
            start, end = one.span()
            if start > last:
                break
            word = _plain(one[0])
            hits = self._in(start, end, word)
            if not hits and openings and word.startswith(openings):
                hits = self._of_stem(text, start, end, word, language)
            if endings:
                said.append((start, end, word))
                hits += _ending(said, endings.get(word, ()))
            if hits:
                found.update(hits)
                last = last if within is None else min(found)[0] + within
        return _apart(sorted(found, key=lambda span: (span[0], -span[1])))

    def _in(self, start: int, end: int, word: str) -> list[Span]:
        if word in self.singles or (self.beginnings and word.startswith(self.beginnings)):
            return [(start, end)]
        if not self.runs:
            return []
        # Exactly it, where folding keeps the number of signs, as it nearly always does.
        exact = len(word) == end - start
        return [
            (start + one.start(), start + one.end()) if exact else (start, end)
            for run in self.runs
            for one in re.finditer(re.escape(run), word)
        ]

    def _of_stem(self, text: str, start: int, end: int, word: str, language: str) -> list[Span]:
        code = language.split("-", maxsplit=1)[0]
        if not code:
            return [(start, end)] if word.startswith(tuple(self.stems)) else []
        lower = unicodedata.normalize("NFC", text[start:end]).casefold()
        return [] if self.stems.isdisjoint(stems.of(lower, code)) else [(start, end)]


NO_MARKS = Marker()


def marker(question: Question, others: Sequence[tuple[str, ...]] = ()) -> Marker:
    """For the parts of a question, and other words by which it was widened."""
    parts = question.telling
    quoted = [part.words for part in parts if part.quoted]
    single = {part.words[0] for part in parts if part.is_word}
    single |= {other[0] for other in others if len(other) == 1}
    return Marker(
        frozenset(word for word in single if not is_run(word)),
        frozenset(stem for part in parts for stem in part.stems),
        tuple(part.words[0] for part in parts if part.begins and len(part.words[0]) > 1),
        tuple(one for one in (*quoted, *others) if len(one) > 1),
        tuple(
            joined(one)
            for one in (*(part.words for part in parts), *others)
            if one and all(map(is_run, one))
        ),
    )


def joined(pieces: Sequence[str]) -> str:
    """The run that was cut into these pairs."""
    return "".join(piece[0] for piece in pieces[:-1]) + pieces[-1]


def _plain(word: str) -> str:
    return word.lower() if word.isascii() else words.plain(word)


def _ending(said: Sequence[tuple[int, int, str]], phrases: Sequence[tuple[str, ...]]) -> list[Span]:
    """Stretches whose words are those of a phrase, of which the last was said just now."""
    return [
        (said[-len(phrase)][0], said[-1][1])
        for phrase in phrases
        if tuple(word for _start, _end, word in said[-len(phrase) :]) == phrase
    ]


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Without those that begin inside the one before; of two that begin together, the longer."""
    found: list[Span] = []
    for start, end in spans:
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found
