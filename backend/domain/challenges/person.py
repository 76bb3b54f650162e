"""Who said something, and for which city: the columns, and what is made of them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping
from sqlmodel import col

from backend.domain.cities.models import City
from backend.domain.members.audience import known_as, shows
from backend.domain.members.models import Actor, Member


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    name: str
    slug: str
    """Empty where the name isn't shown to whoever asks: its profile isn't either."""
    title: str
    """Empty too where it isn't shown."""
    city: str
    city_slug: str
    country: str
    is_current: bool
    """Somebody vouches now that they are of the city that is shown."""


def person_columns() -> tuple[Any, ...]:
    """For a select that joins the member and, where there is one, the city."""
    return (
        col(Member.id).label("author_id"),
        col(Member.name).label("author"),
        col(Member.slug).label("author_slug"),
        col(Member.title).label("author_title"),
        col(Member.audience),
        col(Member.city_id).label("works_for"),
        col(City.name).label("city"),
        col(City.slug).label("city_slug"),
        col(City.country).label("country"),
        (col(Member.city_id) == col(City.id)).label("is_current"),
    )


def person(one: RowMapping, me: Actor) -> Person:
    """Who said it, as far as their profile shows them to whoever asks."""
    name, slug = known_as(one["author"], one["author_slug"], one["audience"], me)
    for_city = bool(one["city"]) and shows(one["audience"], "city", me, one["works_for"])
    return Person(
        one["author_id"],
        name,
        slug,
        one["author_title"] if shows(one["audience"], "title", me, one["works_for"]) else "",
        one["city"] if for_city else "",
        one["city_slug"] if for_city else "",
        one["country"] if for_city else "",
        not for_city or bool(one["is_current"]),
    )
