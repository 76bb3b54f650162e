"""What is asked of an index, in a form that both databases can be told.

Every word in it was cut by `words`, so it holds neither quotes nor operators.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Form:
    """Words that stand next to each other, in this order; or words that begin like the last."""

    words: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class All:
    of: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    of: "tuple[Node, ...]"


Node: TypeAlias = Form | All | Either


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must be there, and what must not; and among what it is looked for."""

    what: Node
    but: tuple[Node, ...] = ()
    marked: tuple[Either, ...] = ()

    @property
    def has_phrases(self) -> bool:
        """Whether words must stand side by side in it."""

        def is_one(node: Node) -> bool:
            return len(node.words) > 1 if isinstance(node, Form) else any(map(is_one, node.of))

        return is_one(self.what)

    def within(self, marks: Sequence[Sequence[str]]) -> "Wanted":
        """The same, of what has one of each of these sets of marks besides."""
        each = (Either(tuple(Form((mark,)) for mark in some)) for some in marks)
        return replace(self, marked=(*self.marked, *each))


def fts5(wanted: Wanted) -> str:
    """In FTS5's own language. Every word is quoted, so none can be an operator."""

    def said(node: Node) -> str:
        if isinstance(node, Form):
            return f'"{" ".join(node.words)}"' + (" *" if node.begins else "")
        joint = " AND " if isinstance(node, All) else " OR "
        return "(" + joint.join(said(one) for one in node.of) + ")"

    what = said(All((wanted.what, *wanted.marked)) if wanted.marked else wanted.what)
    return f"{what} NOT {said(Either(wanted.but))}" if wanted.but else what


def tsqueries(wanted: Wanted) -> Iterator[str]:
    """In PostgreSQL's language: the words, and where there are some, the marks.

    Two questions, both to be answered by yes. GIN answers one of many words by going through all
    that has the rarest of them, and weighs all words for each; of two, it leaps from what answers
    the one to what answers the other (dozens of other words, among what few have: 24 ms, not 234).
    """
    yield tsquery(Wanted(wanted.what, wanted.but))
    if wanted.marked:
        yield tsquery(Wanted(All(wanted.marked)))


def tsquery(wanted: Wanted) -> str:
    """All of it as one, to be cast and so never parsed by the rules of some language."""

    def said(node: Node) -> str:
        if isinstance(node, Form):
            words = " <-> ".join(f"'{word}'" for word in node.words)
            return f"({words}{':*' if node.begins else ''})"
        joint = " & " if isinstance(node, All) else " | "
        return "(" + joint.join(said(one) for one in node.of) + ")"

    what = said(All((wanted.what, *wanted.marked)) if wanted.marked else wanted.what)
    return f"{what} & !{said(Either(wanted.but))}" if wanted.but else what
