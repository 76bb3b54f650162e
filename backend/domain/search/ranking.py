"""What comes first among what was found. Pure; all of the arithmetic stands here.

    score = how it was found + how fresh it is + whether it is about the reader's topics

How it was found counts from 4 (it is called just what was asked for) down to 0 (only another word
for the same thing was found). Freshness counts 1 for today and half as much for every year that
has passed; what stands, such as a city, counts as if it were half a year old. So does a person who
is called so; whose profile only says the words comes after the things that do. A topic
that the reader follows with the profile counts 3/4, once. So a new thing that says the words beats
one of some years ago that has them in its title, and nothing is raised by more than two steps.

The same numbers come out on every database, so the order is the same on all. Equals: the newest
in the index first.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

NAMED, TITLED, CLOSE, LITERAL, WIDENED = 4, 3, 2, 1, 0
"""Called so; all words in the title; the words side by side, or the only one said often; all words
in any of their forms; another word of the glossary or of the topics for them."""
FRESH = 1.0
HALVED_AFTER = 365.0
"""Days."""
STANDING = 0.7
MINE = 0.75


@dataclass(frozen=True, slots=True)
class Key:
    """A place in the list: the page after it shows what comes later."""

    score: float
    number: int

    def __str__(self) -> str:
        return f"{self.score:.3f}-{self.number}"


def score(
    level: int,
    at: datetime,
    now: datetime,
    *,
    stands: bool,
    is_mine: bool,
    is_person: bool = False,
) -> float:
    """How far up something stands, to three decimals, so that a page's key can say it."""
    if is_person and level < TITLED:
        fresh = 0.0
    else:
        fresh = STANDING if stands else _fresh(max(0, (now - at).days))
    return round(level + FRESH * fresh + MINE * is_mine, 3)


@lru_cache(maxsize=10_000)
def _fresh(days: int) -> float:
    """Kept: hundreds of things that were found are of the same few hundred days."""
    return math.pow(0.5, days / HALVED_AFTER)


def key(words: str) -> Key | None:
    """The place that an address names; None if it names none."""
    score, _sep, number = words.partition("-")
    try:
        return Key(float(score), int(number))
    except (ValueError, OverflowError):
        return None
