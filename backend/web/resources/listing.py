"""The list of resources: every filter is in its address, with what each choice would show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Annotated, Any, TypeAlias

from fastapi import Query, Response

from backend.core import tongues
from backend.core.i18n import N_, _
from backend.domain.cities.countries import REGIONS
from backend.domain.resources import licences, policy, queries
from backend.domain.resources.facets import Facets, facets
from backend.domain.resources.filters import SORTS, Filters
from backend.domain.resources.models import KINDS
from backend.domain.resources.narrowing import are_few
from backend.domain.topics.queries import Tree, tree
from backend.kit import errors
from backend.kit.asking import Ask, Asking
from backend.kit.render import render
from backend.kit.router import Router
from backend.web.resources.showing import file_type, host

router = Router(show=errors.show_page, prefix="/resources")

INDEX = "resources:index"
Choice: TypeAlias = tuple[str, str, int, bool]
"""Its value, its label, how many it would show, and whether it is chosen."""
COUNT = 2
AT_ONCE = 8
"""Choices of a filter that show without asking for more."""

LEGENDS = {
    "kind": N_("Kind"),
    "topic": N_("Topic"),
    "region": N_("Published in"),
    "language": N_("Language"),
    "licence": N_("Licence"),
}
OPEN = frozenset({"kind", "topic"})
"""Filters that are open from the start."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its choices: the first of them, and the rest."""

    name: str
    legend: str
    first: Sequence[Choice]
    rest: Sequence[Choice]

    @property
    def is_folded(self) -> bool:
        return self.name not in OPEN


@dataclass(frozen=True, slots=True)
class Link:
    """A way to the same list, asked for a little differently."""

    label: str
    href: str
    is_here: bool = False


@router.get("", name=INDEX)
def index(ask: Ask, filters: Annotated[Filters, Query()]) -> Response:
    topics = tree(ask.db)
    few = are_few(ask.db, filters, topics)
    page = queries.listed(ask.db, ask.me, filters, topics, few=few)
    counts = facets(ask.db, ask.me, filters, topics, few=few)
    chosen = filters.chosen()
    named = _labels(topics, counts, filters)
    return render(
        ask,
        "resources/index.html",
        "resources/_library.html",
        filters=filters,
        rows=page.items,
        counts=counts,
        facets=[_facet(name, named[name], counts, filters) for name in LEGENDS],
        sorts=[
            Link(_(words), ask.path_for(INDEX, **{**chosen, "sort": key}), filters.sort == key)
            for key, words in SORTS.items()
        ],
        narrowed_by=_narrowed_by(ask, chosen, named),
        older=ask.path_for(INDEX, **chosen, after=page.next_key) if page.next_key else "",
        newest=ask.path_for(INDEX, **chosen) if filters.after else "",
        may_add=policy.may_add(ask.me),
        kinds=KINDS,
        licence_label=licences.label,
        tongue=tongues.name,
        file_type=file_type,
        host=host,
    )


def _labels(topics: Tree, counts: Facets, filters: Filters) -> dict[str, dict[str, str]]:
    """What each choice is called, by filter and in the order in which they stand."""
    languages = {*counts.language, *filters.language}
    known = {*counts.licence, *filters.licence}
    return {
        "kind": {key: _(words) for key, words in KINDS.items()},
        "topic": {row.slug: row.label for row in topics.rows},
        "region": {key: _(words) for key, words in REGIONS.items()},
        "language": {tag: words for tag, words in tongues.choices() if tag in languages},
        "licence": {key: licences.label(key) for key in sorted(known)},
    }


def _facet(name: str, named: Mapping[str, str], counts: Facets, filters: Filters) -> Facet:
    found: Mapping[str, int] = getattr(counts, name)
    picked: Sequence[str] = getattr(filters, name)
    choices = [
        (value, label, found.get(value, 0), value in picked)
        for value, label in named.items()
        if value in found or value in picked
    ]
    if len(choices) > AT_ONCE + 2:
        choices.sort(key=itemgetter(COUNT), reverse=True)
        first, rest = choices[:AT_ONCE], choices[AT_ONCE:]
    else:
        first, rest = choices, []
    return Facet(name, _(LEGENDS[name]), first, rest)


def _narrowed_by(
    ask: Asking, chosen: Mapping[str, Any], named: Mapping[str, Mapping[str, str]]
) -> list[Link]:
    """What narrows the list, each with the address of the list without it."""
    found = [
        Link(
            named[name].get(value, value),
            ask.path_for(INDEX, **{**chosen, name: [v for v in chosen[name] if v != value]}),
        )
        for name in LEGENDS
        for value in chosen.get(name, ())
    ]
    if "ours" in chosen:
        found.append(Link(_("Used by my city"), ask.path_for(INDEX, **{**chosen, "ours": ""})))
    return found
