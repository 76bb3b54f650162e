"""A member's Markdown as blocks and runs, whatever shows them: plain data, and nothing to run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from markdown_it.token import Token

from backend.core.errors import Conflict
from backend.core.i18n import _
from backend.kit.markdown import parsed

Block: TypeAlias = dict[str, Any]
"""kind: heading (level, runs), words (runs), list (start, items), quote (blocks), code (text), rule."""

DEEPEST = 6
"""What stands deeper in lists and quotes is shown at this depth."""
MOST = 1_500
"""A paper of more blocks would keep a machine busy for seconds."""
SCHEMES = ("http://", "https://", "mailto:")


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that look the same."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""
    ends_line: bool = False


def blocks(text: str) -> list[Block]:
    """What stands there, in its order. Headings never skip a level. Conflict where it is endless."""
    tokens = parsed(text)
    if sum(token.type in {"inline", "fence", "code_block", "hr"} for token in tokens) > MOST:
        raise Conflict(_("This has too many paragraphs to make a file of it."))
    return _Reader(tokens).read()


class _Reader:
    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = iter(tokens)
        self._level = self._depth = 0

    def read(self, until: str = "") -> list[Block]:
        """The blocks up to the token that closes what they stand in."""
        found: list[Block] = []
        for token in self._tokens:
            if token.type == until:
                break
            found += self._block(token)
        return found

    def _block(self, token: Token) -> list[Block]:
        match token.type:
            case "heading_open":
                self._level = min(int(token.tag[1]), self._level + 1)
                return [{"kind": "heading", "level": self._level, "runs": self._runs()}]
            case "paragraph_open":
                return [{"kind": "words", "runs": self._runs()}]
            case "bullet_list_open" | "ordered_list_open":
                return self._list(token)
            case "blockquote_open":
                inside = self._deeper("blockquote_close")
                return [{"kind": "quote", "blocks": inside}] if self._depth < DEEPEST else inside
        if token.type == "hr":
            return [{"kind": "rule"}]
        return [{"kind": "code", "text": token.content.rstrip("\n")}]  # a fence, or indented

    def _deeper(self, until: str) -> list[Block]:
        self._depth += 1
        found = self.read(until)
        self._depth -= 1
        return found

    def _list(self, opening: Token) -> list[Block]:
        closing, items = opening.type.replace("open", "close"), []
        for token in self._tokens:
            if token.type == closing:
                break
            items.append(self._deeper("list_item_close"))
        if self._depth >= DEEPEST:
            return [block for item in items for block in item]
        start = int(opening.attrs.get("start", 1)) if opening.tag == "ol" else 0
        return [{"kind": "list", "start": start, "items": items}]

    def _runs(self) -> list[Run]:
        """Of a heading or paragraph: its inline token is the next, and behind it its end."""
        inline = next(self._tokens)
        next(self._tokens)
        return list(_inline(inline.children or ()))


def _inline(tokens: Sequence[Token]) -> Iterator[Run]:
    bold = italic = 0
    link = ""
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "link_open":
                address = str(token.attrs.get("href", ""))
                link = address if address.startswith(SCHEMES) else ""
            case "link_close":
                link = ""
            case "softbreak":
                yield Run(" ", bool(bold), bool(italic), link=link)
            case "hardbreak":
                yield Run("", ends_line=True)
            case "text" | "code_inline":
                is_code = token.type == "code_inline"
                if token.content:
                    yield Run(token.content, bool(bold), bool(italic), is_code, link)
