"""What may be asked of the list of cities: the filters of its address."""

from collections.abc import Collection, Mapping
from typing import Any, TypeAlias

from pydantic import BaseModel
from sqlalchemy import ColumnElement, and_, case, false, null, or_, true
from sqlalchemy import select as columns
from sqlmodel import col

from backend.core.choices import Choices, Question
from backend.domain.cities.models import City, CityLanguage, CityPriority, Openness
from backend.domain.topics.queries import Tree

Conditions: TypeAlias = tuple[ColumnElement[bool], ...]

PRACTISED = ("practising", "leading")

SIZES: Mapping[str, tuple[int, int]] = {
    "under-50000": (0, 50_000),
    "50000-250000": (50_000, 250_000),
    "250000-1000000": (250_000, 1_000_000),
    "1000000-5000000": (1_000_000, 5_000_000),
    "over-5000000": (5_000_000, 1_000_000_000),
}
"""Bands of population: from the first number on, under the second."""


class Filters(BaseModel):
    """As they stand in the address. Within one any choice will do; all filters must be met."""

    q: Question = ""
    region: Choices = []
    country: Choices = []
    topic: Choices = []
    """Priorities, by the topics' slugs; those below them in the tree count too."""
    principle: Choices = []
    """Principles that the city practises, or leads in."""
    size: Choices = []
    """Bands of population, by their names in `SIZES`."""
    language: Choices = []
    """Official languages, by their tags."""
    climate: Choices = []
    """By the letters of Köppen and Geiger."""
    after: Question = ""

    def chosen(self) -> dict[str, Any]:
        """What narrows the list; not the page's place."""
        return self.model_dump(exclude={"after"}, exclude_defaults=True)


def conditions(
    filters: Filters, topics: Tree, walked: Collection[str] = ()
) -> dict[str, ColumnElement[bool]]:
    """The condition of each facet in which something is chosen.

    Few cities are found along the index of what stands beside them. Where many have it, they are
    `walked` instead until enough of them are met.
    """
    found: dict[str, ColumnElement[bool]] = {}
    if filters.region:
        found["region"] = col(City.region).in_(filters.region)
    if filters.country:
        found["country"] = col(City.country).in_(filters.country)
    for name, (of, its) in beside(filters, topics).items():
        found[name] = _has_one(of, *its) if name in walked else _is_among(of, *its)
    if filters.size:
        found["size"] = or_(false(), *(is_of(size) for size in filters.size))
    if filters.climate:
        found["climate"] = col(City.climate).in_(filters.climate)
    return found


def beside(filters: Filters, topics: Tree) -> dict[str, tuple[type[Any], Conditions]]:
    """The facets in which something is chosen that stands beside a city, and what is asked of it."""
    found: dict[str, tuple[type[Any], Conditions]] = {}
    if filters.topic:
        branches = topics.branches_of(filters.topic)
        found["topic"] = CityPriority, (col(CityPriority.topic_id).in_(branches),)
    if filters.principle:
        practised = col(Openness.stage).in_(PRACTISED)
        found["principle"] = Openness, (col(Openness.principle).in_(filters.principle), practised)
    if filters.language:
        found["language"] = CityLanguage, (col(CityLanguage.language).in_(filters.language),)
    return found


def _is_among(of: type[Any], *named: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a city is one of those that have one of these."""
    return col(City.id).in_(columns(col(of.city_id)).where(*named))


def _has_one(of: type[Any], *named: ColumnElement[bool]) -> ColumnElement[bool]:
    """The same, looked up for each city that is asked. An EXISTS would first gather them all."""
    one = columns(true()).where(col(of.city_id) == col(City.id), *named).limit(1)
    return one.scalar_subquery().is_(True)


def size_of(population: Any) -> ColumnElement[str | None]:
    """The name of a population's band; nothing for a city whose population nobody knows."""
    bands = ((population < below, name) for name, (_from, below) in SIZES.items())
    return case((population.is_(None), null()), *bands, else_=null())


def is_of(size: str) -> ColumnElement[bool]:
    """Whether a city's population is in this band; none is in one that there isn't."""
    least, below = SIZES.get(size, (0, 0))
    return and_(col(City.population) >= least, col(City.population) < below)
