"""The curated tree as it ships: topics.toml, read and checked.

What the running network holds may have moved on (conveners rename and merge); this is what a new
one starts with, and what the tests of every translation rest on.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Final, Literal, TypeAlias

from annotated_types import Interval, Len
from pydantic import ConfigDict, StringConstraints, TypeAdapter, ValidationError

from backend.core.text import fold

TREE: Final = Path(__file__).with_name("topics.toml")

Kind: TypeAlias = Literal["principle", "theme", "practice"]
Language: TypeAlias = Literal["en", "es", "pt", "fr", "ar"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "es", "pt", "fr", "ar")

_Slug: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$", max_length=60, strict=True)
]
_Line: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^\S(.*\S)?$", max_length=60, strict=True)
]
_Sentence: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^\S.*\.$", max_length=200, strict=True)
]
_Goal: TypeAlias = Annotated[int, Interval(ge=1, le=17)]

_EXACT: Final = ConfigDict(extra="forbid")


class BadTree(ValueError):
    """The file is not a tree; `flaws` says every reason at once."""

    def __init__(self, flaws: Sequence[str]) -> None:
        super().__init__(" ".join(flaws))
        self.flaws = tuple(flaws)


@dataclass(frozen=True, slots=True)
class Words:
    """A topic in one language."""

    __pydantic_config__: ClassVar[ConfigDict] = _EXACT

    label: _Line
    synonyms: Annotated[tuple[_Line, ...], Len(2, 8)]
    description: _Sentence


@dataclass(frozen=True, slots=True)
class Entry:
    """A topic of the tree. `sdg` are the numbers of the Sustainable Development Goals it serves."""

    __pydantic_config__: ClassVar[ConfigDict] = _EXACT

    slug: _Slug
    kind: Kind
    en: Words
    es: Words
    pt: Words
    fr: Words
    ar: Words
    parent: str | None = None
    sdg: tuple[_Goal, ...] = ()

    @property
    def words(self) -> Mapping[Language, Words]:
        return {"en": self.en, "es": self.es, "pt": self.pt, "fr": self.fr, "ar": self.ar}


@dataclass(frozen=True, slots=True)
class _File:
    __pydantic_config__: ClassVar[ConfigDict] = _EXACT

    topic: tuple[Entry, ...]


_FILE: Final = TypeAdapter(_File)


def load(path: Path = TREE) -> tuple[Entry, ...]:
    """Every topic, in the order of the file: a parent always before its children."""
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str) -> tuple[Entry, ...]:
    try:
        entries = _FILE.validate_python(tomllib.loads(text)).topic
    except tomllib.TOMLDecodeError as problem:
        flaw = f"This is not TOML: {problem}."
        raise BadTree([flaw]) from problem
    except ValidationError as problem:
        raise BadTree([_where(error["loc"], error["msg"]) for error in problem.errors()]) from None
    if flaws := [*_shape(entries), *_terms(entries)]:
        raise BadTree(flaws)
    return entries


def _where(location: tuple[int | str, ...], message: str) -> str:
    return f"{'.'.join(str(step) for step in location)}: {message}."


def _shape(entries: Sequence[Entry]) -> Iterator[str]:
    seen: set[str] = set()
    for entry in entries:
        if entry.slug in seen:
            yield f"{entry.slug} stands there twice."
        if entry.parent is not None and entry.parent not in seen:
            yield f"{entry.slug} hangs on {entry.parent}, which does not stand before it."
        seen.add(entry.slug)


def _terms(entries: Sequence[Entry]) -> Iterator[str]:
    """In one language a term means one topic, or a search for it could not tell which."""
    for language in LANGUAGES:
        owner: dict[str, str] = {}
        for entry in entries:
            words = entry.words[language]
            terms = Counter(fold(term) for term in (words.label, *words.synonyms))
            for term, count in terms.items():
                if count > 1:
                    yield f"{entry.slug} says “{term}” {count} times in {language}."
                elif (other := owner.setdefault(term, entry.slug)) != entry.slug:
                    yield f"{entry.slug} and {other} both say “{term}” in {language}."
