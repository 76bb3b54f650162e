"""The list of challenges: every filter is in its address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query, Response

from backend.core import tongues
from backend.core.i18n import _
from backend.core.pages import Page
from backend.domain.challenges import policy, queries
from backend.domain.challenges.filters import SORT_LABELS, STATUS_LABELS, Filters
from backend.domain.challenges.rows import ChallengeRow
from backend.domain.cities import queries as cities
from backend.domain.cities.countries import REGIONS
from backend.domain.topics.queries import Tree, tree
from backend.kit import errors
from backend.kit.asking import Ask, Asking
from backend.kit.render import render
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/challenges")

INDEX = "challenges:index"


@dataclass(frozen=True, slots=True)
class Link:
    """A way to the same list, asked for a little differently."""

    label: str
    href: str
    is_here: bool = False


@router.get("", name=INDEX)
def index(ask: Ask, filters: Annotated[Filters, Query()]) -> Response:
    known = tree(ask.db)
    page = queries.listed(ask.db, ask.me, filters, known)
    chosen = filters.chosen()
    return render(
        ask,
        "challenges/index.html",
        "challenges/_list.html",
        filters=filters,
        rows=page.items,
        tabs=_tabs(ask, filters, chosen),
        narrowed_by=_narrowed_by(ask, filters, chosen, known, page),
        older=ask.path_for(INDEX, **chosen, after=page.next_key) if page.next_key else "",
        newest=ask.path_for(INDEX, **chosen) if filters.after else "",
        may_post=policy.may_post(ask.me),
        options=_options(known),
    )


def _tabs(ask: Asking, filters: Filters, chosen: Mapping[str, str]) -> list[Link]:
    """Where they stand: the filter that is asked for most."""
    labels = {"": _("All"), **{key: _(words) for key, words in STATUS_LABELS.items()}}
    return [
        Link(label, ask.path_for(INDEX, **{**chosen, "status": key}), filters.status == key)
        for key, label in labels.items()
    ]


def _narrowed_by(
    ask: Asking,
    filters: Filters,
    chosen: Mapping[str, str],
    topics: Tree,
    page: Page[ChallengeRow],
) -> list[Link]:
    """What narrows the list, each with the address of the list without it."""
    city = page.items[0].city if page.items else None
    of_city = city.name if city else filters.city and cities.name_of(ask.db, filters.city)
    labels = {
        "topic": topics.by_slug[filters.topic].label if filters.topic else "",
        "region": _(REGIONS[filters.region]) if filters.region else "",
        "language": tongues.name(filters.language),
        "city": of_city or filters.city,
        "unanswered": _("Not answered yet"),
        "my_topics": _("On my topics"),
        "my_city": _("My city faces it"),
    }
    return [
        Link(labels[name], ask.path_for(INDEX, **{**chosen, name: ""}))
        for name in chosen
        if name in labels
    ]


def _options(topics: Tree) -> dict[str, Sequence[tuple[str, str]]]:
    """What the filters offer."""
    return {
        "topic": [("", _("Any topic")), *((row.slug, row.label) for row in topics.rows)],
        "region": [("", _("Anywhere")), *((key, _(words)) for key, words in REGIONS.items())],
        "language": [("", _("Any language")), *tongues.choices()],
        "sort": [(key, _(words)) for key, words in SORT_LABELS.items()],
    }
