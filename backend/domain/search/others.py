"""Other words for a run of what was asked for, and how they are asked for. Pure.

A term of the glossary is asked for as if it had been typed itself, in any form of its words and
these apart: so whoever types one term of an entry finds what the others find. What a topic is
called besides only widens a question: that must stand there as it is kept, side by side.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from backend.core import stems
from backend.domain.search import question, words
from backend.domain.search.question import Part
from backend.domain.search.wanted import All, Either, Form, Node

MOST = 60
"""Other words for one term."""


@dataclass(frozen=True, slots=True)
class Other:
    """A term, and the forms that each of its words may have; none where it is found as it stands."""

    words: tuple[str, ...]
    forms: tuple[frozenset[Node], ...] = ()

    @property
    def node(self) -> Node:
        each = [Either(tuple(sorted(some, key=_said))) for some in self.forms]
        return All(tuple(each)) if each else Form(self.words)

    def finds(self, other: "Other") -> bool:
        """Whether it finds anyway whatever the other finds."""
        if self.forms:
            theirs = other.forms or tuple(frozenset({Form((word,))}) for word in other.words)
            return all(any(one <= form for one in theirs) for form in self.forms)
        return not other.forms and f" {' '.join(self.words)} " in f" {' '.join(other.words)} "


def of_parts(parts: Sequence[Part]) -> Other:
    """What was typed, by those of its words that tell something."""
    said = tuple(word for part in parts for word in part.words)
    return Other(said, tuple(frozenset(part.forms) for part in parts))


def known(parts: Sequence[Part], languages: Collection[str]) -> tuple[Part, ...]:
    """Words that are a whole term of these languages: none is half typed, or of just any language.

    Nor are they of these alone: "barrio", which is kept as English, stands in Spanish texts, too.
    """
    codes = tuple(sorted(stems.SPOKEN.union(languages) - {""}))
    return tuple(replace(part, begins=False, languages=codes) for part in parts)


@lru_cache(maxsize=4_096)
def typed(term: str, languages: frozenset[str]) -> Other | None:
    """A term as if it had been typed; None where it asks for nothing."""
    asked = question.read(term)
    telling = replace(asked, parts=known(asked.parts, languages)).telling
    return of_parts(telling) if telling else None


@lru_cache(maxsize=4_096)
def as_it_stands(term: str) -> Other | None:
    """A term that must be there just so; None where it has no word."""
    cut = tuple(words.cut(term))
    return Other(cut) if cut else None


def needed(said: Other, some: Collection[Other]) -> list[Other]:
    """Those that find what neither what was said nor another one finds: the most telling first."""
    return list(_needed(said, frozenset(some)))[:MOST]


@lru_cache(maxsize=1_024)
def _needed(said: Other, some: frozenset[Other]) -> tuple[Other, ...]:
    """Kept, since the same terms are asked for again and again."""
    # The shortest first, which find the most.
    found = [(said, frozenset(said.words))]
    for other in sorted(some, key=lambda one: (not one.forms, len(one.words), one.words)):
        spoken = frozenset(other.words)
        if not any(one.finds(other) for one, least in found if least <= spoken):
            found.append((other, spoken))
    return tuple(one for one, _spoken in found[1:])


def _said(node: Node) -> str:
    return repr(node)
