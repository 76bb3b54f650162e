"""What the lead of a city and conveners keep of its page."""

from typing import Annotated

from fastapi import Depends, Response

from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain.cities import actions, queries, saying
from backend.domain.cities.attributes import ATTRIBUTES
from backend.domain.cities.drafts import CityDraft, DomainsDraft, FactDraft
from backend.domain.cities.models import PRINCIPLE_NAMES, OpennessDraft
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.forms import edited
from backend.kit.render import see_other
from backend.kit.router import Router
from backend.web.cities.editing import (
    CHOSEN,
    CityForm,
    DomainsForm,
    FactForm,
    OpennessForm,
    Typed,
    page,
)

router = Router(show=errors.show_page, prefix="/cities")

EDIT = "cities:edit"


@router.get("/{slug}/edit", name=EDIT)
def edit(ask: SignedIn, slug: str) -> Response:
    return page(ask, queries.one(ask.db, slug), Typed())


@router.post("/{slug}", name="cities:save")
def save(
    ask: SignedIn, slug: str, form: Annotated[CityForm, Depends(edited(CityDraft))]
) -> Response:
    city = queries.one(ask.db, slug)
    if not form.submit(lambda draft: actions.edit(ask.db, ask.me, city, draft)):
        return page(ask, city, Typed(city=form), "cities/_priorities.html", status=422)
    return see_other(ask, ask.path_for("cities:show", slug=slug), flash=_("The page is saved."))


@router.post("/{slug}/facts/{kind}", name="cities:tell")
def tell(
    ask: SignedIn,
    slug: str,
    kind: str,
    form: Annotated[FactForm, Depends(edited(FactDraft, besides=("value", "choices", "unit")))],
) -> Response:
    city = queries.one(ask.db, slug)
    if kind not in ATTRIBUTES:
        raise NotFound(_("There is no such fact."))
    if kind not in CHOSEN:
        form.whole = [*form.whole, "value"]
    if not form.submit(lambda draft: saying.say_fact(ask.db, ask.me, city, kind, draft)):
        return page(ask, city, Typed(facts={kind: form}), "cities/_fact.html", status=422)
    sentence = _("The fact is saved, with its source.")
    return see_other(ask, ask.path_for(EDIT, slug=slug), flash=sentence)


@router.post("/{slug}/openness/{principle}", name="cities:say")
def say(
    ask: SignedIn,
    slug: str,
    principle: str,
    form: Annotated[OpennessForm, Depends(edited(OpennessDraft))],
) -> Response:
    city = queries.one(ask.db, slug)
    if principle not in PRINCIPLE_NAMES:
        raise NotFound(_("There is no such principle."))
    if not form.submit(lambda draft: saying.say_how_open(ask.db, ask.me, city, principle, draft)):
        typed = Typed(openness={principle: form})
        return page(ask, city, typed, "cities/_principle.html", status=422)
    sentence = _("What the city says of this principle is saved.")
    return see_other(ask, ask.path_for(EDIT, slug=slug), flash=sentence)


@router.post("/{slug}/domains", name="cities:trust")
def trust(
    ask: SignedIn, slug: str, form: Annotated[DomainsForm, Depends(edited(DomainsDraft))]
) -> Response:
    city = queries.one(ask.db, slug)
    # An empty list is a fine answer: nobody is admitted by an address then.
    if form.submit(lambda draft: (actions.set_domains(ask.db, ask.me, city, draft),)) is None:
        return page(ask, city, Typed(domains=form), "cities/_domains.html", status=422)
    return see_other(ask, ask.path_for(EDIT, slug=slug), flash=_("The e-mail domains are saved."))
