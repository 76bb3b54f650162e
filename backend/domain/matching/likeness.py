"""How alike two cities are, and how sure that is. Pure arithmetic in whole numbers.

Each factor compares one thing and says how alike two cities are in it, from 0 to `SCALE`, or
nothing where one of the two has not said. The score is their weighted mean over the factors that
are known (Gower's coefficient): what is missing lowers `confidence`, the share of the weight that
is known, and never the score. So it is with each of the six principles: of one of which not both
spoke, a sixth of what openness weighs is not known. Neither distance nor region counts. Nor do climate, powers and
budget, which stand side by side where cities are compared: where they decide, they show in the
priorities and in what is faced.

priorities  Ružička's likeness of two weighed lists: what both share of all that either names. A
            topic weighs by its place (rank sum: 6 for the first, 1 for the sixth) and its rarity
challenges  the same over the topics of the challenges that each faces, weighed by rarity alone
openness    over the principles of which both spoke: how much one has to show that the other looks
            for. Most where one leads and the other explores, none where neither has begun
population  on a logarithmic scale: equals are wholly alike, `DECADES` apart not at all
languages   the share of the smaller list that stands in the other (overlap coefficient): one
            language in common is enough to talk

What it rests on: J. C. Gower, "A general coefficient of similarity and some of its properties",
Biometrics 27 (1971) 857-871, for mixed and missing facts. M. Ružička, Biológia 13 (1958) 647-661.
G. G. Simpson, "Mammals and the nature of continents", Am. J. Sci. 241 (1943) 1-31, for overlap.
K. Spärck Jones, "A statistical interpretation of term specificity", J. Documentation 28 (1972)
11-21, for rarity. W. G. Stillwell et al., "A comparison of weight approximation techniques",
Org. Behavior and Human Performance 28 (1981) 62-77, for places. L. Bettencourt et al., "Growth,
innovation, scaling, and the pace of life in cities", PNAS 104 (2007) 7301-7306, for the logarithm.
M. Balinski and H. P. Young, "Fair Representation" (1982), for the largest remainders by which
the points that are shown add up to the score that is shown.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log, log10
from typing import Any, TypeAlias

SCALE = 1_000
FINE = 1_000_000
"""The steps in which cities are put in order: finer than the score that is shown."""
FACTORS = ("priorities", "challenges", "openness", "population", "languages")
USUAL: Mapping[str, int] = {
    "priorities": 8,
    "challenges": 8,
    "openness": 4,
    "population": 2,
    "languages": 2,
}
"""How much each counts unless the reader says otherwise."""
MOST_PRIORITIES = 6
DECADES = 1.5
"""Powers of ten between two populations that have nothing in common any more."""
PRINCIPLES = 6
"""Each is a sixth of what openness weighs; weights are summed up in sixths for that."""
ENOUGH = 50
"""Confidence from which a likeness is claimed; below, too little is known."""

_STEP = {
    ("leading", "exploring"): 1_000,
    ("practising", "exploring"): 800,
    ("leading", "practising"): 600,
    ("leading", "leading"): 500,
    ("practising", "practising"): 500,
    ("exploring", "exploring"): 400,
    ("leading", "not_started"): 300,
    ("practising", "not_started"): 200,
    ("exploring", "not_started"): 100,
    ("not_started", "not_started"): 0,
}
COMPLEMENTS: Mapping[tuple[str, str], int] = _STEP | {
    (theirs, ours): worth for (ours, theirs), worth in _STEP.items()
}
"""What two stages of one principle are worth to each other, whichever city is in which."""


Topic: TypeAlias = Any
"""A topic by the text of its id: Python keeps the hash of a text, and is asked for it thousands of
times where cities are compared.
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a city. Empty is what nobody has said."""

    priorities: tuple[Topic, ...] = ()
    """In the city's order."""
    challenges: frozenset[Topic] = frozenset()
    """The topics of what it faces."""
    stages: tuple[str, ...] = ()
    """By principle in ring order; "" where it never spoke of one."""
    population: int | None = None
    languages: frozenset[str] = frozenset()


def rarity(having: int, of: int) -> int:
    """What a topic weighs that so many of all cities have: 100 if all have it, more the fewer."""
    return 100 + round(100 * log((1 + max(of, having)) / (1 + having)))


UNHEARD = 100
"""The weight of a topic whose rarity isn't known."""


@dataclass(frozen=True, slots=True)
class Rarity:
    """What each topic weighs, among priorities and among challenges."""

    priorities: Mapping[Topic, int] = field(default_factory=dict)
    challenges: Mapping[Topic, int] = field(default_factory=dict)
    _weights: dict[Collection[Topic], int] = field(default_factory=dict, compare=False, repr=False)
    """Of whole lists and sets, reckoned once: a city is compared with thousands."""

    def of_list(self, topics: tuple[Topic, ...]) -> int:
        """What the topics of a list weigh together, each by its place too."""
        if topics not in self._weights:
            rare = self.priorities
            self._weights[topics] = sum(
                place * rare.get(topic, UNHEARD) for topic, place in placed(topics).items()
            )
        return self._weights[topics]

    def of_set(self, topics: frozenset[Topic]) -> int:
        if topics not in self._weights:
            rare = self.challenges
            self._weights[topics] = sum(rare.get(topic, UNHEARD) for topic in topics)
        return self._weights[topics]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one factor gives to the score."""

    factor: str
    weight: int
    alike: int | None
    """From 0 to SCALE; None where one of the two has not said."""
    points: int
    """Of the score; those of all factors add up to it."""
    most: int
    """The points that it would give if the two were wholly alike in it."""
    known: int
    """How much of its weight is known, in per cent: of openness, by the principles."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two cities are, from 0 to 100, and of what that is made."""

    score: int
    confidence: int
    """The share of the weight that is known, in per cent."""
    contributions: Sequence[Contribution]
    standing: int
    """The score in fine steps, by which cities are put in order."""

    @property
    def is_claimed(self) -> bool:
        """Whether enough is known to say anything, and anything is alike."""
        return self.standing > 0 and self.confidence >= ENOUGH


def compare(
    one: Facts, other: Facts, weights: Mapping[str, int] = USUAL, rarity: Rarity | None = None
) -> Likeness:
    """The likeness of two cities; the same whichever is asked for first."""
    by_factor = alike(one, other, rarity or Rarity())
    sixths = in_sixths(weights, spoken(one.stages, other.stages))
    certain, known = weighed(by_factor, sixths)
    parts = [
        0 if part is None or not known else 100 * weight * part
        for weight, part in zip(sixths, by_factor, strict=True)
    ]
    score = _rounded(100 * certain, known * SCALE)
    points = shared_out(score, parts, known * SCALE)
    each = zip(FACTORS, by_factor, points, sixths, strict=True)
    return Likeness(
        score,
        _confidence(known, weights),
        [_contribution(*of, weight=weights[of[0]], known=known) for of in each],
        standing(certain, known),
    )


def _contribution(
    factor: str, part: int | None, points: int, sixths: int, *, weight: int, known: int
) -> Contribution:
    if part is None:
        return Contribution(factor, weight, None, 0, 0, 0)
    # Points are shared out so that they add up: one may have been rounded up where this is not.
    most = max(points, _rounded(100 * sixths, known))
    return Contribution(
        factor, weight, part, points, most, _rounded(100 * sixths, PRINCIPLES * weight)
    )


def alike(one: Facts, other: Facts, rarity: Rarity) -> tuple[int | None, ...]:
    """How alike they are in each factor, in the order of `FACTORS`."""
    return (
        _priorities(one.priorities, other.priorities, rarity),
        _topics(one.challenges, other.challenges, rarity),
        openness(one.stages, other.stages),
        population(one.population, other.population),
        languages(one.languages, other.languages),
    )


def in_sixths(weights: Mapping[str, int], spoken: int) -> tuple[int, ...]:
    """What each factor weighs where both spoke of so many principles, in sixths."""
    return tuple(
        weights[factor] * (spoken if factor == "openness" else PRINCIPLES) for factor in FACTORS
    )


def weighed(by_factor: Iterable[int | None], sixths: Iterable[int]) -> tuple[int, int]:
    """The weighed sum of what is alike, and the weight of what is known."""
    certain = known = 0
    for weight, part in zip(sixths, by_factor, strict=True):
        if part is not None:
            certain += weight * part
            known += weight
    return certain, known


def standing(certain: int, known: int) -> int:
    return certain * FINE // (known * SCALE) if known else 0


def is_enough(known: int, weights: Mapping[str, int]) -> bool:
    """Whether this much weight is known of all to claim anything; as `Likeness.is_claimed`."""
    return _confidence(known, weights) >= ENOUGH


def _confidence(known: int, weights: Mapping[str, int]) -> int:
    return _rounded(100 * known, PRINCIPLES * sum(weights[factor] for factor in FACTORS))


def shared_out(score: int, parts: Sequence[int], unit: int) -> list[int]:
    """Whole points for parts of `unit` each, so that they add up to the score: largest remainder."""
    if not unit:
        return [0] * len(parts)
    points = [part // unit for part in parts]
    left = score - sum(points)
    by_remainder = sorted(range(len(parts)), key=lambda at: (-(parts[at] % unit), at))
    for at in by_remainder[:left]:
        points[at] += 1
    return points


def _priorities(one: tuple[Topic, ...], other: tuple[Topic, ...], rarity: Rarity) -> int | None:
    if not one or not other:
        return None
    ours, theirs = placed(one), placed(other)
    shared = ours.keys() & theirs.keys()
    if not shared:
        return 0
    rare = rarity.priorities
    least = sum(min(ours[topic], theirs[topic]) * rare.get(topic, UNHEARD) for topic in shared)
    return least * SCALE // (rarity.of_list(one) + rarity.of_list(other) - least)


@lru_cache(maxsize=32_768)
def placed(topics: tuple[Topic, ...]) -> Mapping[Topic, int]:
    """What the place of each topic in a list weighs."""
    return {topic: max(MOST_PRIORITIES - at, 1) for at, topic in enumerate(topics)}


def _topics(one: frozenset[Topic], other: frozenset[Topic], rarity: Rarity) -> int | None:
    if not one or not other:
        return None
    shared = one & other
    if not shared:
        return 0
    rare = rarity.challenges
    both = sum(rare.get(topic, UNHEARD) for topic in shared)
    return both * SCALE // (rarity.of_set(one) + rarity.of_set(other) - both)


@lru_cache(maxsize=65_536)
def openness(one: tuple[str, ...], other: tuple[str, ...]) -> int | None:
    worth = [
        COMPLEMENTS[ours, theirs]
        for ours, theirs in zip(one, other, strict=False)
        if ours and theirs
    ]
    return sum(worth) // len(worth) if worth else None


@lru_cache(maxsize=65_536)
def spoken(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Of how many principles both spoke."""
    return sum(bool(ours and theirs) for ours, theirs in zip(one, other, strict=False))


def population(one: int | None, other: int | None) -> int | None:
    if not one or not other:
        return None
    apart = abs(_magnitude(one) - _magnitude(other))
    return max(0, SCALE - round(apart * SCALE / DECADES))


@lru_cache(maxsize=32_768)
def _magnitude(people: int) -> float:
    return log10(people)


@lru_cache(maxsize=16_384)
def languages(one: frozenset[str], other: frozenset[str]) -> int | None:
    if not one or not other:
        return None
    return len(one & other) * SCALE // min(len(one), len(other))


def _rounded(part: int, whole: int) -> int:
    """The whole number nearest to a share, halves upwards."""
    return (2 * part + whole) // (2 * whole) if whole else 0


def by_likeness(found: Likeness, name: str, key: Any) -> tuple[Any, ...]:
    """How lists are ordered: the most alike first, then what is surest, then by name."""
    return (-found.standing, -found.confidence, name, key)
