"""What the lead of a city and conveners keep of its page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Response

from backend.core import tongues
from backend.core.i18n import _
from backend.domain.cities import actions, policy, queries
from backend.domain.cities.drafts import MOST_DOMAINS, MOST_PRIORITIES, CityDraft, DomainsDraft
from backend.domain.cities.models import PRINCIPLE_NAMES, City, OpennessDraft
from backend.domain.cities.queries import Evidence
from backend.domain.topics.queries import tree
from backend.kit import errors
from backend.kit.asking import Asking, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/cities")

EDIT = "cities:edit"
MORE_DOMAINS = 2
"""Empty fields for domains that are not there yet."""

CityForm = Form[CityDraft]
OpennessForm = Form[OpennessDraft]
DomainsForm = Form[DomainsDraft]


@dataclass(frozen=True, slots=True)
class Typed:
    """The forms that came back to be mended; the others show what is kept."""

    city: CityForm | None = None
    openness: Mapping[str, OpennessForm] | None = None
    domains: DomainsForm | None = None


@router.get("/{slug}/edit", name=EDIT)
def edit(ask: SignedIn, slug: str) -> Response:
    return _page(ask, queries.one(ask.db, slug), Typed())


@router.post("/{slug}", name="cities:save")
def save(
    ask: SignedIn, slug: str, form: Annotated[CityForm, Depends(submitted(CityDraft))]
) -> Response:
    city = queries.one(ask.db, slug)
    if not form.submit(lambda draft: actions.edit(ask.db, ask.me, city, draft)):
        return _page(ask, city, Typed(city=form), "cities/_facts.html", status=422)
    return see_other(ask, ask.path_for("cities:show", slug=slug), flash=_("The page is saved."))


@router.post("/{slug}/openness/{principle}", name="cities:say")
def say(
    ask: SignedIn,
    slug: str,
    principle: str,
    form: Annotated[OpennessForm, Depends(submitted(OpennessDraft))],
) -> Response:
    city = queries.one(ask.db, slug)
    if not form.submit(lambda draft: actions.say_how_open(ask.db, ask.me, city, principle, draft)):
        typed = Typed(openness={principle: form})
        return _page(ask, city, typed, "cities/_openness.html", status=422)
    sentence = _("What the city says of this principle is saved.")
    return see_other(ask, f"{ask.path_for(EDIT, slug=slug)}#openness", flash=sentence)


@router.post("/{slug}/domains", name="cities:trust")
def trust(
    ask: SignedIn, slug: str, form: Annotated[DomainsForm, Depends(submitted(DomainsDraft))]
) -> Response:
    city = queries.one(ask.db, slug)
    # An empty list is a fine answer: nobody is admitted by an address then.
    if form.submit(lambda draft: (actions.set_domains(ask.db, ask.me, city, draft),)) is None:
        return _page(ask, city, Typed(domains=form), "cities/_domains.html", status=422)
    return see_other(ask, ask.path_for(EDIT, slug=slug), flash=_("The e-mail domains are saved."))


def _page(
    ask: Asking, city: City, typed: Typed, piece: str | None = None, status: int = 200
) -> Response:
    policy.may_edit(ask.me, city).insist()
    known = tree(ask.db)
    _city, row = queries.mark(ask.db, city.slug, known)
    may_trust = policy.may_set_domains(ask.me, city)
    kept = Form.of(
        CityDraft,
        website=city.website,
        portal=city.portal,
        languages=city.languages,
        priorities=[topic.slug for topic in row.priorities],
    )
    said = {one.principle: _openness_form(one) for one in queries.evidence(ask.db, city.id)}
    domains = typed.domains or (
        Form.of(DomainsDraft, domains=queries.domains(ask.db, city.id)) if may_trust else None
    )
    return render(
        ask,
        "cities/edit.html",
        piece,
        status=status,
        city=city,
        form=typed.city or kept,
        openness=said | dict(typed.openness or {}),
        domains=domains,
        domain_fields=_fields(domains),
        principles=PRINCIPLE_NAMES,
        most_priorities=MOST_PRIORITIES,
        topics=[("", _("No priority")), *((one.slug, one.label) for one in known.rows)],
        tongues=tongues.choices(),
    )


def _openness_form(said: Evidence) -> OpennessForm:
    return Form.of(OpennessDraft, stage=said.stage, words=said.words, link=said.link)


def _fields(domains: DomainsForm | None) -> list[str]:
    """What stands in the fields for domains, and some empty ones."""
    written = [one for one in domains.chosen("domains") if one] if domains else []
    return [*written, *[""] * MORE_DOMAINS][:MOST_DOMAINS]
