"""What members write, as HTML: Markdown without any HTML of its own, then cleaned once more."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).disable("image")
_TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr"} | {
    f"h{level}" for level in range(2, 7)
}
_ADDRESS = re.compile(r"(?<![\w/@.])(?:https?://|www\.)[^\s<>\"`]*[\w/)]", re.IGNORECASE)
"""A web address as it stands in a sentence; what ends the sentence is not part of it."""


@lru_cache(maxsize=512)
def to_html(text: str, top: int = 3) -> Markup:
    """Safe HTML for a member's words. Headings start at `top`: those above are the page's own.

    The same words are read again and again, and writing them anew takes longer than finding them.
    """
    tokens = parsed(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + top - 1, 6)}"
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )
    return Markup(clean)  # noqa: S704 - nh3 let only the tags above through


def parsed(text: str) -> list[Token]:
    """What is written there, for whoever shows it otherwise than as HTML."""
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.children:
            token.children = list(_with_links(token.children))
    return tokens


def _with_links(tokens: Sequence[Token]) -> Iterator[Token]:
    """The same words, with the web addresses among them made into links, save inside of links."""
    inside = 0
    for token in tokens:
        inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if inside or token.type != "text":
            yield token
        else:
            yield from _linked(token.content)


def _linked(words: str) -> Iterator[Token]:
    done = 0
    for found in _ADDRESS.finditer(words):
        address = _closed(found[0])
        whole = address if "://" in address else f"https://{address}"
        yield _text(words[done : found.start()])
        yield Token("link_open", "a", 1, attrs={"href": _MARKDOWN.normalizeLink(whole)})
        yield _text(address)
        yield Token("link_close", "a", -1)
        done = found.start() + len(address)
    yield _text(words[done:])


def _closed(address: str) -> str:
    """Without the bracket that closes what began before the address, and all that follows it."""
    depth = 0
    for place, letter in enumerate(address):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth < 0:
            return address[:place]
    return address


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)
