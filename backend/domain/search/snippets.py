"""The part of a text where something was found, with what was found marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backend.domain.search.marking import Marker

LENGTH = 220
"""Characters of a snippet."""
LONGEST_WORD = 30
"""Characters: of a text that has no space for longer, a part of a word is shown."""
BEFORE = 60
"""Characters shown before the first hit."""
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)")
_STRONG = re.compile(r"\*\*|__|`")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a snippet: words, and whether they are what was found."""

    words: str
    is_hit: bool = False


def snippet(text: str, marker: Marker, length: int = LENGTH, language: str = "") -> list[Piece]:
    """The text around the first hit in pieces; its beginning when the hit isn't in it."""
    flat = " ".join(word for word in _unmarked(text).split() if word.strip("#>*-"))
    hits = marker.spans(flat, language, within=length)
    start = _start(flat, hits[0][0] if hits else 0, length)
    end = _end(flat, start + length)
    pieces = [Piece("… ")] if start else []
    return [piece for piece in (*pieces, *_pieces(flat, hits, start, end)) if piece.words]


def _unmarked(text: str) -> str:
    """Without the signs of Markdown that a reader never sees; those that stand alone are cut after."""
    return _STRONG.sub("", _LINK.sub(r"\1", text))


def _pieces(text: str, hits: Sequence[tuple[int, int]], start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    for first, last in hits:
        if first >= at and last <= end:
            pieces += [Piece(text[at:first]), Piece(text[first:last], is_hit=True)]
            at = last
    return [*pieces, Piece(text[at:end] + (" …" if end < len(text) else ""))]


def _end(text: str, limit: int) -> int:
    """Where to stop: at a word's end, unless that is far before."""
    if limit >= len(text):
        return len(text)
    space = text.rfind(" ", limit - LONGEST_WORD, limit + 1)
    return space if space > 0 else limit


def _start(text: str, hit: int, length: int) -> int:
    """Where to begin: a little before the hit, at a word's beginning."""
    if len(text) <= length or hit + BEFORE < length:
        return 0
    space = text.find(" ", max(0, hit - BEFORE))
    return space + 1 if 0 <= space < hit else hit
