"""Two or three cities side by side: what differs and what they share. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.domain.cities.attributes import ATTRIBUTES
from backend.domain.cities.said import Evidence, Fact, Said, differing
from backend.web.cities.figures import Figure, figure, label


@dataclass(frozen=True, slots=True)
class Cell:
    """What one city says; of what is named one by one, also what not all of the cities name."""

    figure: Figure | None
    only_some: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    kind: str
    label: str
    cells: Sequence[Cell]
    is_same: bool


def rows(said: Sequence[Said]) -> list[Row]:
    """Every fact that one of the cities tells, a row each."""
    differs = set(differing(said))
    return [
        Row(kind, label(kind), _cells([one.facts.get(kind) for one in said]), kind not in differs)
        for kind in ATTRIBUTES
        if any(kind in one.facts for one in said)
    ]


def evidence(said: Sequence[Said]) -> list[Sequence[Evidence]]:
    """What each city says of each principle, in ring order."""
    return list(zip(*(one.evidence for one in said), strict=True))


def _cells(facts: Sequence[Fact | None]) -> list[Cell]:
    figures = [figure(one) if one else None for one in facts]
    named = [set(one.items) if one else set() for one in figures]
    common = set.intersection(*named)
    return [Cell(one, frozenset(its - common)) for one, its in zip(figures, named, strict=True)]
