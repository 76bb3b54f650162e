"""What may be asked of the list of cities: the filters of its address."""

from typing import Any

from pydantic import BaseModel
from sqlalchemy import ColumnElement, exists, false, or_
from sqlalchemy import select as columns
from sqlmodel import col

from backend.core.choices import Choices, Question
from backend.core.text import fold
from backend.domain.cities.models import City, CityName, CityPriority, Openness
from backend.domain.topics.queries import Tree

PRACTISED = ("practising", "leading")


class Filters(BaseModel):
    """As they stand in the address. Within one any choice will do; all filters must be met."""

    q: Question = ""
    region: Choices = []
    country: Choices = []
    topic: Choices = []
    """Priorities, by the topics' slugs; those below them in the tree count too."""
    principle: Choices = []
    """Principles that the city practises, or leads in."""
    after: Question = ""

    def chosen(self) -> dict[str, Any]:
        """What narrows the list; not the page's place."""
        return self.model_dump(exclude={"after"}, exclude_defaults=True)


def conditions(filters: Filters, topics: Tree) -> dict[str, ColumnElement[bool]]:
    """The condition of each facet in which something is chosen."""
    found: dict[str, ColumnElement[bool]] = {}
    if filters.region:
        found["region"] = col(City.region).in_(filters.region)
    if filters.country:
        found["country"] = col(City.country).in_(filters.country)
    if filters.topic:
        found["topic"] = exists().where(
            col(CityPriority.city_id) == col(City.id),
            col(CityPriority.topic_id).in_(topics.branches_of(filters.topic)),
        )
    if filters.principle:
        found["principle"] = exists().where(
            col(Openness.city_id) == col(City.id),
            col(Openness.principle).in_(filters.principle),
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
