"""The part of a text where something was found, with what was found marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backend.core.text import fold

LENGTH = 220
"""Characters of a snippet."""
BEFORE = 60
"""Characters shown before the first hit."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a snippet: words, and whether they are what was found."""

    words: str
    is_hit: bool = False


def snippet(text: str, forms: Sequence[str], length: int = LENGTH) -> list[Piece]:
    """The text around the first hit in pieces; its beginning when the hit isn't in it."""
    flat = " ".join(text.split())
    singles = tuple({word for form in forms for word in form.split(" ")})
    hits = [found.span() for found in _WORD.finditer(flat) if _is_hit(found[0], singles)]
    start = _start(flat, hits[0][0] if hits else 0, length)
    end = min(len(flat), start + length)
    pieces = [Piece("… ")] if start else []
    at = start
    for first, last in hits:
        if first >= at and last <= end:
            pieces += [Piece(flat[at:first]), Piece(flat[first:last], is_hit=True)]
            at = last
    pieces.append(Piece(flat[at:end] + (" …" if end < len(flat) else "")))
    return [piece for piece in pieces if piece.words]


def _is_hit(word: str, wanted: tuple[str, ...]) -> bool:
    return fold(word).startswith(wanted)


def _start(text: str, hit: int, length: int) -> int:
    """Where to begin: a little before the hit, at a word's beginning."""
    if hit + BEFORE < length:
        return 0
    space = text.find(" ", max(0, hit - BEFORE))
    return space + 1 if 0 <= space < hit else hit
