"""The cities most like one, and what two have in common, as far as their reader sees it.

By the usual weights they stand in a list that is kept (`traits`); by others, all cities are
compared. Either way that only names candidates: what is shown is compared anew, from what its
reader sees just now.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    RowMapping,
    Select,
    Uuid,
    bindparam,
    case,
    true,
    union_all,
)
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.core.text import fold
from backend.domain.cities import languages
from backend.domain.cities.models import City
from backend.domain.cities.rows import PRECISION, CityRow, row, wanted
from backend.domain.matching import facts, traits
from backend.domain.matching.likeness import (
    USUAL,
    Facts,
    Likeness,
    Rarity,
    Topic,
    by_likeness,
    compare,
)
from backend.domain.matching.models import LikeCity
from backend.domain.members.models import Actor
from backend.domain.members.readers import made_once, reader
from backend.domain.topics.queries import Tree

Rows: TypeAlias = Select[*tuple[Any, ...]]

_HERE: BindParameter[UUID] = bindparam("here", type_=Uuid())

SHOWN = 20
"""Cities on the page of those that are alike."""
SPARE = 4
"""Times as many are compared as are asked for: who reads may see less or more than all members."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A city with what it is compared by."""

    city: CityRow
    facts: Facts
    longitude: float
    latitude: float
    """No closer than about ten kilometres."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cities, and how alike they are."""

    here: Compared
    other: Compared
    likeness: Likeness
    rarity: Rarity


@dataclass(frozen=True, slots=True)
class Alike:
    """A city and those most like it, the most alike first."""

    here: Compared
    matches: Sequence[Pair]


def alike(db: Session, me: Actor, city_id: UUID, topics: Tree, limit: int = SHOWN) -> Alike | None:
    """The cities most like this one by the usual weights, in one query; None if it isn't there."""
    found, rare = _compared(db, me, topics, _likely(me, limit), city_id)
    return _best(found, city_id, rare, USUAL, limit)


def alike_by(
    db: Session, me: Actor, city_id: UUID, topics: Tree, weights: Mapping[str, int]
) -> Alike | None:
    """The same by a reader's own weights: all cities are compared."""
    if weights == USUAL:
        return alike(db, me, city_id, topics)
    cities = traits.every(db)
    candidates: Collection[UUID] = ()
    if city_id in cities:
        found = traits.most_alike(city_id, cities, traits.rarity(db), weights)
        candidates = [other for _stands, _known, other in found[: traits.KEPT]]
    whose = _as_kept(me, city_id).where(col(City.id).in_({city_id, *candidates}))
    seen, rare = _compared(db, me, topics, whose, city_id)
    return _best(seen, city_id, rare, weights, SHOWN)


def pair(
    db: Session, me: Actor, slugs: tuple[str, str], topics: Tree, weights: Mapping[str, int]
) -> Pair:
    """Two cities side by side; NotFound where either isn't there, or both are one."""
    whose = _with_facts(facts.faced_topics(me)).where(col(City.slug).in_(slugs))
    found, rare = _compared(db, me, topics, whose, None)
    by_slug = {one.city.slug: one for one in found}
    if len(by_slug) != len(slugs):
        raise NotFound(_("There is no such city."))
    here, other = (by_slug[slug] for slug in slugs)
    return Pair(here, other, compare(here.facts, other.facts, weights, rare), rare)


def _best(
    found: Sequence[Compared],
    city_id: UUID,
    rare: Rarity,
    weights: Mapping[str, int],
    limit: int,
) -> Alike | None:
    here = next((one for one in found if one.city.id == city_id), None)
    if here is None:
        return None
    matches = [
        Pair(here, one, compare(here.facts, one.facts, weights, rare), rare)
        for one in found
        if one is not here
    ]
    claimed = [one for one in matches if one.likeness.is_claimed]
    claimed.sort(
        key=lambda one: by_likeness(one.likeness, fold(one.other.city.name), one.other.city.id)
    )
    return Alike(here, claimed[:limit])


@made_once
def _likely(me: Actor, limit: int) -> Rows:
    """One city, and those that may be the most like it."""
    listed = (
        columns(col(LikeCity.other_id))
        .where(col(LikeCity.city_id) == _HERE)
        .order_by(col(LikeCity.standing).desc(), col(LikeCity.other_id))
        .limit(limit * SPARE)
        .subquery()
    )
    # Both in one set: asked for by "or", PostgreSQL goes through all cities.
    both = union_all(columns(_HERE), columns(listed.c.other_id))
    return _as_kept(me, _HERE).where(col(City.id).in_(both))


def _as_kept(me: Actor, carries: Any) -> Rows:
    """Cities with what they are compared by, for members from what is kept of them.

    What this member sees besides comes along on one's row.
    """
    if not me.is_member:
        return _with_facts(facts.faced_topics(me), carries)
    besides = case((col(City.id) == carries, facts.faced_besides(me))).label("besides")
    return _with_facts(facts.faced_as_kept(me), carries).add_columns(besides)


def _with_facts(faced: ColumnElement[str | None], carries: Any = None) -> Rows:
    """Cities with what they are compared by; the rarity of topics comes along on one's row."""
    asked: Rows = wanted().add_columns(
        col(City.longitude),
        col(City.latitude),
        languages.of(col(City.id)).label("languages"),
        faced.label("faced"),
        case((true() if carries is None else col(City.id) == carries, facts.rarities())).label(
            "rarity"
        ),
    )
    return asked


def _compared(
    db: Session, me: Actor, topics: Tree, whose: Rows, city_id: UUID | None
) -> tuple[list[Compared], Rarity]:
    """Cities with their facts, and the rarity of topics."""
    found = rows(db, whose, reader(me) | {"here": city_id}).mappings().all()
    kept = next((one["rarity"] for one in found if one["rarity"]), None)
    besides = facts.read_besides(
        next((one["besides"] for one in found if one.get("besides")), None)
    )
    seen = [_one(one, topics, besides.get(one["id"].hex, frozenset())) for one in found]
    return seen, facts.read_rarity(kept)


def _one(one: RowMapping, topics: Tree, besides: frozenset[Topic]) -> Compared:
    city = row(one, topics)
    return Compared(
        city,
        Facts(
            tuple(topic.id.hex for topic in city.priorities),
            facts.read_faced(one["faced"]) | besides,
            city.stages,
            city.population or None,
            languages.read(one["languages"]),
        ),
        round(one["longitude"], PRECISION),
        round(one["latitude"], PRECISION),
    )
