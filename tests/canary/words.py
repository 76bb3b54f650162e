"""Words that stand for a text: where one is read, that text is shown."""

import fnmatch
import re
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from tests.canary.roles import Roles

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHAPED = re.compile(r"qz[a-z]{14}")
GIVEN = set[str]()
"""Every word there is: one time in some hundred runs a secret in an address has the shape of one."""


def word(name: str) -> str:
    """Sixteen letters that no other name gives, and no language has."""
    digits = sha256(name.encode()).digest()
    given = "qz" + "".join(LETTERS[digit % len(LETTERS)] for digit in digits[:14])
    GIVEN.add(given)
    return given


@dataclass(frozen=True, slots=True)
class Thing:
    """An object that has an address of its own."""

    slug: str
    id: UUID
    audience: Roles


@dataclass(slots=True)
class Garden:
    """Everything that was planted: each text by its name, with its word and who may read it.

    A text can have two names, where the same word is seen by different people in different places:
    everybody reads what a topic is called, but not that a hidden challenge is about it.
    """

    words: dict[str, str] = field(default_factory=dict)
    audiences: dict[str, Roles] = field(default_factory=dict)
    things: dict[str, dict[str, Thing]] = field(default_factory=dict)
    own: dict[str, set[str]] = field(default_factory=dict)
    """The name and the city of each role, which its own pages may say anywhere."""
    keys: dict[str, str] = field(default_factory=dict)
    """What a browser of each role carries, and below a program of it, to write or to read."""
    tokens: dict[str, str] = field(default_factory=dict)
    reading_tokens: dict[str, str] = field(default_factory=dict)

    def said(self, name: str, audience: Roles) -> str:
        """A new word, for the text of this name."""
        return self.also(name, word(name), audience)

    def also(self, name: str, known: str, audience: Roles) -> str:
        """Another name for a word."""
        if name in self.words:
            msg = f"{name} is planted twice"
            raise ValueError(msg)
        self.words[name], self.audiences[name] = known, audience
        return known

    def keep(self, kind: str, name: str, slug: str, thing_id: UUID, audience: Roles) -> Thing:
        """Note where an object is found, and by whom."""
        thing = Thing(slug, thing_id, audience)
        self.things.setdefault(kind, {})[name] = thing
        return thing

    def named(self, pattern: str) -> list[str]:
        """The names that a pattern means; there must be one."""
        found = fnmatch.filter(self.words, pattern)
        if not found:
            msg = f"nothing planted is called {pattern}"
            raise LookupError(msg)
        return found

    def names_of(self, some: set[str]) -> list[str]:
        """What these words stand for, for people: the first name of each."""
        names: dict[str, str] = {}
        for name, its in self.words.items():
            names.setdefault(its, name)
        return sorted(names[one] for one in some)


def seen(text: str) -> set[str]:
    """The planted words in a text, whatever surrounds them; in calendars lines are folded."""
    return GIVEN.intersection(SHAPED.findall(text.replace("\r\n ", "").lower()))
