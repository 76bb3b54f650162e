"""Cities like one, by weights that the reader sets in the address, and what two have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, Any

from fastapi import Query, Response

from backend.core.i18n import _, language
from backend.domain.cities import countries, policy, queries
from backend.domain.cities.rows import CityRow
from backend.domain.cities.said import Said, said
from backend.domain.matching import cities, saying
from backend.domain.matching.likeness import ENOUGH, FACTORS
from backend.domain.matching.saying import Line
from backend.domain.matching.weights import FACTOR_LABELS, STEP_LABELS, Weights
from backend.domain.topics.queries import Tree, tree
from backend.kit import errors
from backend.kit.asking import Ask, Asking
from backend.kit.render import render
from backend.kit.router import Router
from backend.web.cities.figures import Figure, figure

router = Router(show=errors.show_page, prefix="/cities")

INDEX, SHOW = "similar:index", "similar:show"

Asked = Annotated[Weights, Query()]


@dataclass(frozen=True, slots=True)
class Entry:
    """A city that is like the one looked at, as the list shows it."""

    city: CityRow
    place: str
    score: int
    confidence: int
    lines: Sequence[Line]
    reasons: Sequence[str]
    address: str
    """Of the page that explains it."""


@dataclass(frozen=True, slots=True)
class Told:
    """Where the facts by which a city is compared are from, and of when."""

    name: str
    figures: Mapping[str, Figure]
    """By kind; what nobody has said isn't there."""
    said_at: datetime | None
    """When the city spoke of its openness last."""
    principles: int
    """Of so many it spoke."""
    shown: int
    """For so many others can see it: the rest is self-declared."""


@router.get("/{slug}/similar", name=INDEX)
def index(ask: Ask, slug: str, weights: Asked) -> Response:
    known = tree(ask.db)
    city, row = queries.mark(ask.db, slug, known)
    found = cities.alike_by(ask.db, ask.me, city.id, known, weights.by_factor)
    return render(
        ask,
        "similar/index.html",
        "similar/_list.html",
        city=city,
        place=_place(row),
        entries=entries(ask, found, known, weights.changed()),
        missing=[FACTOR_LABELS[one] for one in saying.missing(found.here)] if found else [],
        enough=ENOUGH,
        weights=weights,
        may_edit=policy.may_edit(ask.me, city),
        **_form(),
    )


@router.get("/{slug}/similar/{other}", name=SHOW)
def show(ask: Ask, slug: str, other: str, weights: Asked) -> Response:
    known = tree(ask.db)
    pair = cities.pair(ask.db, ask.me, (slug, other), known, weights.by_factor)
    both = [city for city, _row in queries.several(ask.db, (slug, other), known)]
    now = said(ask.db, both)
    return render(
        ask,
        "similar/show.html",
        "similar/_pair.html",
        pair=pair,
        places=[_place(one.city) for one in (pair.here, pair.other)],
        lines=saying.lines(pair, known),
        told=[_told(city.name, now[city.id]) for city in both],
        enough=ENOUGH,
        weights=weights,
        **_form(),
    )


def entries(
    ask: Asking,
    found: cities.Alike | None,
    topics: Tree,
    changed: Mapping[str, str] = MappingProxyType({}),
) -> list[Entry]:
    """The list as it is shown, each with its reasons and the way to all of them."""
    if found is None:
        return []
    here = found.here
    return [
        Entry(
            match.other.city,
            _place(match.other.city),
            match.likeness.score,
            match.likeness.confidence,
            saying.lines(match, topics),
            saying.reasons(match, topics),
            ask.path_for(SHOW, slug=here.city.slug, other=match.other.city.slug, **changed),
        )
        for match in found.matches
    ]


def _told(name: str, now: Said) -> Told:
    facts = {
        kind: figure(now.facts[kind]) for kind in ("population", "languages") if kind in now.facts
    }
    moments = [one.said_at for one in now.evidence if one.said_at]
    shown = sum(bool(one.link) for one in now.evidence)
    return Told(name, facts, max(moments, default=None), len(moments), shown)


def _place(city: CityRow) -> str:
    """Where it is, so that two of one name aren't taken for each other; a city-state is its own."""
    country = countries.name(city.country, language().code)
    parts = [part for part in (city.subdivision, country) if part and part != city.name]
    return ", ".join(dict.fromkeys(parts))


def _form() -> dict[str, Any]:
    return {
        "factors": [(one, _(FACTOR_LABELS[one])) for one in FACTORS],
        "labels": FACTOR_LABELS,
        "steps": [(step, _(words)) for step, words in STEP_LABELS.items()],
    }
