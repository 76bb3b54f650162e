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
from backend.domain.topics.queries import Tree

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


def counted(rows: Sequence[Row], chosen: Chosen, name: str) -> Mapping[str, int]:
    """By value of a facet, how much would be shown whatever were chosen in it."""
    return counts(taken(rows, chosen, besides=name), name)


def by_branch(alike: Mapping[str, int], topics: Tree) -> dict[str, int]:
    """How much choosing each topic would show, by slug: with it whatever stands under it.

    `alike` counts what is about just the same topics, so that what is about several of one branch
    is once in it.
    """
    lines: dict[str, set[str]] = {}
    # A parent stands before its children.
    for topic in topics.by_id.values():
        above = lines.get(topic.parent_id.hex, set()) if topic.parent_id else set()
        lines[topic.id.hex] = {topic.slug, *above}
    found: Counter[str] = Counter()
    for ids, count in alike.items():
        for slug in set(chain.from_iterable(lines.get(key, ()) for key in ids.split())):
            found[slug] += count
    return found


def counts(rows: Sequence[Row], name: str) -> Mapping[str, int]:
    """By value of a facet, how many of these. Topics that something has are one value here."""
    # What many have alike is looked at once: there may be hundreds of rows, and few values.
    alike = Counter(map(attrgetter("topics" if name == "topic" else name), rows))
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
