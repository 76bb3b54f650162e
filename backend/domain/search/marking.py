"""Which letters of a text are what was found. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from backend.core import arabic, stems
from backend.core.text import is_run
from backend.domain.search import words
from backend.domain.search.others import Other
from backend.domain.search.question import Question
from backend.domain.search.wanted import Form, Node

# Letters and digits with the marks that are written onto them, which make no word end.
_STRETCH = re.compile(
    "(?:[^\\W_]|[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u1036-\u103e\u17b4-\u17d3])+"
)


Span: TypeAlias = tuple[int, int]
Forms: TypeAlias = frozenset[str]
"""In which one word may stand, as the index has them: itself, or `s_` and a stem of it."""
Phrase: TypeAlias = tuple[Forms, ...]
Stretch: TypeAlias = tuple[int, int, Forms]

STEM, BEGINNING = "s_", "p_"
PREFIXED = frozenset({"ga", "id", "nl"})
"""Languages whose stemmers leave out how a word begins, too."""


@dataclass(frozen=True)
class Marker:
    """Knows a hit when it sees it."""

    singles: Forms = frozenset()
    beginnings: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    """Their words stand side by side."""
    terms: tuple[Phrase, ...] = ()
    """Their words may stand apart: then they are a hit where a text shows no better one."""
    runs: tuple[str, ...] = ()
    """Of scripts without spaces, what stands anywhere in a run."""

    @cached_property
    def _stems(self) -> tuple[str, ...]:
        every = self.singles.union(*(forms for one in self._together for forms in one))
        return tuple(form.removeprefix(STEM) for form in every if form.startswith(STEM))

    @cached_property
    def _openings(self) -> tuple[str, ...]:
        """How words begin of which it is worth to know the stem."""
        bare = [stem.rpartition("_")[2] for stem in self._stems]
        return tuple({"" if arabic.is_arabic(stem) else stem[:1] for stem in bare})

    @cached_property
    def _endings(self) -> dict[str, list[Phrase]]:
        """Those of several words by the last: a question may be widened by dozens of them."""
        found: dict[str, list[Phrase]] = {}
        for phrase in self._together:
            for form in phrase[-1]:
                found.setdefault(form, []).append(phrase)
        return found

    @property
    def _together(self) -> tuple[Phrase, ...]:
        return (*self.phrases, *self.terms)

    def spans(self, text: str, language: str = "", within: int | None = None) -> list[Span]:
        """Where hits begin and end, in their order, in a text of this language if it is known.

        Of the first and those that begin `within` so many letters of it, if that is said.
        """
        code = language.split("-", maxsplit=1)[0]
        said: list[Stretch] = []
        found: set[Span] = set()
        last = len(text)
        for one in _STRETCH.finditer(text):
            start, end = one.span()
            if start > last:
                break
            word = _plain(one[0])
            forms = self._forms(one[0], word, code)
            hits = self._in(start, end, word, forms)
            if self._endings:
                said.append((start, end, forms))
                hits += self._ending(said)
            if hits:
                found.update(hits)
                last = last if within is None else min(found)[0] + within
        if not found and self.terms:
            found = self._scattered(said)
        return _apart(sorted(found, key=lambda span: (span[0], -span[1])))

    def _forms(self, written: str, word: str, code: str) -> Forms:
        """The word, and those of its stems that may be looked for."""
        is_one = self._openings and (code in PREFIXED or word.startswith(self._openings))
        if not is_one:
            return frozenset((word,))
        if code:
            lower = unicodedata.normalize("NFC", written).casefold()
            some = stems.of(lower, code)
        else:
            some = tuple(stem for stem in self._stems if word.startswith(stem))
        return frozenset((word, *(STEM + stem for stem in some)))

    def _in(self, start: int, end: int, word: str, forms: Forms) -> list[Span]:
        if not self.singles.isdisjoint(forms) or (
            self.beginnings and word.startswith(self.beginnings)
        ):
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

    def _ending(self, said: Sequence[Stretch]) -> list[Span]:
        """Stretches whose words are those of a phrase, of which the last was said just now."""
        _start, end, forms = said[-1]
        return [
            (said[-len(phrase)][0], end)
            for form in forms
            for phrase in self._endings.get(form, ())
            if len(phrase) <= len(said) and all(map(_is_said, phrase, said[-len(phrase) :]))
        ]

    def _scattered(self, said: Sequence[Stretch]) -> set[Span]:
        """Each word of the terms of which all words are there."""
        spoken = frozenset[str]().union(*(forms for _start, _end, forms in said))
        whole = [term for term in self.terms if not any(map(spoken.isdisjoint, term))]
        wanted = frozenset[str]().union(*(forms for term in whole for forms in term))
        return {(start, end) for start, end, forms in said if not wanted.isdisjoint(forms)}


NO_MARKS = Marker()


def marker(question: Question, others: Sequence[Other] = ()) -> Marker:
    """For the parts of a question, and other words by which it was widened."""
    parts = question.telling
    quoted = (Other(part.words) for part in parts if part.quoted)
    besides = [(bool(one.forms), _words(one)) for one in (*quoted, *others)]
    alone = [_of_one_word(part.forms) for part in parts if part.is_word]
    alone += [said[0] for _is_apart, said in besides if len(said) == 1]
    together = [one for one in besides if len(one[1]) > 1 and all(one[1])]
    return Marker(
        frozenset(form for forms in alone for form in forms if not is_run(form)),
        tuple(part.words[0] for part in parts if part.begins and len(part.words[0]) > 1),
        tuple(said for is_apart, said in together if not is_apart),
        tuple(said for is_apart, said in together if is_apart),
        tuple(
            joined(one)
            for one in (*(part.words for part in parts), *(other.words for other in others))
            if one and all(map(is_run, one))
        ),
    )


def _words(other: Other) -> Phrase:
    if not other.forms:
        return tuple(frozenset((word,)) for word in other.words)
    return tuple(map(_of_one_word, other.forms))


def _of_one_word(nodes: Iterable[Node]) -> Forms:
    """What stands for the whole word among the forms by which it is asked for."""
    return frozenset(
        node.words[0]
        for node in nodes
        if isinstance(node, Form) and len(node.words) == 1 and not node.begins
        if not node.words[0].startswith(BEGINNING)
    )


def _is_said(forms: Forms, stretch: Stretch) -> bool:
    return not forms.isdisjoint(stretch[2])


def joined(pieces: Sequence[str]) -> str:
    """The run that was cut into these pairs."""
    return "".join(piece[0] for piece in pieces[:-1]) + pieces[-1]


def _plain(word: str) -> str:
    return word.lower() if word.isascii() else words.plain(word)


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Without those that begin inside the one before; of two that begin together, the longer."""
    found: list[Span] = []
    for start, end in spans:
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found
