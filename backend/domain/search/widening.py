"""Other words for what was asked for, in every language: "vivienda social" finds "social housing".

Where they come from is said by sources, asked together in one query: the topics' labels and synonyms
stand here; who keeps more terms adds a source with `widen_from`, once, when it is imported. Of terms
that overlap the longest is meant.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from sqlalchemy import Select, literal, union_all
from sqlmodel import Session

from backend.core import terms
from backend.core.db import rows
from backend.core.terms import Kept, Run
from backend.domain.search import beginnings, others
from backend.domain.search.latest import along, told
from backend.domain.search.others import Other
from backend.domain.search.question import Part, Question
from backend.domain.search.wanted import All, Either, Node, Wanted
from backend.domain.topics import meaning

Source: TypeAlias = Callable[[], Select[str, str, str, str, str]]
"""Makes a select of the terms that may be among runs which are given to it: a term as it is folded,
another word for it, the term's stems and its language, and that of the other word; empty where that
is to be found only as it stands.
"""
Place: TypeAlias = tuple[int, int]
"""Where in a question a run of its parts starts and ends."""

_NO_TERM = (literal("").label("stemmed"), literal("").label("code"), literal("").label("of"))
_sources: list[Source] = []


def widen_from(source: Source) -> None:
    _sources.append(source)


class Widened:
    """A question with other words for runs of its own."""

    def __init__(
        self,
        question: Question,
        others: Mapping[Place, Sequence[Other]],
        longer: Sequence[str] = (),
    ) -> None:
        self.question = question
        self._others = others
        """By runs that have no part in common."""
        self._longer = longer
        """Words of the index that begin like the last of the question."""

    @property
    def finished(self) -> "Widened":
        """The same, with its last word taken for whole."""
        return Widened(self.question.finished, self._others)

    @property
    def begun(self) -> "Widened | None":
        """The same, with what its last word may become; None if it can only be what it is."""
        question = beginnings.gone_on(self.question, self._longer)
        return Widened(question, self._others) if question else None

    @property
    def others(self) -> list[Other]:
        """Everything it was widened by, to be marked as found."""
        return [other for some in self._others.values() for other in some]

    @property
    def is_known(self) -> bool:
        """Whether all of it is a term that a source knows."""
        return any(len(self._said(place)) == len(self.question.telling) for place in self._others)

    @property
    def wanted(self) -> Wanted | None:
        """What is asked for in other words; None where there are none.

        Each run of words, said so or otherwise; between the runs, the words as they were typed. Where
        one run is all of it, otherwise alone: what says it so is found by the words themselves.
        """
        if not self._others:
            return None
        parts, telling = self.question.parts, self.question.telling
        taken: set[int] = set()
        what: list[Node] = []
        for place, some in sorted(self._others.items()):
            said = self._said(place)
            besides = [one.node for one in others.needed(others.of_parts(said), some)]
            if len(said) == len(telling):
                return Wanted(Either(tuple(besides)), self._but) if besides else None
            typed = tuple(Either(part.forms) for part in said)
            what.append(Either((*(typed[0].of if len(typed) == 1 else (All(typed),)), *besides)))
            taken |= set(range(*place))
        rest = _told([one for at, one in enumerate(parts) if at not in taken], telling)
        return Wanted(All((*what, *(Either(part.forms) for part in rest))), self._but)

    def _said(self, place: Place) -> list[Part]:
        """What of a run must be found."""
        return _told(self.question.parts[slice(*place)], self.question.telling)

    @property
    def _but(self) -> tuple[Node, ...]:
        return self.question.literal.but


@dataclass(slots=True)
class _Meant:
    """What sources know of one run."""

    languages: set[str] = field(default_factory=set)
    """In which it is a term."""
    others: dict[str, set[str]] = field(default_factory=dict)
    """Words for the same, each with the languages in which any form of it will do."""

    def forms(self) -> set[Other]:
        found = [
            others.typed(words, frozenset(codes)) if codes else others.as_it_stands(words)
            for words, codes in self.others.items()
        ]
        return {one for one in found if one is not None}


def widened(db: Session, question: Question) -> Widened:
    """The question with what its sources know: one query for all of them."""
    runs = _runs(question.parts)
    known: dict[Place, _Meant] = {}
    longer: list[str] = []
    if runs:
        asked = [source() for source in _sources]
        besides = (*beginnings.along(question), *along(db))
        called: dict[Kept, list[_Meant]] = {}
        every = union_all(*asked, *(one.add_columns(*_NO_TERM) for one in besides))
        for word, other, stemmed, code, of in rows(db, every, terms.given(runs)):
            if word == beginnings.SIGN:
                longer.append(other)
            elif word:
                term = Kept(word, stemmed, code)
                if term not in called:
                    called[term] = _learn(known, runs, term)
                for meant in called[term]:
                    meant.others.setdefault(other, set()).update({_code(of)} - {""})
            else:
                told(db, other)
    return _with(question, known, longer)


def _learn(known: dict[Place, _Meant], runs: Sequence[Run], term: Kept) -> list[_Meant]:
    """What is to be known of the runs that are this term."""
    found = [known.setdefault((run.start, run.end), _Meant()) for run in terms.called(runs, term)]
    for meant in found:
        meant.languages.add(_code(term.language))
    return found


def _with(question: Question, known: Mapping[Place, _Meant], longer: Sequence[str]) -> Widened:
    parts, telling = list(question.parts), question.telling
    taken: dict[Place, Sequence[Other]] = {}
    for place in sorted(known, key=lambda place: (place[0] - place[1], place[0])):
        start, end = place
        is_free = all(end <= other[0] or other[1] <= start for other in taken)
        if is_free and _told(question.parts[start:end], telling):
            parts[start:end] = others.known(parts[start:end], known[place].languages)
            taken[place] = list(known[place].forms())
    return Widened(replace(question, parts=tuple(parts)), taken, longer)


def _runs(parts: Sequence[Part]) -> list[Run]:
    """What of a question could be a term."""
    return [
        run
        for run in terms.runs([part.said for part in parts])
        if not any(part.quoted for part in parts[run.start : run.end])
    ]


def _told(parts: Sequence[Part], telling: Sequence[Part]) -> list[Part]:
    return [part for part in parts if part in telling]


def _code(language: str) -> str:
    return language.split("-", maxsplit=1)[0]


widen_from(meaning.other_words)
