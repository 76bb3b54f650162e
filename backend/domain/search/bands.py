"""Bands of documents, by their numbers: what PostgreSQL's index is asked for, the newest first.

Its index has no order. Every document has the mark of its band, and bands are asked for by steps.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count, pairwise, takewhile

from backend.domain.search.wanted import Either, Form, Wanted, tsquery

BITS = 13
"""Documents of one band have numbers equal but for so many bits."""
FIRST, TIMES = 2, 3
"""So many bands are asked first, and so many times as many in all with each step; at last all others
at once. For common words few bands are enough; each step more takes time for rare ones, each band
that need not be asked for common ones."""
EXTRA = 6
"""So many are asked for what would only be placed better."""
MANY, FEW, FOR_PLACE = "many", "few", "for_place"
"""By which names the steps are given: for many documents; for few, where little is left to be read
at last, a step less; and for what would only be placed better."""


def of(number: int) -> int:
    """The band of a document."""
    return number >> BITS


def mark(band: int) -> str:
    return f"b_{band}"


def before(name: str) -> str:
    """By which name the number is given before which no step of this name has asked."""
    return f"before_{name}"


@lru_cache(maxsize=16)
def given(last: int) -> Mapping[str, Sequence[str] | int]:
    """What asks for the bands of each step, by name, and what is left; `last` is the newest band."""
    each = {MANY: _until(last, 2), FEW: _until(last, 2 * TIMES), FOR_PLACE: (FIRST, EXTRA)}
    return {name: value for one, steps in each.items() for name, value in _named(one, last, steps)}


def _until(last: int, part: int) -> Sequence[int]:
    """How many bands are asked for in all by the end of each step, up to this part of them."""
    more = (FIRST * TIMES**step for step in count(1))
    return FIRST, *takewhile(lambda bands: part * bands <= last, more)


def _named(name: str, last: int, steps: Sequence[int]) -> Iterator[tuple[str, Sequence[str] | int]]:
    # One more, for what was added since.
    ends = (last + 2, *(last + 1 - bands for bands in steps))
    yield name, [_asked(first, end - 1) for end, first in pairwise(ends)]
    yield before(name), ends[-1] << BITS


def _asked(first: int, last: int) -> str:
    return tsquery(Wanted(Either(tuple(Form((mark(one),)) for one in range(first, last + 1)))))
