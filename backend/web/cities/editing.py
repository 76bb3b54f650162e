"""The page on which a city's lead keeps what it says of itself, with whatever came back to mend."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from babel.numbers import list_currencies
from fastapi import Response

from backend.core import tongues
from backend.core.i18n import _
from backend.domain.cities import policy, queries
from backend.domain.cities.attributes import ATTRIBUTES, CLIMATES, POWERS
from backend.domain.cities.drafts import (
    MOST_DOMAINS,
    MOST_PRIORITIES,
    CityDraft,
    DomainsDraft,
    FactDraft,
)
from backend.domain.cities.models import PRINCIPLE_NAMES, City, OpennessDraft
from backend.domain.cities.said import Evidence, Fact, said
from backend.domain.topics.queries import tree
from backend.kit.asking import Asking
from backend.kit.forms import Form
from backend.kit.render import render

CityForm = Form[CityDraft]
FactForm = Form[FactDraft]
OpennessForm = Form[OpennessDraft]
DomainsForm = Form[DomainsDraft]

MORE_DOMAINS = 2
"""Empty fields for domains that are not there yet."""
CHOSEN = frozenset({"powers", "languages"})
"""Facts of which several are chosen from a list."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The forms that came back to be mended; the others show what is kept."""

    city: CityForm | None = None
    facts: Mapping[str, FactForm] = field(default_factory=dict)
    openness: Mapping[str, OpennessForm] = field(default_factory=dict)
    domains: DomainsForm | None = None


def page(
    ask: Asking, city: City, typed: Typed, piece: str | None = None, status: int = 200
) -> Response:
    policy.may_edit(ask.me, city).insist()
    known = tree(ask.db)
    _city, row = queries.mark(ask.db, city.slug, known)
    now = said(ask.db, [city])[city.id]
    kept = Form.of(CityDraft, priorities=[topic.slug for topic in row.priorities])
    domains = typed.domains or (
        Form.of(DomainsDraft, domains=queries.domains(ask.db, city.id))
        if policy.may_set_domains(ask.me, city)
        else None
    )
    facts = {kind: _fact_form(kind, now.facts.get(kind)) for kind in ATTRIBUTES}
    openness = {one.principle: _openness_form(one) for one in now.evidence}
    return render(
        ask,
        "cities/edit.html",
        piece,
        status=status,
        city=city,
        form=typed.city or kept,
        facts=facts | dict(typed.facts),
        kind=next(iter(typed.facts), ""),
        attributes=ATTRIBUTES,
        choices={
            "powers": [(code, _(label)) for code, label in POWERS.items()],
            "languages": tongues.choices(),
            "climate": [("", _("Not said")), *_climates()],
        },
        currencies=sorted(list_currencies()),
        openness=openness | dict(typed.openness),
        principle=next(iter(typed.openness), ""),
        domains=domains,
        domain_fields=_fields(domains),
        principles=PRINCIPLE_NAMES,
        most_priorities=MOST_PRIORITIES,
        topics=[("", _("No priority")), *((one.slug, one.label) for one in known.rows)],
    )


def _climates() -> list[tuple[str, str]]:
    return [(code, f"{code} – {_(label)}") for code, label in CLIMATES.items()]


def _fact_form(kind: str, fact: Fact | None) -> FactForm:
    if fact is None:
        return Form.of(FactDraft)
    chosen = fact.value.split() if kind in CHOSEN else []
    return Form.of(
        FactDraft,
        value="" if chosen else fact.value,
        choices=chosen,
        unit=fact.unit,
        source=fact.source,
        link=fact.link,
        as_of=fact.as_of,
    )


def _openness_form(one: Evidence) -> OpennessForm:
    return Form.of(OpennessDraft, stage=one.stage, words=one.words, link=one.link)


def _fields(domains: DomainsForm | None) -> list[str]:
    """What stands in the fields for domains, and some empty ones."""
    written = [one for one in domains.chosen("domains") if one] if domains else []
    return [*written, *[""] * MORE_DOMAINS][:MOST_DOMAINS]
