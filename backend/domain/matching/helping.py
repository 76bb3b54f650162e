"""How much speaks for asking somebody. Pure arithmetic in whole points, each with its reason.

What they have done counts before what they say, and what helped before all. Each thing counts only
so often, so that nobody stands first for good by having been here longest. Whoever was asked often
lately comes later, so that the work is shared; the first two requests of a month cost nothing.

The points of all reasons add up to the score by which people are put in order; equals stand by
name. The weights are few and plain on purpose: finding experts by what they did and by what they
say, with the evidence shown, is what K. Balog et al., "Expertise Retrieval", Foundations and Trends
in Information Retrieval 6 (2012) 127-256, found to be trusted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias
from uuid import UUID

Kind: TypeAlias = Literal[
    "helped",
    "answered",
    "declared",
    "endorsed",
    "adopted",
    "mentions",
    "language",
    "hours",
    "load",
]

EACH: Mapping[Kind, int] = {
    "helped": 12,
    "answered": 4,
    "declared": 4,
    "endorsed": 3,
    "adopted": 4,
    "mentions": 5,
    "language": 3,
    "hours": 2,
    "load": -4,
}
"""Points for one of each, in the order in which reasons are given."""
MOST: Mapping[Kind, int] = {
    "helped": 3,
    "answered": 3,
    "declared": 3,
    "endorsed": 4,
    "adopted": 2,
    "mentions": 1,
    "language": 1,
    "hours": 1,
    "load": 5,
}
"""So many count."""
FIRST_DECLARED = 6
"""On top, for saying at all that one can help with it."""
FREE = 2
"""Requests in a month that cost nothing, and of which nobody is told."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One record that speaks for somebody, and where it can be read."""

    kind: str
    """Of the subject: answer, adoption."""
    id: UUID
    slug: str
    title: str
    place: str = ""
    """The city that it helped."""


@dataclass(slots=True)
class Record:
    """What speaks for one member, as far as whoever asks may see it."""

    declared: set[UUID] = field(default_factory=set)
    endorsed: dict[UUID, int] = field(default_factory=dict)
    """How many peers endorse them, by topic."""
    answered: dict[UUID, Trace] = field(default_factory=dict)
    """Their newest answer to each challenge."""
    helped: dict[UUID, Trace] = field(default_factory=dict)
    """The answers that helped, by challenge."""
    adopted: dict[UUID, Trace] = field(default_factory=dict)
    """What they said for their city of resources that it uses, by resource."""
    mentions: bool = False
    """All the words asked for stand in their profile."""
    shares_language: bool = False
    in_office: bool = False
    asked: int = 0
    """How often they were asked to talk in the last month."""

    @property
    def speaks(self) -> bool:
        """Whether anything says that they know about it."""
        known = (self.declared, self.answered, self.helped, self.adopted, self.endorsed)
        return any(known) or self.mentions


@dataclass(frozen=True, slots=True)
class Part:
    """One reason with its points, and of how many things it is made."""

    kind: Kind
    points: int
    count: int


def parts(record: Record) -> list[Part]:
    """Every reason there is; the points add up to the score."""
    found = []
    for kind, count in _counts(record).items():
        if count:
            points = EACH[kind] * min(count, MOST[kind])
            found.append(Part(kind, points + FIRST_DECLARED * (kind == "declared"), count))
    return found


def score(record: Record) -> int:
    return sum(part.points for part in parts(record))


def _counts(record: Record) -> dict[Kind, int]:
    return {
        "helped": len(record.helped),
        "answered": len(record.answered),
        "declared": len(record.declared),
        "endorsed": sum(record.endorsed.values()),
        "adopted": len(record.adopted),
        "mentions": int(record.mentions),
        "language": int(record.shares_language),
        "hours": int(record.in_office),
        "load": max(0, record.asked - FREE),
    }
