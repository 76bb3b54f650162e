"""The list of cities with its map: every filter is in its address."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import Query, Response

from backend.core import tongues
from backend.core.i18n import _, language
from backend.domain.challenges.queries import asks
from backend.domain.cities import countries, queries
from backend.domain.cities.attributes import CLIMATES, MOST_PEOPLE
from backend.domain.cities.filters import SIZES, Filters
from backend.domain.cities.models import PRINCIPLE_NAMES
from backend.domain.cities.queries import Found
from backend.domain.cities.spots import spots
from backend.domain.members.queries import counts_by_city
from backend.domain.topics.models import PRINCIPLES
from backend.domain.topics.queries import Tree, tree
from backend.kit import errors
from backend.kit.asking import Ask
from backend.kit.narrowing import Narrowing, narrowing
from backend.kit.pictures.worldmap import Spot, worldmap
from backend.kit.render import render
from backend.kit.router import Router
from backend.web.cities.figures import number

router = Router(show=errors.show_page, prefix="/cities")

INDEX = "cities:index"


@router.get("", name=INDEX)
def index(ask: Ask, filters: Annotated[Filters, Query()]) -> Response:
    known = tree(ask.db)
    found = queries.listed(ask.db, filters, known)
    chosen = filters.chosen()
    places = spots(ask.db, filters, known, partial(asks, ask.me), walked=found.walked)
    points = [
        Spot(
            one.name,
            one.longitude,
            one.latitude,
            ask.path_for("cities:show", slug=one.slug),
            "marked" if one.is_marked else "plain",
        )
        for one in places
    ]
    return render(
        ask,
        "cities/index.html",
        "cities/_list.html",
        filters=filters,
        found=found,
        narrowings=_narrowings(filters, found, known),
        picture=worldmap(points),
        asks=sum(one.is_marked for one in places),
        people=counts_by_city(ask.db, ask.me, [row.id for row in found.page.items]),
        country_of={
            row.id: countries.name(row.country, language().code) for row in found.page.items
        },
        older=ask.path_for(INDEX, **chosen, after=found.page.next_key)
        if found.page.next_key
        else "",
        newest=ask.path_for(INDEX, **chosen) if filters.after else "",
    )


def _narrowings(filters: Filters, found: Found, topics: Tree) -> Sequence[Narrowing]:
    """The filters with their counts, each value by its name in the reader's language."""
    spoken = language().code
    principles = dict(zip(PRINCIPLE_NAMES, PRINCIPLES, strict=True))

    def label(slug: str) -> str:
        return topics.by_slug[slug].label if slug in topics.by_slug else slug

    return (
        narrowing(
            "region",
            _("Region"),
            found.facets["region"],
            filters.region,
            lambda code: _(countries.REGIONS.get(code, code)),
        ),
        narrowing("topic", _("Priority"), found.facets["topic"], filters.topic, label),
        narrowing(
            "principle",
            _("Practises or leads in"),
            found.facets["principle"],
            filters.principle,
            lambda name: label(principles.get(name, name)),
        ),
        narrowing(
            "country",
            _("Country"),
            found.facets["country"],
            filters.country,
            lambda code: countries.name(code, spoken),
        ),
        _sizes(filters, found),
        narrowing(
            "language",
            _("Official language"),
            found.facets["language"],
            filters.language,
            tongues.name,
        ),
        narrowing(
            "climate",
            _("Climate"),
            found.facets["climate"],
            filters.climate,
            lambda code: _(CLIMATES.get(code, code)),
        ),
    )


def _sizes(filters: Filters, found: Found) -> Narrowing:
    """From the smallest cities to the largest, whatever their number."""
    counts = found.facets["size"]
    options = [
        (name, _size(below, least), counts.get(name, 0), name in filters.size)
        for name, (least, below) in SIZES.items()
        if name in counts or name in filters.size
    ]
    return Narrowing("size", _("People who live there"), options, [])


def _size(below: int, least: int) -> str:
    if not least:
        return _("under {number}", number=number(below))
    if below > MOST_PEOPLE:
        return _("{number} or more", number=number(least))
    return _("{number} up to {below}", number=number(least), below=number(below))
