"""Cities, for programs."""

from datetime import datetime
from typing import Annotated

from fastapi import Query

from backend.api.saying import Said
from backend.api.shapes import CityShape, Shape, TopicShape
from backend.domain.cities import actions, policy, queries
from backend.domain.cities.drafts import CityDraft, DomainsDraft
from backend.domain.cities.filters import Filters
from backend.domain.cities.models import PRINCIPLE_NAMES, OpennessDraft
from backend.domain.cities.rows import PRECISION, CityRow
from backend.domain.notifications import actions as notifications
from backend.domain.topics.queries import tree
from backend.kit import errors
from backend.kit.asking import Ask, Asking, SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/cities", tags=["cities"])


class ItemShape(CityShape):
    """A city in a list."""

    path: str
    subdivision: str
    region: str
    zone: str
    population: int | None
    stages: dict[str, str]
    """The stage by principle: not_started, exploring, practising or leading."""
    priorities: list[TopicShape]
    """The most important first."""


class CitiesShape(Shape):
    items: list[ItemShape]
    next: str | None
    """What to send as `after` for the page that follows."""
    cities: int
    facets: dict[str, dict[str, int]]
    """How many each choice of each filter would show."""


class EvidenceShape(Shape):
    principle: str
    stage: str
    words: str
    link: str
    said_at: datetime | None


class WholeShape(ItemShape):
    latitude: float
    longitude: float
    languages: list[str]
    website: str
    portal: str
    joined_at: datetime
    openness: list[EvidenceShape]


class DomainsShape(Shape):
    domains: list[str]


@router.get("", name="api.cities:list")
def index(ask: Ask, filters: Annotated[Filters, Query()]) -> CitiesShape:
    found = queries.listed(ask.db, filters)
    return CitiesShape(
        items=[_item(ask, row) for row in found.page.items],
        next=found.page.next_key,
        cities=found.count,
        facets={name: dict(counts) for name, counts in found.facets.items()},
    )


@router.get("/{slug}", name="api.cities:show")
def show(ask: Ask, slug: str) -> WholeShape:
    return _whole(ask, slug)


@router.post("/{slug}", name="api.cities:save")
def save(ask: SignedIn, slug: str, draft: CityDraft) -> WholeShape:
    """Replace what its lead keeps of a city's page: what isn't sent becomes empty."""
    actions.edit(ask.db, ask.me, queries.one(ask.db, slug), draft)
    return _whole(ask, slug)


@router.post("/{slug}/openness/{principle}", name="api.cities:say")
def say(ask: SignedIn, slug: str, principle: str, draft: OpennessDraft) -> WholeShape:
    city = queries.one(ask.db, slug)
    actions.say_how_open(ask.db, ask.me, city, principle, draft)
    return _whole(ask, slug)


@router.get("/{slug}/domains", name="api.cities:domains")
def domains(ask: SignedIn, slug: str) -> DomainsShape:
    city = queries.one(ask.db, slug)
    policy.may_set_domains(ask.me, city).insist()
    return DomainsShape(domains=list(queries.domains(ask.db, city.id)))


@router.post("/{slug}/domains", name="api.cities:trust")
def trust(ask: SignedIn, slug: str, draft: DomainsDraft) -> DomainsShape:
    city = queries.one(ask.db, slug)
    return DomainsShape(domains=actions.set_domains(ask.db, ask.me, city, draft))


@router.post("/{slug}/following", name="api.cities:follow")
def follow(ask: SignedIn, slug: str, sent: Said) -> Said:
    city = queries.one(ask.db, slug)
    policy.may_follow(ask.me, city).insist()
    act = notifications.follow if sent.said else notifications.unfollow
    act(ask.db, ask.me.id, "city", city.id)
    return sent


def _item(ask: Asking, row: CityRow) -> ItemShape:
    return ItemShape(
        slug=row.slug,
        name=row.name,
        country=row.country,
        path=ask.path_for("cities:show", slug=row.slug),
        subdivision=row.subdivision,
        region=row.region,
        zone=row.zone,
        population=row.population,
        stages=dict(zip(PRINCIPLE_NAMES, row.stages, strict=True)),
        priorities=[TopicShape.model_validate(topic) for topic in row.priorities],
    )


def _whole(ask: Asking, slug: str) -> WholeShape:
    city, row = queries.mark(ask.db, slug, tree(ask.db))
    return WholeShape(
        **_item(ask, row).model_dump(),
        latitude=round(city.latitude, PRECISION),
        longitude=round(city.longitude, PRECISION),
        languages=city.languages,
        website=city.website,
        portal=city.portal,
        joined_at=city.joined_at,
        openness=[EvidenceShape.model_validate(one) for one in queries.evidence(ask.db, city.id)],
    )
