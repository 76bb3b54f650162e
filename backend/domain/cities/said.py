"""What is said of cities now: their facts, and how open they are, each with where it is from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, cast, func, literal, null, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.cities import countries, gazetteer
from backend.domain.cities.attributes import ATTRIBUTES
from backend.domain.cities.models import PRINCIPLE_NAMES, STAGES, City, Openness
from backend.domain.cities.records import CityFact

CLDR = ("Unicode CLDR", "https://cldr.unicode.org/")
MOST_COMPARED = 3
"""Cities that fit side by side."""
PLACE = "https://www.geonames.org/{id}"


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
    stage: str = STAGES[0]
    words: str = ""
    link: str = ""
    said_at: datetime | None = None

    @property
    def is_self_declared(self) -> bool:
        """Nobody else can see yet what the city says of itself."""
        return self.stage != STAGES[0] and not self.link


@dataclass(frozen=True, slots=True)
class Said:
    """All that is said of one city."""

    facts: Mapping[str, Fact]
    """By kind, in the order of `attributes`; what isn't said isn't there."""
    evidence: Sequence[Evidence]
    """In ring order."""


def said(db: Session, cities: Iterable[City]) -> dict[UUID, Said]:
    """What is said of these cities, in one query."""
    by_id = {city.id: city for city in cities}
    facts = {city.id: at_first(city) for city in by_id.values()}
    open_by: dict[UUID, dict[str, Evidence]] = {city_id: {} for city_id in by_id}
    ranked = (
        columns(
            *(col(CityFact.city_id), literal(0).label("open"), col(CityFact.kind)),
            *(col(CityFact.value), col(CityFact.unit), col(CityFact.source), col(CityFact.link)),
            *(col(CityFact.as_of), col(CityFact.said_at)),
            func.row_number()
            .over(
                partition_by=(col(CityFact.city_id), col(CityFact.kind)),
                order_by=col(CityFact.id).desc(),
            )
            .label("place"),
        )
        .where(col(CityFact.city_id).in_(by_id), col(CityFact.hidden_at).is_(None))
        .subquery()
    )
    newest = columns(*[one for one in ranked.c if one.name != "place"]).where(ranked.c.place == 1)
    openness = columns(
        *(col(Openness.city_id), literal(1), col(Openness.principle), col(Openness.words)),
        *(col(Openness.stage), literal(""), col(Openness.link), cast(null(), Date)),
        col(Openness.said_at),
    ).where(col(Openness.city_id).in_(by_id))
    for city_id, is_open, kind, words, unit, source, link, as_of, at in rows(
        db, union_all(newest, openness)
    ):
        if is_open:
            open_by[city_id][kind] = Evidence(kind, unit, words, link, at)
        else:
            facts[city_id][kind] = Fact(kind, words, unit, source, link, as_of, at)
    return {
        city_id: Said(
            {kind: known[kind] for kind in ATTRIBUTES if kind in known and known[kind].value},
            [open_by[city_id].get(one, Evidence(one)) for one in PRINCIPLE_NAMES],
        )
        for city_id, known in facts.items()
    }


def differing(cities: Sequence[Said]) -> list[str]:
    """The kinds of facts in which these cities differ; one that nobody tells differs in none."""
    return [kind for kind in ATTRIBUTES if len({_plain(one.facts.get(kind)) for one in cities}) > 1]


def _plain(fact: Fact | None) -> tuple[str, str]:
    return (fact.value, fact.unit) if fact else ("", "")


def at_first(city: City) -> dict[str, Fact]:
    """What is known of a city before anybody says anything, with where that is from."""
    number = city.population or ""
    link = PLACE.format(id=city.geonames_id) if city.geonames_id else gazetteer.ATTRIBUTION_LINK
    spoken = " ".join(city.languages)
    of_country = city.languages == list(countries.official_languages(city.country))
    name, address = CLDR if of_country else ("", "")
    taken_on = gazetteer.TAKEN_ON
    return {
        "population": Fact("population", f"{number}", "", "GeoNames", link, taken_on),
        "languages": Fact("languages", spoken, "", name, address, taken_on if name else None),
        "website": Fact("website", city.website),
        "portal": Fact("portal", city.portal),
    }
