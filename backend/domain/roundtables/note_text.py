"""A note's words: sections under headings, kept as one text, and what differs between two. Pure.

A section begins at a heading of the first or second level. What stands in it has lower headings
only, so that the text and its sections say the same.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise, zip_longest
from typing import Literal, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_WORDS = re.compile(r"\s+|[^\s]+")
LOWEST_LEVEL, LOWEST_MARK = 2, "###"
MOST_WORDS = 4_000
"""Longer pieces that differ are shown whole, for comparing them takes the square of their length."""


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    text: str
    """Markdown."""


Fate: TypeAlias = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both, only in the first, or only in the second."""

    fate: Fate
    text: str


def sections(body: str) -> list[Section]:
    """The sections of a text; what stands before the first heading is one without a heading."""
    lines = body.split("\n")
    cuts = [(0, 0, "")]
    for heading, words in _headings(body):
        if heading.map and int(heading.tag[1]) <= LOWEST_LEVEL:
            cuts.append((heading.map[0], heading.map[1], words))
    ends = [start for start, _text_from, _words in cuts[1:]]
    found = [
        Section(words, "\n".join(lines[text_from:end]).strip())
        for (_start, text_from, words), end in zip_longest(cuts, ends)
    ]
    return [one for one in found if one.heading or one.text]


def joined(some: Sequence[Section]) -> str:
    """The sections as one text."""
    return "\n\n".join(
        "\n\n".join(
            part for part in (f"## {one.heading}" if one.heading else "", _lower(one)) if part
        )
        for one in some
    ).strip()


def filled(body: str) -> str:
    """The same without sections in which nothing was written, where it is made of sections at all."""
    found = sections(body)
    return joined([one for one in found if one.text]) if joined(found) == body else body


def differences(before: str, after: str) -> list[Piece]:
    """What has changed, word by word, in the order of the text."""
    first, second = before.split("\n"), after.split("\n")
    found: list[Piece] = []
    for deed, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        old, new = _text(first[a:b]), _text(second[c:d])
        if deed == "equal":
            found.append(Piece("same", old))
        else:
            found += _by_words(old, new)
    return [one for one in found if one.text]


def _by_words(old: str, new: str) -> Iterator[Piece]:
    first, second = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(first), len(second)) > MOST_WORDS:
        yield from (Piece("gone", old), Piece("new", new))
        return
    for deed, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        gone, came = "".join(first[a:b]), "".join(second[c:d])
        if deed == "equal":
            yield Piece("same", gone)
        else:
            yield from (Piece("gone", gone), Piece("new", came))


def _text(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _headings(text: str) -> Iterator[tuple[Token, str]]:
    """The headings that stand on the page itself, in no list or quote, with their words."""
    for token, inside in pairwise(_MARKDOWN.parse(text)):
        if token.type == "heading_open" and token.level == 0:
            yield token, inside.content


def _lower(one: Section) -> str:
    """The words of a section, with no heading in them that would begin another."""
    lines = one.text.split("\n")
    for heading, words in _headings(one.text):
        if heading.map and int(heading.tag[1]) <= LOWEST_LEVEL:
            start, end = heading.map
            lines[start:end] = [f"{LOWEST_MARK} {words}", *[""] * (end - start - 1)]
    return "\n".join(lines).strip()
