"""Who said something, and for which city: the columns, and what is made of them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping
from sqlmodel import col

from backend.domain.cities.models import City
from backend.domain.members.models import Actor, Member


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    name: str
    slug: str
    title: str
    """Empty where it isn't shown to whoever asks."""
    city: str
    city_slug: str
    country: str


def person_columns() -> tuple[Any, ...]:
    """For a select that joins the member and, where there is one, the city."""
    return (
        col(Member.id).label("author_id"),
        col(Member.name).label("author"),
        col(Member.slug).label("author_slug"),
        col(Member.title).label("author_title"),
        col(Member.audience),
        col(City.name).label("city"),
        col(City.slug).label("city_slug"),
        col(City.country).label("country"),
    )


def person(one: RowMapping, me: Actor) -> Person:
    audience = one["audience"].get("title", "members")
    shown = audience == "public" or (audience == "members" and me.is_member)
    return Person(
        one["author_id"],
        one["author"],
        one["author_slug"],
        one["author_title"] if shown else "",
        one["city"] or "",
        one["city_slug"] or "",
        one["country"] or "",
    )
