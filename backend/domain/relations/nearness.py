"""How near two things are to each other. Pure arithmetic in whole points, each with its reason.

A topic that few cities have says more than one that all have (`likeness.rarity`: 100 for one that
everybody has, 400 and more for a rare one). Words of the titles count by their stems, so that
"shared data" is near to "sharing data"; short words don't, nor those that are about nothing, such
as "without". A city that is behind both counts for the same problem. Things that only share a
language or a date are not related.
"""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from backend.core import stems
from backend.core.text import WORD, is_run
from backend.domain.matching.likeness import UNHEARD
from backend.domain.search.filler import is_filler
from backend.domain.search.words import plain

STEM, CITY = 60, 80
MOST_STEMS, MOST_CITIES = 4, 3
SHORTEST = 4
"""Letters of a word that says something."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """What two things have in common."""

    points: int
    topics: frozenset[UUID]
    words: tuple[str, ...]
    """Of the title of the one that is looked at, as it writes them."""
    cities: int


def nearness(
    topics: Collection[UUID],
    title: Mapping[str, str],
    cities: int,
    rarity: Mapping[UUID, int],
    *,
    other: Mapping[str, str],
) -> Nearness:
    """Of a thing that shares these topics and is backed by so many of the same cities."""
    shared = [word for stem, word in title.items() if stem in other]
    points = (
        sum(rarity.get(topic, UNHEARD) for topic in topics)
        + STEM * min(len(shared), MOST_STEMS)
        + CITY * min(cities, MOST_CITIES)
    )
    return Nearness(points, frozenset(topics), tuple(dict.fromkeys(shared)), cities)


def stems_of(title: str, language: str) -> dict[str, str]:
    """The words of a title that say something, as it writes them, by their stems."""
    code = language.split("-", maxsplit=1)[0]
    found: dict[str, str] = {}
    for written in WORD.findall(unicodedata.normalize("NFC", title)):
        for stem in _stems(written, code):
            found.setdefault(stem, written)
    return found


@lru_cache(maxsize=16_384)
def _stems(written: str, code: str) -> Sequence[str]:
    """Kept, since the same words stand in many titles."""
    word = plain(written)
    says_something = len(word) >= SHORTEST and not is_run(word) and not is_filler([word])
    return tuple(stems.of(word, code)) if says_something else ()
