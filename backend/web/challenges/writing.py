"""Posting a challenge and editing one, with a preview of either."""

from collections.abc import Iterable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Response
from sqlalchemy import false, or_, true
from sqlalchemy import select as columns
from sqlmodel import col

from backend.core import tongues
from backend.core.db import rows
from backend.core.i18n import N_, _, language
from backend.core.ids import new_id
from backend.core.text import fold
from backend.domain.challenges import actions, page, policy, queries
from backend.domain.challenges.models import Challenge, ChallengeDraft, DraftWords
from backend.domain.cities import countries
from backend.domain.cities.models import City
from backend.domain.topics.queries import Tree, tree
from backend.kit import errors
from backend.kit.asking import Asking, SignedIn
from backend.kit.forms import Form, edited, submitted
from backend.kit.htmx import wants_piece
from backend.kit.looking import look_into
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/challenges")

ChallengeForm = Annotated[Form[ChallengeDraft], Depends(submitted(ChallengeDraft))]
EditedForm = Annotated[
    Form[ChallengeDraft], Depends(edited(ChallengeDraft, ticked=("topics", "cities")))
]
WordsForm = Annotated[Form[DraftWords], Depends(submitted(DraftWords))]

DRAFT_FIELD = "draft_id"
"""Where a form carries the id of the draft that it writes."""
EDITED_FIELD = "edited"
"""Where it carries the slug of the challenge that it edits."""

FOUND = 12
"""Cities that are offered of those whose name has what was typed in it."""

BRANCHES = {
    "principle": N_("Principles"),
    "theme": N_("Themes"),
    "practice": N_("Practices"),
}


@router.get("/new", name="challenges:new")
def new(ask: SignedIn, title: str = "") -> Response:
    """A title may come along, from a search that found nothing."""
    policy.may_post(ask.me).insist()
    written_in = tongues.nearest(ask.me.language or language().code)
    form = Form.of(ChallengeDraft, title=title, language=written_in, visibility="members")
    return show_form(ask, form)


@router.post("", name="challenges:post")
def post(ask: SignedIn, form: ChallengeForm) -> Response:
    draft_id = draft_of(form)
    challenge = form.submit(lambda draft: actions.post(ask.db, ask.me, draft, draft_id))
    if challenge is None:
        return show_form(ask, form, "challenges/_form.html", status=422)
    return see_other(
        ask,
        ask.path_for("challenges:show", slug=challenge.slug),
        flash=_("Your challenge is posted. You will hear when somebody answers."),
    )


@router.post("/preview", name="challenges:preview")
def preview(ask: SignedIn, form: WordsForm) -> Response:
    """How it will look, and the form under it; nothing is posted or kept."""
    policy.may_post(ask.me).insist()
    edited = queries.one(ask.db, ask.me, slug) if (slug := form.value(EDITED_FIELD)) else None
    if edited is not None:
        policy.may_edit(ask.me, edited).insist()
    words = form.submit(lambda draft: draft)
    return show_form(
        ask,
        form,
        "challenges/_preview.html",
        status=200 if words else 422,
        edited=edited,
        preview=words,
    )


@router.post("/cities", name="challenges:find_cities")
def find_cities(ask: SignedIn, form: WordsForm) -> Response:
    """The cities of the name that was typed, beside those chosen so far; nothing is kept."""
    policy.may_post(ask.me).insist()
    edited = queries.one(ask.db, ask.me, slug) if (slug := form.value(EDITED_FIELD)) else None
    if edited is not None:
        policy.may_edit(ask.me, edited).insist()
    return show_form(ask, form, "challenges/_cities.html", edited=edited)


@router.get("/{slug}/edit", name="challenges:edit")
def edit(ask: SignedIn, slug: str) -> Response:
    challenge = queries.one(ask.db, ask.me, slug)
    policy.may_edit(ask.me, challenge).insist()
    around = page.cities(ask.db, challenge.id)
    look_into(ask, challenge, [city.id for city in around.chosen])
    form = Form.of(
        ChallengeDraft,
        **challenge.model_dump(include=set(ChallengeDraft.model_fields)),
        topics=[topic.slug for topic in page.topics_of(ask.db, challenge.id)],
        cities=[city.slug for city in around.chosen],
    )
    return show_form(ask, form, edited=challenge)


@router.post("/{slug}/edit", name="challenges:revise")
def revise(ask: SignedIn, slug: str, form: EditedForm) -> Response:
    challenge = queries.one(ask.db, ask.me, slug)
    policy.may_edit(ask.me, challenge).insist()
    if form.submit(lambda draft: actions.edit(ask.db, ask.me, challenge, draft)) is None:
        return show_form(ask, form, "challenges/_form.html", status=422, edited=challenge)
    path = ask.path_for("challenges:show", slug=slug)
    return see_other(ask, path, flash=_("Your changes are saved."))


def draft_of(form: Form[Any]) -> UUID:
    """The id of the draft that this form writes; a new one where it carries none that is sound."""
    try:
        return UUID(form.value(DRAFT_FIELD))
    except ValueError:
        return new_id()


def show_form(
    ask: Asking,
    form: Form[Any],
    piece: str | None = None,
    *,
    status: int = 200,
    edited: Challenge | None = None,
    preview: DraftWords | None = None,
) -> Response:
    """The page to write on: a new challenge, a kept draft or one to edit, with a preview of it."""
    known = tree(ask.db)
    return render(
        ask,
        "challenges/write.html",
        piece,
        status=status,
        form=form,
        draft_id=draft_of(form),
        edited=edited,
        preview=preview,
        alone=wants_piece(ask.request),
        previewed_topics=known.of(_ids(known, preview.topics)) if preview else [],
        topic_groups=[
            (_(BRANCHES[kind]), [(row.slug, row.label) for row in branch])
            for kind, branch in known.branches().items()
        ],
        city_options=_cities(ask, form, edited.city_id if edited else ask.me.city_id),
        languages_to_write=tongues.choices(),
    )


def _ids(known: Tree, slugs: Iterable[str]) -> list[UUID]:
    return [known.by_slug[slug].id for slug in slugs if slug in known.by_slug]


def _cities(ask: Asking, form: Form[Any], own: UUID | None) -> list[tuple[str, str]]:
    """The cities that were chosen to see it, and those of the name that was typed."""
    chosen, words = form.chosen("cities"), fold(form.value("city_words").strip())
    if not chosen and not words:
        return []
    named = col(City.folded).contains(words, autoescape=True) if words else false()
    wanted = columns(col(City.slug), col(City.name), col(City.country)).where(
        or_(col(City.slug).in_(chosen), named), col(City.id) != own if own else true()
    )
    ordered = wanted.order_by(col(City.slug).in_(chosen).desc(), col(City.folded), col(City.id))
    found = rows(ask.db, ordered.limit(len(chosen) + FOUND))
    spoken = language().code
    return [(slug, f"{name}, {countries.name(country, spoken)}") for slug, name, country in found]
