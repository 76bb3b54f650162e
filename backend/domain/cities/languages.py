"""The official languages of cities: a line each, in a city's own order, along which they are found."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete

from backend.domain.cities.models import CityLanguage


def works_in(db: Session, city_id: UUID, tags: Iterable[str]) -> None:
    """Say in which languages a city works, by their tags, instead of those before."""
    db.exec(delete(CityLanguage).where(col(CityLanguage.city_id) == city_id))
    db.add_all(CityLanguage(**one) for one in lines(city_id, tags))


def lines(city_id: UUID, tags: Iterable[str]) -> list[dict[str, Any]]:
    """The rows of `CityLanguage` for these tags."""
    return [
        {"city_id": city_id, "language": tag, "position": position}
        for position, tag in enumerate(dict.fromkeys(tags))
    ]


def of(city_id: Any) -> ColumnElement[str | None]:
    """The languages of a city in one column, for `read` to read."""
    every = func.aggregate_strings(col(CityLanguage.language), ",")
    return columns(every).where(col(CityLanguage.city_id) == city_id).scalar_subquery()


def read(found: str | None) -> frozenset[str]:
    """Their tags; in no order."""
    return frozenset(filter(None, (found or "").split(",")))
