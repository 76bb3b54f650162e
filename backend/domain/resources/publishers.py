"""Whose work it is: a city of the network, by its slug or by its name in any of its spellings."""

import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.text import fold
from backend.domain.cities.models import City, CityName

_WITH_COUNTRY = re.compile(r"(.+) \((\w\w)\)")
OFFERED = 300


@dataclass(frozen=True, slots=True)
class Publisher:
    """A city as a form names it."""

    id: UUID
    slug: str
    name: str
    country: str

    @property
    def label(self) -> str:
        return f"{self.name} ({self.country})"


def chosen(db: Session, words: str) -> UUID | None:
    """The city of these words; None for none at all, Rejected for one that we don't know."""
    if not words:
        return None
    named = _WITH_COUNTRY.fullmatch(words)
    name, country = (named[1], named[2].upper()) if named else (words, "")
    folded = fold(name)
    spelled = columns(col(CityName.city_id)).where(col(CityName.folded) == folded)
    wanted = columns(col(City.id), col(City.slug), col(City.country)).where(
        or_(col(City.slug) == words, col(City.folded) == folded, col(City.id).in_(spelled))
    )
    found = [one for one in rows(db, wanted.limit(20)) if not country or one.country == country]
    by_slug: list[UUID] = [one.id for one in found if one.slug == words]
    exact = by_slug or [one.id for one in found]
    if not exact:
        raise Rejected(
            {"publisher": _("We do not know this city. Leave this empty if it is not one of us.")}
        )
    if len(exact) > 1:
        raise Rejected(
            {"publisher": _("Several cities have this name. Please choose one from the list.")}
        )
    return exact[0]


def one(db: Session, city_id: UUID | None) -> Publisher | None:
    """One city as a form names it."""
    if city_id is None:
        return None
    found = rows(db, _wanted().where(col(City.id) == city_id)).first()
    return Publisher(*found) if found else None


def offered(db: Session) -> list[Publisher]:
    """Cities to choose from, by name; whoever isn't among so many can still be typed in."""
    found = rows(db, _wanted().order_by(col(City.folded), col(City.id)).limit(OFFERED))
    return [Publisher(*city) for city in found]


def _wanted() -> Select[UUID, str, str, str]:
    return columns(col(City.id), col(City.slug), col(City.name), col(City.country))
