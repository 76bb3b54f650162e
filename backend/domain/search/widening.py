"""Other words for what was asked for, in every language: "vivienda social" finds "social housing".

Where they come from is said by sources, asked together in one query: the topics' labels and synonyms
stand here; who keeps more terms adds a source with `widen_from`, once, when it is imported.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from sqlalchemy import Select, union_all
from sqlmodel import Session

from backend.core.db import rows
from backend.core.text import fold
from backend.domain.search import beginnings, words
from backend.domain.search.latest import along, told
from backend.domain.search.question import Part, Question
from backend.domain.search.wanted import All, Either, Form, Node, Wanted
from backend.domain.topics import meaning

Source: TypeAlias = Callable[[Sequence[str]], Select[str, str]]
"""From folded terms that may stand in a question to a select of those that it knows, each with
another word for it.
"""

LONGEST_TERM = meaning.LONGEST_TERM
MOST_OTHERS = 40
"""Other words for one term."""

_sources: list[Source] = []


def widen_from(source: Source) -> None:
    _sources.append(source)


class Widened:
    """A question with other words for runs of its own."""

    def __init__(
        self,
        question: Question,
        others: Mapping[tuple[int, int], Sequence[Form]],
        longer: Sequence[str] = (),
    ) -> None:
        self.question = question
        self._others = others
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
    def others(self) -> list[tuple[str, ...]]:
        """Everything it was widened by, to be marked as found."""
        return [form.words for forms in self._others.values() for form in forms]

    @property
    def _telling(self) -> Iterable[tuple[int, Either]]:
        """What must be found of the question, each by its place in it."""
        telling = self.question.telling
        return (
            (place, Either(part.forms))
            for place, part in enumerate(self.question.parts)
            if part in telling
        )

    @property
    def wanted(self) -> Wanted | None:
        """What is asked for in other words; None where there are none.

        Each run of words, said so or otherwise; between the runs, the words as they were typed. Where
        one run is all of it, otherwise alone: what says it so is found by the words themselves.
        """
        if not self._others:
            return None
        telling, but = dict(self._telling), self.question.literal.but
        taken: set[int] = set()
        what: list[Node] = []
        for (start, end), forms in sorted(self._others.items(), key=_longest):
            run = range(start, end)
            said = tuple(telling[place] for place in run if place in telling)
            if said and taken.isdisjoint(run):
                taken |= set(run)
                one = said[0].of if len(said) == 1 else (All(said),)
                others = [form for form in _shortest((*one, *forms)) if form not in one]
                if len(said) == len(telling):
                    return Wanted(Either(tuple(others)), but) if others else None
                what.append(Either((*one, *others)))
        what += [node for place, node in telling.items() if place not in taken]
        return Wanted(All(tuple(what)), but)


def widened(db: Session, question: Question) -> Widened:
    """The question with what its sources know: one query for all of them."""
    runs = {run: _term(question.parts[slice(*run)]) for run in _runs(question.parts)}
    known: dict[str, set[str]] = {}
    longer: list[str] = []
    if runs:
        terms = sorted(set(runs.values()))
        asked = [source(terms) for source in _sources]
        besides = (*beginnings.along(question), *along(db))
        for term, other in rows(db, union_all(*asked, *besides)):
            if term == beginnings.SIGN:
                longer.append(other)
            elif term:
                known.setdefault(term, set()).add(other)
            else:
                told(db, other)
    found = {run: _forms(term, known[term]) for run, term in runs.items() if term in known}
    return Widened(question, {run: forms for run, forms in found.items() if forms}, longer)


def _runs(parts: Sequence[Part]) -> list[tuple[int, int]]:
    """Every run of neighbouring words that could be a term: where it starts and ends."""
    return [
        (start, end)
        for start in range(len(parts))
        for end in range(start + 1, min(start + LONGEST_TERM, len(parts)) + 1)
        if not any(part.quoted for part in parts[start:end])
    ]


def _term(parts: Sequence[Part]) -> str:
    return fold(" ".join(part.said for part in parts))


def _forms(term: str, others: Iterable[str]) -> list[Form]:
    cut = {tuple(words.cut(other)) for other in others if fold(other) != term}
    return [Form(other) for other in sorted(cut) if other][:MOST_OTHERS]


def _shortest(some: Sequence[Node]) -> Iterable[Node]:
    """Without what others find anyway: "social housing" where "housing" alone will do."""
    known = [f" {' '.join(one.words)} " for one in some if isinstance(one, Form)]

    def is_needed(one: Node) -> bool:
        said = f" {' '.join(one.words)} " if isinstance(one, Form) else ""
        return not any(other in said and other != said for other in known)

    return filter(is_needed, some)


def _longest(run: tuple[tuple[int, int], Sequence[Form]]) -> tuple[int, int]:
    (start, end), _forms = run
    return start - end, start


widen_from(meaning.other_words)
