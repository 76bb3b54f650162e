"""What may be asked of the list of cities: the filters of its address."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, false, or_
from sqlalchemy import select as columns
from sqlmodel import col

from backend.core.text import fold
from backend.domain.cities.models import City, CityName, CityPriority, Openness
from backend.domain.topics.queries import Tree

PRACTISED = ("practising", "leading")


@dataclass(frozen=True, slots=True)
class Filters:
    """Every filter is a choice among values; within one, any of them will do."""

    text: str = ""
    regions: Sequence[str] = ()
    countries: Sequence[str] = ()
    topics: Sequence[str] = ()
    """Priorities, by the topics' slugs."""
    principles: Sequence[str] = ()
    """Principles that the city practises, or leads in."""
    after: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is asked for."""
        asked = (self.text, self.regions, self.countries, self.topics, self.principles)
        return any(asked)


def conditions(filters: Filters, topics: Tree) -> dict[str, ColumnElement[bool]]:
    """The condition of each facet in which something is chosen."""
    found: dict[str, ColumnElement[bool]] = {}
    if filters.regions:
        found["region"] = col(City.region).in_(filters.regions)
    if filters.countries:
        found["country"] = col(City.country).in_(filters.countries)
    if filters.topics:
        found["topic"] = exists().where(
            col(CityPriority.city_id) == col(City.id),
            col(CityPriority.topic_id).in_(topics.branches_of(filters.topics)),
        )
    if filters.principles:
        found["principle"] = exists().where(
            col(Openness.city_id) == col(City.id),
            col(Openness.principle).in_(filters.principles),
            col(Openness.stage).in_(PRACTISED),
        )
    return found


def called(text: str) -> ColumnElement[bool]:
    """Whether a city has a name of which a word begins so, in any spelling."""
    words = fold(text)
    if not words:
        return false()
    begins = [
        column.startswith(words, autoescape=True) | column.contains(f" {words}", autoescape=True)
        for column in (col(City.folded), col(CityName.folded))
    ]
    by_other_names = columns(col(CityName.city_id)).where(begins[1])
    return or_(begins[0], col(City.id).in_(by_other_names))
