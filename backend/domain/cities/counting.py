"""How many cities each choice of each filter would show, and how many there are in all."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, false, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.facets import Beside, facets
from backend.core.plans import counted_to
from backend.domain.cities.filters import (
    PRACTISED,
    Conditions,
    Filters,
    beside,
    size_of,
)
from backend.domain.cities.models import City, CityLanguage, CityPriority, Openness
from backend.domain.topics.queries import Tree, kin

_VALUES: Mapping[str, Beside | None] = {
    **dict.fromkeys(("region", "country", "size", "climate")),
    "topic": Beside(col(CityPriority.topic_id), col(CityPriority.city_id), above=kin()),
    "principle": Beside(
        col(Openness.principle), col(Openness.city_id), (col(Openness.stage).in_(PRACTISED),)
    ),
    "language": Beside(col(CityLanguage.language), col(CityLanguage.city_id)),
}

_INDEXED = {"region", "country"}

MOST, OF_MANY = 500, 200
"""Cities that are counted, the newest: about as many as a page can count in the time it has; and
where there are more, of whom so few tell as much."""


def common(db: Session, filters: Filters, topics: Tree) -> set[str]:
    """The facets in which something is chosen that many cities have; one query, if any is."""
    asked = beside(filters, topics)
    if not asked:
        return set()
    found = rows(db, columns(*(_are_many(of, its) for of, its in asked.values()))).one()
    return {name for name, is_common in zip(asked, found, strict=True) if is_common}


def are_many(
    named: Conditions, chosen: Mapping[str, ColumnElement[bool]], walked: Collection[str]
) -> ColumnElement[bool]:
    """Whether more than `MOST` cities may fit, as far as indexes tell: for a query asked anyway.

    To look at so many takes longer than it saves where none does.
    """
    if named or not chosen.keys() <= _INDEXED | set(walked):
        return false()
    return _are_many(City, [of for name, of in chosen.items() if name in _INDEXED])


def _are_many(of: type[Any], its: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    return counted_to(MOST + 1, columns(of).where(*its)) > MOST


def count(
    db: Session,
    named: Sequence[ColumnElement[bool]],
    chosen: Mapping[str, ColumnElement[bool]],
    topics: Tree,
    most: int = MOST,
) -> tuple[int, bool, dict[str, dict[str, int]]]:
    """Of the cities that are named so, how many were chosen, and the counts beside each filter.

    Between the two, whether there are more than were counted.
    """
    totals, counts = facets(
        db,
        columns(
            *(col(City.id), col(City.region), col(City.country)),
            size_of(col(City.population)).label("size"),
            func.nullif(col(City.climate), "").label("climate"),
        )
        .where(*named)
        .order_by(col(City.id).desc()),
        chosen,
        _VALUES,
        {"cities": lambda everywhere: func.count(everywhere.c.id)},
        most=most + 1,
    )
    counts["topic"] = topics.by_slugs(counts["topic"])
    cities = totals["cities"]
    # One more was read, to know of it.
    shown = {
        name: {value: min(number, most) for value, number in of.items()}
        for name, of in counts.items()
    }
    return min(cities, most), cities > most, shown
