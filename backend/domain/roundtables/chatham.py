"""The Chatham House Rule: what was said may be told, and not who said it.

Exact, and simple: case, accents and widths don't count, words are whole words. In scripts that
leave no room between words, a name is found wherever its letters stand.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backend.core.text import fold

SHORTEST = 3
"""A part of a name with fewer letters is too common a word."""

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Found:
    """What in a text tells of somebody."""

    names: Sequence[str] = ()
    """Full names, cities and organisations: these must go."""
    parts: Sequence[str] = ()
    """A first or last name, a city's other name, a job title: an ordinary word, perhaps."""


@dataclass(frozen=True, slots=True)
class Present:
    """Those who were in the room."""

    people: Sequence[str] = ()
    places: Sequence[str] = ()
    """Their cities and organisations."""
    spellings: Sequence[str] = ()
    """What else their cities are called."""
    titles: Sequence[str] = ()
    """What they are: few cities have a chief data officer."""


def told_in(text: str, present: Present, ordinary: Iterable[str] = ()) -> Found:
    """What this text tells of them, but for parts of names that are said to be ordinary words."""
    page = _Page(text)
    names = page.holds([*present.people, *present.places])
    said = {fold(name) for name in names}
    innocent = {fold(word) for word in ordinary}
    shown = {fold(part) for name in names for part in name.split()}
    parts = [part for name in present.people for part in _parts(name)] + [
        name for name in (*present.spellings, *present.titles) if _is_long_enough(name)
    ]
    doubtful = page.holds(parts)
    return Found(names, [part for part in doubtful if fold(part) not in innocent | said | shown])


class _Page:
    def __init__(self, text: str) -> None:
        self._letters = fold(text)
        self._words = _spaced(self._letters)

    def holds(self, names: Iterable[str]) -> list[str]:
        """Those of the names that stand in the text, each once, as they are written there."""
        found: dict[str, str] = {}
        for name in names:
            folded = fold(name)
            if folded and folded not in found and self._has(folded):
                found[folded] = name
        return list(found.values())

    def _has(self, folded: str) -> bool:
        if _UNSPACED.search(folded):
            return folded in self._letters
        wanted = _spaced(folded)
        return wanted.strip() != "" and wanted in self._words


def _spaced(folded: str) -> str:
    return f" {' '.join(_WORD.findall(folded))} "


def _parts(name: str) -> list[str]:
    """First and last names; "van", "de la" and the like are written small and say nothing."""
    words = name.split()
    if len(words) < 2:  # noqa: PLR2004 - one word is the full name
        return []
    return [word for word in words if _is_long_enough(word) and not word[0].islower()]


def _is_long_enough(name: str) -> bool:
    return len(name) >= SHORTEST or bool(_UNSPACED.search(name))
