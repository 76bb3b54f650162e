"""Quotes in a note: each is a Markdown block quote, found by its words whatever its lines. Pure."""

from collections.abc import Iterator

from markdown_it import MarkdownIt

WITHDRAWN = "A quote stood here. Its author has withdrawn it."
"""What stands in a note in its place, in the language of the program."""
_MARKDOWN = MarkdownIt("commonmark", {"html": False})


def plain(words: str) -> str:
    """Words without the difference that lines and spaces make: the same wording is the same quote."""
    return " ".join(words.split())


def quotes_in(body: str) -> list[str]:
    """The words of each block quote, in their order."""
    return [words for _start, _end, words in _blocks(body)]


def as_block(words: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in words.split("\n"))


def replaced(body: str, words: str, mark: str) -> str:
    """The text with a mark in place of each quote of these words."""
    lines = body.split("\n")
    for start, end, said in reversed(list(_blocks(body))):
        if said == plain(words):
            lines[start:end] = [as_block(mark), *[""] * (end > start and lines[end - 1] == "")]
    return "\n".join(lines)


def _blocks(body: str) -> Iterator[tuple[int, int, str]]:
    """Each outermost block quote: its first line, the line behind it, and its words."""
    inside, start, end = 0, 0, 0
    words: list[str] = []
    for token in _MARKDOWN.parse(body):
        if token.type == "blockquote_open":
            if inside == 0 and token.map:
                (start, end), words = token.map, []
            inside += 1
        elif token.type == "blockquote_close":
            inside -= 1
            if inside == 0:
                yield start, end, plain(" ".join(words))
        elif inside and token.content:
            words.append(token.content)
