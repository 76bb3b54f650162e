"""How much is looked at so that what may not be seen leaves no trace. Pure.

Of each way of matching the newest so many that may be seen are wanted. A database is asked for the
newest that match, whoever may see them, and some more of them; where what may not be seen has taken
so many places that too few are left, for far more; and then for everything. What is beyond the
number that is wanted is left aside each time. So what is found, counted and offered is the same as
if the rest were not there: a count that stopped short by as much as is hidden would tell of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from backend.domain.search import ranking

EIGHTHS = (9, 16, 64)
"""How many are looked at, in eighths of what is wanted: first, and where that was too little. Who
is no member sees less, and begins with more.
"""
_ALL = (ranking.LITERAL, ranking.WIDENED)
"""The ways that take in all others: a list is cut off where these are."""
_ANYHOW = 1 << ranking.LITERAL | 1 << ranking.WIDENED


class Row(NamedTuple):
    """One thing that matches.

    There may be many: a database's own row takes ten times as long to say what stands in it.
    """

    number: int
    levels: int
    """A bit for each way in which it matches."""
    kind: str
    language: str
    region: str
    year: int
    at: datetime
    topics: str
    is_mine: bool
    """Whether it is about a topic of the reader's."""
    is_seen: bool


@dataclass(frozen=True, slots=True)
class Pool:
    rows: Sequence[Row] = ()
    levels: Mapping[int, int] = field(default_factory=dict)
    """How well each matches, by its number."""
    is_cut: bool = False
    """Whether more match than were looked at."""


def windows(wanted: Mapping[int, int], *, is_member: bool = True) -> Iterator[dict[int, int]]:
    """Of each level, how many are looked at: each time more."""
    for eighths in EIGHTHS if is_member else EIGHTHS[1:]:
        yield {level: -(-most * eighths // 8) for level, most in wanted.items()}


def within_sight(
    matching: Sequence[Row], wanted: Mapping[int, int], looked_at: Mapping[int, int]
) -> Pool | None:
    """What is to be shown, by the best level of each; None where more must be looked at.

    `wanted` is by level, the best first; of a level that isn't in `looked_at` all are here.
    """
    newest = sorted(matching, key=lambda row: row.number, reverse=True)
    best: dict[int, int] = {}
    is_cut = False
    for level, most in wanted.items():
        if level == ranking.WIDENED and is_cut:
            break
        of_level = [row for row in newest if row.levels >> level & 1]
        seen = [row.number for row in of_level if row.is_seen]
        if len(seen) < most and len(of_level) == looked_at.get(level):
            return None
        if level == ranking.WIDENED:
            # What is said as it was asked for is said in one of these ways, too.
            seen = [row.number for row in newest if row.is_seen and row.levels & _ANYHOW]
        if level in _ALL and len(seen) >= most:
            is_cut = True
            most -= 1  # noqa: PLW2901 - the last one only says that there are more
        for number in seen[:most]:
            best.setdefault(number, level)
    return Pool([row for row in newest if row.number in best], best, is_cut)
