"""How many cities each choice of each filter would show, and how many there are in all."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.facets import Beside, facets
from backend.domain.cities.filters import PRACTISED, by_tag, size_of, spoken
from backend.domain.cities.models import City, CityPriority, Openness
from backend.domain.topics.queries import Tree

_VALUES: Mapping[str, Beside | None] = {
    **dict.fromkeys(("region", "country", "size", "language", "climate")),
    "topic": Beside(col(CityPriority.topic_id), col(CityPriority.city_id)),
    "principle": Beside(
        col(Openness.principle), col(Openness.city_id), (col(Openness.stage).in_(PRACTISED),)
    ),
}


MOST = 500
"""Cities that are counted, the newest: about as many as a page can count in the time it has."""


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
            spoken().label("language"),
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
    counts["language"] = by_tag(counts["language"])
    cities = totals["cities"]
    return min(cities, most), cities > most, counts
