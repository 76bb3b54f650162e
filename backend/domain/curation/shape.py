"""The tree as numbers: who hangs on whom, how deep, and in which order. Pure."""

from collections.abc import Hashable, Iterator, Mapping
from typing import TypeAlias, TypeVar

One = TypeVar("One", bound=Hashable)

Parents: TypeAlias = Mapping[One, One | None]
"""Each topic with what it is a part of, in the order in which they stand."""

DEEPEST = 4
"""Topics from the top to the bottom of the tree."""


def branch(parents: Parents[One], top: One) -> set[One]:
    """It, and all that hang on it."""
    return set(_walk(_below(parents), top))


def depth(parents: Parents[One], one: One | None) -> int:
    """How many topics stand from the top down to this one, itself too; 0 above the top."""
    steps = 0
    while one is not None:
        one, steps = parents[one], steps + 1
    return steps


def height(parents: Parents[One], top: One) -> int:
    """How many topics stand from this one down to the lowest that hangs on it."""
    above = depth(parents, top) - 1
    return max(depth(parents, one) for one in branch(parents, top)) - above


def in_order(parents: Parents[One]) -> list[One]:
    """Every topic after what it is a part of and before the next branch; else in their order."""
    below = _below(parents)
    return [one for top in below.get(None, ()) if top is not None for one in _walk(below, top)]


def _below(parents: Parents[One]) -> dict[One | None, list[One]]:
    found: dict[One | None, list[One]] = {}
    for one, parent in parents.items():
        found.setdefault(parent, []).append(one)
    return found


def _walk(below: Mapping[One | None, list[One]], top: One) -> Iterator[One]:
    yield top
    for one in below.get(top, ()):
        yield from _walk(below, one)
