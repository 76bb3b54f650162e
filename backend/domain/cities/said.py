"""What is said of cities now: their facts, and how open they are, each with where it is from."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Date, String, cast, func, literal, null, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.cities import countries, gazetteer
from backend.domain.cities.attributes import ATTRIBUTES
from backend.domain.cities.models import (
    PRINCIPLE_NAMES,
    STAGES,
    UNSAID,
    City,
    CityLanguage,
    Openness,
)
from backend.domain.cities.records import CityFact

CLDR = ("Unicode CLDR", "https://cldr.unicode.org/")
MOST_COMPARED = 3
"""Cities that fit side by side."""
PLACE = "https://www.geonames.org/{id}"
_FACT, _OPENNESS, _LANGUAGE = "fact", "openness", "language"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a city; without a source it is the city's own word."""

    kind: str
    value: str
    """As `attributes` writes it."""
    unit: str = ""
    source: str = ""
    link: str = ""
    as_of: date | None = None
    said_at: datetime | None = None
    """When somebody said so; nobody did where it is from when the city came."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How far a city is with one principle, in its own words."""

    principle: str
    stage: str = UNSAID
    words: str = ""
    link: str = ""
    said_at: datetime | None = None

    @property
    def is_self_declared(self) -> bool:
        """Nobody else can see yet what the city says of itself."""
        return self.stage not in {UNSAID, STAGES[0]} and not self.link


@dataclass(frozen=True, slots=True)
class Said:
    """All that is said of one city."""

    facts: Mapping[str, Fact]
    """By kind, in the order of `attributes`; what isn't said isn't there."""
    evidence: Sequence[Evidence]
    """In ring order."""

    @property
    def languages(self) -> list[str]:
        """The official ones, by their tags."""
        known = self.facts.get("languages")
        return known.value.split() if known else []


def said(db: Session, cities: Iterable[City]) -> dict[UUID, Said]:
    """What is said of these cities, in one query."""
    by_id = {city.id: city for city in cities}
    facts: dict[UUID, dict[str, Fact]] = {city_id: {} for city_id in by_id}
    open_by: dict[UUID, dict[str, Evidence]] = {city_id: {} for city_id in by_id}
    tags: dict[UUID, dict[int, str]] = {city_id: {} for city_id in by_id}
    for city_id, of, kind, words, unit, source, link, as_of, at in rows(db, _all_of(by_id)):
        if of == _OPENNESS:
            open_by[city_id][kind] = Evidence(kind, unit, words, link, at)
        elif of == _LANGUAGE:
            tags[city_id][int(words)] = kind
        else:
            facts[city_id][kind] = Fact(kind, words, unit, source, link, as_of, at)
    found: dict[UUID, Said] = {}
    for city_id, city in by_id.items():
        spoken = [tag for _place, tag in sorted(tags[city_id].items())]
        known = _at_first(city, spoken) | facts[city_id]
        found[city_id] = Said(
            {kind: known[kind] for kind in ATTRIBUTES if kind in known and known[kind].value},
            [open_by[city_id].get(one, Evidence(one)) for one in PRINCIPLE_NAMES],
        )
    return found


def _all_of(city_ids: Collection[UUID]) -> CompoundSelect[*tuple[Any, ...]]:
    """The newest line of each fact, what is said of each principle, and each language."""
    ranked = (
        columns(
            *(col(CityFact.city_id), literal(_FACT).label("of"), col(CityFact.kind)),
            *(col(CityFact.value), col(CityFact.unit), col(CityFact.source), col(CityFact.link)),
            *(col(CityFact.as_of), col(CityFact.said_at)),
            func.row_number()
            .over(
                partition_by=(col(CityFact.city_id), col(CityFact.kind)),
                order_by=col(CityFact.id).desc(),
            )
            .label("place"),
        )
        .where(col(CityFact.city_id).in_(city_ids), col(CityFact.hidden_at).is_(None))
        .subquery()
    )
    newest = columns(*[one for one in ranked.c if one.name != "place"]).where(ranked.c.place == 1)
    nothing, no_day = literal(""), cast(null(), Date)
    openness = columns(
        *(col(Openness.city_id), literal(_OPENNESS), col(Openness.principle), col(Openness.words)),
        *(col(Openness.stage), nothing, col(Openness.link), no_day, col(Openness.said_at)),
    ).where(col(Openness.city_id).in_(city_ids))
    languages = columns(
        *(col(CityLanguage.city_id), literal(_LANGUAGE), col(CityLanguage.language)),
        *(cast(col(CityLanguage.position), String), nothing, nothing, nothing, no_day, null()),
    ).where(col(CityLanguage.city_id).in_(city_ids))
    return union_all(newest, openness, languages)


def differing(cities: Sequence[Said]) -> list[str]:
    """The kinds of facts in which these cities differ; one that nobody tells differs in none."""
    return [kind for kind in ATTRIBUTES if len({_plain(one.facts.get(kind)) for one in cities}) > 1]


def _plain(fact: Fact | None) -> tuple[str, str]:
    return (fact.value, fact.unit) if fact else ("", "")


def _at_first(city: City, spoken: Sequence[str]) -> dict[str, Fact]:
    """What is known of a city before anybody says anything, with where that is from."""
    number = city.population or ""
    link = PLACE.format(id=city.geonames_id) if city.geonames_id else gazetteer.ATTRIBUTION_LINK
    of_country = tuple(spoken) == countries.official_languages(city.country)
    name, address = CLDR if of_country else ("", "")
    taken_on = gazetteer.TAKEN_ON
    since = taken_on if name else None
    return {
        "population": Fact("population", f"{number}", "", "GeoNames", link, taken_on),
        "languages": Fact("languages", " ".join(spoken), "", name, address, since),
        "website": Fact("website", city.website),
        "portal": Fact("portal", city.portal),
    }
