"""What a search may be narrowed to, and how much each choice would show. Pure.

A choice is counted as if nothing were chosen in its own facet and everything in the others, so
that a count says what choosing it would show.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from backend.domain.search import words
from backend.domain.search.pool import Row

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
            for name, values in self._values.items()
        ]

    def takes(self, row: Row, besides: str = "") -> bool:
        """Whether something is among what was chosen, whatever was chosen in one facet."""
        return all(
            name == besides or not values.isdisjoint(of(row, name))
            for name, values in self._values.items()
        )

    @property
    def _values(self) -> dict[str, set[str]]:
        chosen = {name: {getattr(self, name)} for name in FACETS if getattr(self, name)}
        if self.topic:
            # A topic that isn't there finds nothing.
            chosen["topic"] = {topic.hex for topic in self.branch} or {"none"}
        return chosen


def of(row: Row, name: str) -> Sequence[str]:
    """The values of a facet that something has."""
    if name == "topic":
        return row.topics.split()
    if name == "year":
        return [str(row.year)] if row.year else []
    value: str = getattr(row, name)
    return [value.split("-", maxsplit=1)[0] if name == "language" else value] if value else []


def counts(rows: Sequence[Row], chosen: Chosen) -> dict[str, Mapping[str, int]]:
    """By facet and value, how much would be shown."""
    return {
        name: Counter(
            value for row in rows if chosen.takes(row, besides=name) for value in of(row, name)
        )
        for name in FACETS
    }
