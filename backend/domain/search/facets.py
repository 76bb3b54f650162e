"""What a search may be narrowed to, and how much each choice would show. Pure.

A choice is counted as if nothing were chosen in its own facet and everything in the others, so
that a count says what choosing it would show.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter
from uuid import UUID

from backend.domain.search import words
from backend.domain.search.looked import Row

FACETS = ("kind", "topic", "language", "region", "year")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen beside the words, as it stands in the address."""

    kind: str = ""
    topic: str = ""
    """Its slug."""
    language: str = ""
    region: str = ""
    year: str = ""
    branch: Collection[UUID] = field(default=())
    """The topic with all under it; empty where there is none of this slug."""

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in FACETS)

    @property
    def marks(self) -> list[tuple[str, ...]]:
        """Of each of these the index must have one."""
        return [
            tuple(words.facet(name, value) for value in values)
            for name, values in self.values.items()
        ]

    @property
    def values(self) -> dict[str, set[str]]:
        """By facet in which something is chosen, what it takes in."""
        chosen = {name: {getattr(self, name)} for name in FACETS if getattr(self, name)}
        if self.topic:
            # A topic that isn't there finds nothing.
            chosen["topic"] = {topic.hex for topic in self.branch} or {"none"}
        return chosen


def taken(rows: Sequence[Row], chosen: Chosen, besides: str = "") -> Sequence[Row]:
    """What is among what was chosen, whatever was chosen in one facet."""
    values = {name: some for name, some in chosen.values.items() if name != besides}
    if not values:
        return rows
    return [
        row
        for row in rows
        if all(not some.isdisjoint(of(row, name)) for name, some in values.items())
    ]


def of(row: Row, name: str) -> Sequence[str]:
    """The values of a facet that something has."""
    return row.topics.split() if name == "topic" else _values(name, getattr(row, name))


def counts(rows: Sequence[Row], chosen: Chosen) -> dict[str, Mapping[str, int]]:
    """By facet and value, how much would be shown."""
    return {name: _counted(taken(rows, chosen, besides=name), name) for name in FACETS}


def _counted(rows: Sequence[Row], name: str) -> Mapping[str, int]:
    if name == "topic":
        return Counter(chain.from_iterable(row.topics.split() for row in rows))
    # What many have alike is looked at once: there may be hundreds of rows, and few values.
    alike = Counter(map(attrgetter(name), rows))
    found: Counter[str] = Counter()
    for value, count in alike.items():
        for said in _values(name, value):
            found[said] += count
    return found


def _values(name: str, value: str | int) -> Sequence[str]:
    if not value:
        return ()
    said = str(value)
    return (said.split("-", maxsplit=1)[0] if name == "language" else said,)
