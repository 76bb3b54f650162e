"""Where somebody may begin to type what a city is called: at each word of each of its names."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false
from sqlalchemy import select as columns
from sqlmodel import col

from backend.core.text import fold
from backend.domain.cities.models import City, NameStart

_LAST = chr(0x10FFFF)
"""Stands behind every letter."""


def starts(city_id: UUID, names: Iterable[str]) -> list[dict[str, Any]]:
    """The rows of `NameStart` for these folded names."""
    found = {
        " ".join(words[place:])
        for words in (name.split(" ") for name in names)
        for place in range(len(words))
    }
    return [{"folded": folded, "city_id": city_id} for folded in sorted(found)]


def called(text: str) -> ColumnElement[bool]:
    """Whether a city has a name of which a word begins so, in any spelling."""
    begun = fold(text)
    if not begun:
        return false()
    folded = col(NameStart.folded)
    so_called = columns(col(NameStart.city_id)).where(folded >= begun, folded < begun + _LAST)
    return col(City.id).in_(so_called)
