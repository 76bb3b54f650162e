"""Making cities and keeping their pages. Cities come from the gazetteer, with their first people."""

from sqlmodel import Session, col, delete, select

from backend.core import clock, links
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.locks import alone
from backend.core.slugs import free_slug
from backend.core.text import fold
from backend.domain import subjects
from backend.domain.cities import countries, gazetteer, own_domains, policy
from backend.domain.cities.drafts import CityDraft, DomainsDraft
from backend.domain.cities.gazetteer import Place
from backend.domain.cities.models import (
    PRINCIPLE_NAMES,
    City,
    CityDomain,
    CityName,
    CityPriority,
    Openness,
    OpennessDraft,
)
from backend.domain.topics import queries as topics

LONGEST_LINK = 300
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
        languages=list(countries.official_languages(place.country)),
    )
    db.add(city)
    db.flush()
    names = gazetteer.names(place.id)
    for words in names:
        db.add(CityName(city_id=city.id, words=words[:200], folded=fold(words)[:200]))
    _make_findable(db, city, names)
    return city


def edit(db: Session, me: policy.Asker, city: City, draft: CityDraft) -> City:
    """Change what its lead keeps of a city's page."""
    policy.may_edit(me, city).insist()
    website = _link(draft.website, "website")
    portal = _link(draft.portal, "portal")
    chosen = topics.tree(db).chosen(draft.priorities, "priorities")
    city.website, city.portal, city.languages = website, portal, list(draft.languages)
    db.add(city)
    db.exec(delete(CityPriority).where(col(CityPriority.city_id) == city.id))
    for position, topic in enumerate(chosen):
        db.add(CityPriority(city_id=city.id, topic_id=topic.id, position=position))
    return city


def say_how_open(
    db: Session, me: policy.Asker, city: City, principle: str, draft: OpennessDraft
) -> Openness:
    """Say how far the city is with one of the six principles, and where others can see it."""
    policy.may_edit(me, city).insist()
    if principle not in PRINCIPLE_NAMES:
        raise Rejected({"principle": _("There is no such principle.")})
    if draft.stage != "not_started" and not draft.words:
        raise Rejected({"words": _("Please say in a sentence what the city does.")})
    link = _link(draft.link, "link")
    said = db.get(Openness, (city.id, principle)) or Openness(city_id=city.id, principle=principle)
    said.stage, said.words, said.link, said.said_at = draft.stage, draft.words, link, clock.now()
    db.add(said)
    return said


def set_domains(db: Session, me: policy.Asker, city: City, draft: DomainsDraft) -> list[str]:
    """Say which e-mail domains are the city's own; `*.` before one takes in all under it."""
    policy.may_set_domains(me, city).insist()
    own = sorted({_domain(words) for words in draft.domains})
    db.exec(delete(CityDomain).where(col(CityDomain.city_id) == city.id))
    db.add_all([CityDomain(city_id=city.id, domain=domain) for domain in own])
    return own


def _link(words: str, field: str) -> str:
    return links.checked(words, field, LONGEST_LINK) if words else ""


def _domain(words: str) -> str:
    try:
        return own_domains.kept(words)
    except ValueError as fault:
        raise Rejected({"domains": str(fault)}) from fault


def _make_findable(db: Session, city: City, names: list[str]) -> None:
    body = [*names, city.subdivision, countries.name(city.country, "en"), city.country]
    words = subjects.Words(city.slug, city.name, " · ".join(filter(None, body)))
    subjects.words_changed(db, "city", city.id, words)
