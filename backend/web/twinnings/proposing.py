"""Proposing a twinning: first to whom, then what."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Query, Response
from pydantic import BaseModel

from backend.core.choices import Question
from backend.core.errors import Conflict
from backend.core.i18n import _, language
from backend.domain.cities import countries
from backend.domain.cities import queries as cities
from backend.domain.cities.models import City
from backend.domain.topics.queries import Tree, tree
from backend.domain.twinnings import actions, asking, policy, telling
from backend.domain.twinnings.drafts import MOST_TOPICS, TwinningDraft
from backend.domain.twinnings.standing import KINDS, MEANINGS
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/twinnings")

NEW = "twinnings:new"


class Wanted(BaseModel):
    """Which cities, by their slugs; and whose name is looked for."""

    city: Question = ""
    other: Question = ""
    q: Question = ""


@router.get("/new", name=NEW)
def new(ask: SignedIn, wanted: Annotated[Wanted, Query()]) -> Response:
    policy.may_propose(ask.me, ask.me.city_id).insist()
    form = Form.of(TwinningDraft, city=wanted.city, other=wanted.other, kind="peer")
    return _page(ask, form, wanted.q)


@router.post("", name="twinnings:propose")
def propose(
    ask: SignedIn, form: Annotated[Form[TwinningDraft], Depends(submitted(TwinningDraft))]
) -> Response:
    try:
        made = form.submit(lambda draft: actions.propose(ask.db, ask.me, draft))
    except Conflict as refusal:
        made, form.problems = None, {"": str(refusal)}
    if made is None:
        return _page(ask, form, status=422)
    return see_other(
        ask,
        ask.path_for("twinnings:show", slug=made.slug),
        flash=_("The proposal is sent. You hear as soon as it is answered."),
    )


def _page(ask: SignedIn, form: Form[TwinningDraft], q: str = "", status: int = 200) -> Response:
    policy.may_propose(ask.me, ask.me.city_id).insist()
    known = tree(ask.db)
    slugs = [one for one in (form.value("city"), form.value("other")) if one]
    found = {city.slug: city for city, _row in cities.several(ask.db, slugs, known)}
    city, other = found.get(form.value("city")), found.get(form.value("other"))
    asks = city or _own(ask)
    missing = "other" if asks else "city"
    is_new, hindrance = status == HTTPStatus.OK, None
    if is_new and asks and other:
        hindrance = asking.may_ask(ask.db, asks, other).reason
    return render(
        ask,
        "twinnings/new.html",
        "twinnings/_form.html",
        status=status,
        form=form,
        city=city,
        other=other,
        is_led=other is None or telling.is_led(ask.db, other.id),
        hindrance=hindrance,
        missing="" if other and asks else missing,
        is_new=is_new,
        q=q,
        offered=_offered(ask, form, missing, q) if q else [],
        kinds=[(kind, f"{_(KINDS[kind])}: {_(MEANINGS[kind])}") for kind in KINDS],
        topics=_topics(known),
        most_topics=MOST_TOPICS,
    )


def _own(ask: SignedIn) -> City | None:
    """The city for which a lead asks, if no other is named."""
    return ask.db.get(City, ask.me.city_id) if ask.me.leads(ask.me.city_id) else None


def _offered(
    ask: SignedIn, form: Form[TwinningDraft], missing: str, q: str
) -> list[tuple[str, str, str]]:
    """Cities of this name: where choosing one leads, its name, its country."""
    chosen = {name: form.value(name) for name in ("city", "other")}
    spoken = language().code
    return [
        (
            ask.path_for(NEW, **chosen | {missing: one.slug}),
            one.name,
            countries.name(one.country, spoken),
        )
        for one in cities.named(ask.db, q, [slug for slug in chosen.values() if slug])
    ]


def _topics(known: Tree) -> list[tuple[str, str]]:
    return [("", _("No topic")), *((one.slug, one.label) for one in known.rows)]
