"""Making cities and keeping their pages. Cities come from the gazetteer, with their first people."""

from sqlmodel import Session, col, delete, select

from backend.core.errors import Rejected
from backend.core.locks import alone
from backend.core.slugs import free_slug
from backend.core.text import fold
from backend.domain import subjects
from backend.domain.cities import countries, gazetteer, own_domains, policy
from backend.domain.cities.changing import changed
from backend.domain.cities.drafts import CityDraft, DomainsDraft
from backend.domain.cities.gazetteer import Place
from backend.domain.cities.languages import works_in
from backend.domain.cities.models import City, CityDomain, CityName, CityPriority, NameStart
from backend.domain.cities.name_starts import starts
from backend.domain.topics import queries as topics

RESERVED = frozenset({"compare"})
"""Pages of ours that no city may have for its address."""


def from_place(db: Session, place: Place) -> City:
    """The city of this place: the one there is, or a new one with the names it goes by."""
    alone(db, f"city {place.id}")
    known = db.exec(select(City).where(col(City.geonames_id) == place.id)).first()
    if known is not None:
        return known
    city = City(
        slug=free_slug(db, City.slug, f"{place.name} {place.country}", reserved=RESERVED),
        geonames_id=place.id,
        name=place.name,
        folded=fold(place.name)[:120],
        country=place.country,
        subdivision=place.region,
        region=countries.region(place.country) or "",
        latitude=place.latitude,
        longitude=place.longitude,
        zone=place.zone,
        population=place.population or None,
    )
    db.add(city)
    db.flush()
    names = gazetteer.names(place.id)
    for words in names:
        db.add(CityName(city_id=city.id, words=words[:200], folded=fold(words)[:200]))
    every = {city.folded, *(fold(words)[:200] for words in names)}
    db.add_all(NameStart(**one) for one in starts(city.id, every))
    works_in(db, city.id, countries.official_languages(place.country))
    _make_findable(db, city, names)
    return city


def edit(db: Session, me: policy.Asker, city: City, draft: CityDraft) -> City:
    """Say what a city puts first, and in which order."""
    policy.may_edit(me, city).insist()
    chosen = topics.tree(db).chosen(draft.priorities, "priorities")
    db.exec(delete(CityPriority).where(col(CityPriority.city_id) == city.id))
    for position, topic in enumerate(chosen):
        db.add(CityPriority(city_id=city.id, topic_id=topic.id, position=position))
    changed(db, city.id)
    return city


def set_domains(db: Session, me: policy.Asker, city: City, draft: DomainsDraft) -> list[str]:
    """Say which e-mail domains are the city's own; `*.` before one takes in all under it."""
    policy.may_set_domains(me, city).insist()
    own = sorted({_domain(words) for words in draft.domains})
    db.exec(delete(CityDomain).where(col(CityDomain.city_id) == city.id))
    db.add_all([CityDomain(city_id=city.id, domain=domain) for domain in own])
    return own


def _domain(words: str) -> str:
    try:
        return own_domains.kept(words)
    except ValueError as fault:
        raise Rejected({"domains": str(fault)}) from fault


def _make_findable(db: Session, city: City, names: list[str]) -> None:
    body = [*names, city.subdivision, countries.name(city.country, "en"), city.country]
    words = subjects.Words(
        city.slug,
        city.name,
        " · ".join(filter(None, body)),
        names=[name for name in names if name != city.name],
        region=city.region,
    )
    subjects.words_changed(db, "city", city.id, words)
