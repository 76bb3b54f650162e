"""Which words of a page escape translation.

All that members wrote is put into another alphabet first, and the page is asked for in the pseudo
language, whose sentences stand in ⟦brackets⟧ with every vowel accented. What is left in plain
Latin letters is ours, and was never handed to gettext.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from string import ascii_letters
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy import update as change
from sqlmodel import SQLModel

from backend.domain.members.models import Member
from backend.domain.notifications.models import Letter
from backend.kit.languages import PSEUDO

OTHER_LETTERS: Final = str.maketrans(
    ascii_letters,
    "абцдефгхийклмнопярстуввхыз" + "АБЦДЕФГХИЙКЛМНОПЯРСТУВВХЫЗ",
)
WRITTEN: Final = {
    *(
        "answers",
        "bio",
        "body",
        "brings",
        "choices",
        "cancelled_why",
        "city",
        "context",
        "department",
        "description",
    ),
    *(
        "draft",
        "facts",
        "help_wanted",
        "lead",
        "name",
        "not_worked",
        "note",
        "organisation",
        "pronouns",
    ),
    *(
        "pronunciation",
        "purpose",
        "reason",
        "reply",
        "subdivision",
        "suspended_reason",
        "title",
        "tried",
    ),
    *("came_of", "learned", "next_steps", "source", "told", "venue", "words", "worked"),
}
"""Columns with words of members. A new one that shows as an escape belongs here."""
KEPT: Final = frozenset(
    {"rule", "calendar", "token", "code", "email", "place", "questions", "helped", "benefits"}
)
"""What in stored JSON is a name for the program rather than words."""

SPOKEN: Final = ("alt", "aria-label", "aria-description", "placeholder", "title")
UNSEEN: Final = frozenset({"script", "style", "code", "data", "pre"})
VOID: Final = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
MARKED: Final = re.compile("[⟦⟧]|[^⟦⟧]+")
LATIN: Final = re.compile(r"[^\W\d_]*[A-Za-z][^\s,;]*")
ADDRESS: Final = re.compile(r"@|\w\.\w")
PLAIN: Final = re.compile(r"[aceiouyACEIOUY]")


def in_other_letters(connection: Connection) -> None:
    """Put into another alphabet all that members wrote, and everybody's language to the pseudo one.

    It lasts until the transaction is undone.
    """
    for who in (Member, Letter):
        connection.execute(change(who).values(language=PSEUDO))
    for table in SQLModel.metadata.sorted_tables:
        written = [column.name for column in table.columns if column.name in WRITTEN]
        if not written or table.name == "topic_term":
            continue
        for row in connection.execute(table.select()).mappings().all():
            same = [key == row[key.name] for key in table.primary_key.columns]
            changed = {name: _other(row[name]) for name in written}
            connection.execute(change(table).where(*same).values(changed))


def _other(words: Any) -> Any:
    if isinstance(words, str):
        return words.translate(OTHER_LETTERS)
    if isinstance(words, list):
        return [_other(one) for one in words]
    if isinstance(words, dict):
        return {key: one if key in KEPT else _other(one) for key, one in words.items()}
    return words


def escaped(html: str) -> list[str]:
    """The words of this page in plain Latin letters, save addresses of mail and of sites."""
    reader = _Reader()
    reader.feed(html)
    words = (word for said in reader.said for word in _plain(said))
    return [word for word in words if not ADDRESS.search(word)]


def words_of(*names: str) -> frozenset[str]:
    """The words in these names."""
    return frozenset(word for name in names for word in LATIN.findall(name))


def _plain(said: str) -> Iterator[str]:
    """Latin words outside of brackets, and those inside that carry no accent."""
    depth = 0
    for part in MARKED.findall(said):
        if part in "⟦⟧":
            depth += 1 if part == "⟦" else -1
        else:
            yield from (
                word.rstrip(".:?)”’…~")
                for word in LATIN.findall(part)
                if not depth or PLAIN.search(word)
            )


class _Reader(HTMLParser):
    """All that a page says: its text as one, since a sentence may hold links, and each title."""

    def __init__(self) -> None:
        super().__init__()
        self.said = [""]
        self._inside: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        foreign = tag in UNSEEN or given.get("lang", PSEUDO) != PSEUDO or self._is_foreign
        if not foreign:
            self.said += [words for name in SPOKEN if (words := given.get(name))]
        if tag not in VOID:
            self._inside.append((tag, foreign))
        self.said[0] += " "

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop()[0] != tag:
            pass
        self.said[0] += " "

    def handle_data(self, data: str) -> None:
        if not self._is_foreign:
            self.said[0] += data

    @property
    def _is_foreign(self) -> bool:
        """Whether this stands in a part that is in another language, or is none at all."""
        return bool(self._inside) and self._inside[-1][1]
