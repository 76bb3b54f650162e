"""What is asked of an index, in a form that both databases can be told.

Every word in it was cut by `words`, so it holds neither quotes nor operators.
"""

from collections.abc import Sequence
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
    """What must be there, and what must not."""

    what: Node
    but: tuple[Node, ...] = ()

    def within(self, marks: Sequence[Sequence[str]]) -> "Wanted":
        """The same, of what has one of each of these sets of marks besides."""
        if not marks:
            return self
        each = [Either(tuple(Form((mark,)) for mark in some)) for some in marks]
        return replace(self, what=All((self.what, *each)))


def fts5(wanted: Wanted) -> str:
    """In FTS5's own language. Every word is quoted, so none can be an operator."""

    def said(node: Node) -> str:
        if isinstance(node, Form):
            return f'"{" ".join(node.words)}"' + (" *" if node.begins else "")
        joint = " AND " if isinstance(node, All) else " OR "
        return "(" + joint.join(said(one) for one in node.of) + ")"

    what = said(wanted.what)
    return f"{what} NOT {said(Either(wanted.but))}" if wanted.but else what


def tsquery(wanted: Wanted) -> str:
    """In PostgreSQL's language, to be cast and so never parsed by the rules of some language."""

    def said(node: Node) -> str:
        if isinstance(node, Form):
            words = " <-> ".join(f"'{word}'" for word in node.words)
            return f"({words}{':*' if node.begins else ''})"
        joint = " & " if isinstance(node, All) else " | "
        return "(" + joint.join(said(one) for one in node.of) + ")"

    what = said(wanted.what)
    return f"{what} & !{said(Either(wanted.but))}" if wanted.but else what
