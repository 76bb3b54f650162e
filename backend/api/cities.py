"""Cities, for programs."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.api.saying import Said
from backend.api.shapes import CityShape, Shape, TopicShape
from backend.api.whole import Whole
from backend.core.choices import Choices
from backend.core.verdict import Verdict
from backend.domain.cities import actions, policy, queries, resting, saying
from backend.domain.cities.drafts import CityDraft, DomainsDraft, FactDraft
from backend.domain.cities.filters import Filters
from backend.domain.cities.history import Line, history
from backend.domain.cities.models import PRINCIPLE_NAMES, City, OpennessDraft
from backend.domain.cities.resting import RestDaysDraft
from backend.domain.cities.rows import PRECISION, CityRow
from backend.domain.cities.said import MOST_COMPARED, differing, said
from backend.domain.cities.said import Said as AllSaid
from backend.domain.members.queries import names
from backend.domain.notifications import actions as notifications
from backend.domain.topics.queries import tree
from backend.kit import errors
from backend.kit.asking import Ask, Asking, AskingMember, SignedIn
from backend.kit.router import Router, gated

router = Router(show=errors.show_problem, prefix="/cities", tags=["cities"])


def _may_edit(ask: AskingMember, slug: str, **_rest: str) -> Verdict:
    return policy.may_edit(ask.me, queries.one(ask.db, slug))


def _may_set_domains(ask: AskingMember, slug: str) -> Verdict:
    return policy.may_set_domains(ask.me, queries.one(ask.db, slug))


class ItemShape(CityShape):
    """A city in a list."""

    path: str
    subdivision: str
    region: str
    zone: str
    population: int | None
    stages: dict[str, str]
    """The stage by principle: not_started, exploring, practising or leading; empty where the city
    has said nothing of it.
    """
    priorities: list[TopicShape]
    """The most important first."""


class CitiesShape(Shape):
    items: list[ItemShape]
    next: str | None
    """What to send as `after` for the page that follows."""
    cities: int
    is_more: bool
    """Whether there are more cities than these: then only the newest of them are counted."""
    facets: dict[str, dict[str, int]]
    """How many each choice of each filter would show."""


class EvidenceShape(Shape):
    principle: str
    stage: str
    """Empty where the city has said nothing of it."""
    words: str
    link: str
    said_at: datetime | None


class FactShape(Shape):
    """One fact. Without a source it is the city's own word."""

    kind: str
    value: str
    """A number, codes with spaces between (what a city decides itself, languages), or an address."""
    unit: str
    source: str
    link: str
    as_of: date | None
    said_at: datetime | None
    """Nobody said it where it is from when the city came."""


class WholeShape(ItemShape):
    latitude: float
    longitude: float
    languages: list[str]
    climate: str
    """By the letters of Köppen and Geiger."""
    website: str
    portal: str
    joined_at: datetime
    openness: list[EvidenceShape]
    facts: list[FactShape]


class LineShape(Shape):
    """Something that was said once. Of openness, the value is the stage and the source the words."""

    id: UUID
    kind: str
    """city_fact or openness_step, as reports name it."""
    about: str
    value: str
    unit: str
    source: str
    link: str
    as_of: date | None
    said_at: datetime
    by: str
    hidden: bool


class HistoryShape(Shape):
    items: list[LineShape]
    next: str | None


class DomainsShape(Shape):
    domains: list[str]


class RestDaysShape(Shape):
    days: list[int]


@router.get("", name="api.cities:list")
def index(ask: Ask, filters: Annotated[Filters, Query()]) -> CitiesShape:
    found = queries.listed(ask.db, filters)
    return CitiesShape(
        items=[_item(ask, row) for row in found.page.items],
        next=found.page.next_key,
        cities=found.count,
        is_more=found.is_more,
        facets={name: dict(counts) for name, counts in found.facets.items()},
    )


class ComparisonShape(Shape):
    items: list[WholeShape]
    """In the order asked for; a city that is not there is left out."""
    differs: list[str]
    """The kinds of facts in which they differ."""


@router.get("/compare", name="api.cities:compare")
def compare(ask: Ask, city: Annotated[Choices, Query(default_factory=list)]) -> ComparisonShape:
    """Two or three cities side by side, by their slugs. They are not ranked."""
    found = queries.several(ask.db, city[:MOST_COMPARED], tree(ask.db))
    now = said(ask.db, [one for one, _row in found])
    return ComparisonShape(
        items=[_shape(ask, one, row, now[one.id]) for one, row in found],
        differs=differing([now[one.id] for one, _row in found]),
    )


@router.get("/{slug}", name="api.cities:show")
def show(ask: Ask, slug: str) -> WholeShape:
    return _whole(ask, slug)


@router.post("/{slug}", name="api.cities:save")
@gated(_may_edit)
def save(ask: SignedIn, slug: str, draft: Annotated[CityDraft, Whole()]) -> WholeShape:
    """Say what a city puts first, in its order."""
    actions.edit(ask.db, ask.me, queries.one(ask.db, slug), draft)
    return _whole(ask, slug)


@router.get("/{slug}/history", name="api.cities:history")
def show_history(ask: Ask, slug: str, about: str = "", after: str = "") -> HistoryShape:
    """What was said of the city, of one fact or principle if it is named; the newest first."""
    city = queries.one(ask.db, slug)
    page = history(ask.db, ask.me, city.id, about, after)
    called = names(ask.db, ask.me, {one.author_id for one in page.items})
    return HistoryShape(items=[_line(one, called) for one in page.items], next=page.next_key)


@router.post("/{slug}/facts/{kind}", name="api.cities:tell")
@gated(_may_edit)
def tell(ask: SignedIn, slug: str, kind: str, draft: FactDraft) -> WholeShape:
    """Say one fact; with nothing in it, take it back."""
    saying.say_fact(ask.db, ask.me, queries.one(ask.db, slug), kind, draft)
    return _whole(ask, slug)


@router.post("/{slug}/openness/{principle}", name="api.cities:say")
@gated(_may_edit)
def say(
    ask: SignedIn, slug: str, principle: str, draft: Annotated[OpennessDraft, Whole()]
) -> WholeShape:
    city = queries.one(ask.db, slug)
    saying.say_how_open(ask.db, ask.me, city, principle, draft)
    return _whole(ask, slug)


@router.get("/{slug}/domains", name="api.cities:domains")
def domains(ask: SignedIn, slug: str) -> DomainsShape:
    city = queries.one(ask.db, slug)
    policy.may_set_domains(ask.me, city).insist()
    return DomainsShape(domains=list(queries.domains(ask.db, city.id)))


@router.post("/{slug}/domains", name="api.cities:trust")
@gated(_may_set_domains)
def trust(ask: SignedIn, slug: str, draft: Annotated[DomainsDraft, Whole()]) -> DomainsShape:
    city = queries.one(ask.db, slug)
    return DomainsShape(domains=actions.set_domains(ask.db, ask.me, city, draft))


@router.get("/{slug}/rest-days", name="api.cities:rest_days")
def rest_days(ask: Ask, slug: str) -> RestDaysShape:
    """The days of the week on which offices rest, Monday being 0."""
    return RestDaysShape(days=resting.rest_days(queries.one(ask.db, slug)))


@router.post("/{slug}/rest-days", name="api.cities:choose_rest_days")
@gated(_may_edit)
def choose_rest_days(
    ask: SignedIn, slug: str, draft: Annotated[RestDaysDraft, Whole()]
) -> RestDaysShape:
    city = queries.one(ask.db, slug)
    return RestDaysShape(days=resting.choose(ask.db, ask.me, city, draft))


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
    return _shape(ask, city, row, said(ask.db, [city])[city.id])


def _shape(ask: Asking, city: City, row: CityRow, now: AllSaid) -> WholeShape:
    return WholeShape(
        **_item(ask, row).model_dump(),
        latitude=round(city.latitude, PRECISION),
        longitude=round(city.longitude, PRECISION),
        languages=now.languages,
        climate=city.climate,
        website=city.website,
        portal=city.portal,
        joined_at=city.joined_at,
        openness=[EvidenceShape.model_validate(one) for one in now.evidence],
        facts=[FactShape.model_validate(one) for one in now.facts.values()],
    )


def _line(one: Line, called: Mapping[UUID, tuple[str, str]]) -> LineShape:
    return LineShape(
        id=one.id,
        kind=one.kind,
        about=one.about,
        value=one.value,
        unit=one.unit,
        source=one.source,
        link=one.link,
        as_of=one.as_of,
        said_at=one.said_at,
        by=called[one.author_id][0],
        hidden=one.hidden_at is not None,
    )
