"""The code of conduct and the page on privacy: read, kept in versions by conveners, accepted."""

from typing import Annotated

from fastapi import Depends, Response

from backend.core import tongues
from backend.core.i18n import _, language
from backend.domain.conduct import actions, policy, queries
from backend.domain.conduct.models import (
    TITLES,
    AcceptanceDraft,
    PageName,
    TranslationDraft,
    VersionDraft,
)
from backend.domain.own_data.retention import periods
from backend.kit import errors
from backend.kit.addresses import within
from backend.kit.asking import Ask, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/about")

VersionForm = Annotated[Form[VersionDraft], Depends(submitted(VersionDraft))]
TranslationForm = Annotated[Form[TranslationDraft], Depends(submitted(TranslationDraft))]
AcceptanceForm = Annotated[Form[AcceptanceDraft], Depends(submitted(AcceptanceDraft))]


@router.get("/due", name="conduct:due")
def due(ask: SignedIn) -> Response:
    """Where what must be accepted can be read: straight there if it is one page."""
    waiting = queries.due(ask.db, ask.me)
    if len(waiting) == 1:
        return see_other(ask, ask.path_for("conduct:show", slug=waiting[0].page))
    return render(ask, "conduct/due.html", waiting=waiting, titles=TITLES)


@router.get("/{slug}", name="conduct:show")
def show(ask: Ask, slug: PageName, tongue: str = "") -> Response:
    return _show(ask, slug, None, tongue)


@router.get("/{slug}/versions", name="conduct:versions")
def versions(ask: Ask, slug: PageName, before: int | None = None) -> Response:
    return render(
        ask,
        "conduct/versions.html",
        slug=slug,
        heading=_(TITLES[slug]),
        page=queries.versions(ask.db, slug, before),
    )


@router.get("/{slug}/versions/new", name="conduct:new")
def new(ask: SignedIn, slug: PageName) -> Response:
    policy.may_keep(ask.me).insist()
    now = queries.shown(ask.db, slug)
    form = Form.of(VersionDraft, body=now.body, language=_written_in(now), after=now.number)
    return _write(ask, slug, form)


@router.get("/{slug}/versions/{number}", name="conduct:version")
def version(ask: Ask, slug: PageName, number: int, tongue: str = "") -> Response:
    return _show(ask, slug, number, tongue)


@router.post("/{slug}/versions", name="conduct:publish")
def publish(ask: SignedIn, slug: PageName, form: VersionForm) -> Response:
    policy.may_keep(ask.me).insist()
    if form.submit(lambda draft: actions.publish(ask.db, ask.me, slug, draft)) is None:
        return _write(ask, slug, form, status=422)
    said = _("The new version is published, and everybody is told.")
    return see_other(ask, ask.path_for("conduct:show", slug=slug), flash=said)


@router.post("/{slug}/preview", name="conduct:preview")
def preview(ask: SignedIn, slug: PageName, form: VersionForm) -> Response:
    policy.may_keep(ask.me).insist()
    return _write(ask, slug, form, preview=form.value("body"))


@router.get("/{slug}/translations/new", name="conduct:new_translation")
def new_translation(ask: SignedIn, slug: PageName, tongue: str = "") -> Response:
    policy.may_keep(ask.me).insist()
    now = queries.shown(ask.db, slug, tongue=tongue)
    own = tongue in now.languages
    body = now.body if own else ""
    return _translate(
        ask, slug, Form.of(TranslationDraft, body=body, language=tongue, number=now.number)
    )


@router.post("/{slug}/translations", name="conduct:translate")
def translate(ask: SignedIn, slug: PageName, form: TranslationForm) -> Response:
    policy.may_keep(ask.me).insist()
    made = form.submit(lambda draft: actions.translate(ask.db, ask.me, slug, draft))
    if made is None:
        return _translate(ask, slug, form, status=422)
    path = ask.path_for("conduct:show", slug=slug, tongue=made.language)
    return see_other(ask, path, flash=_("The translation is published."))


@router.post("/{slug}/acceptance", name="conduct:accept")
def accept(ask: SignedIn, slug: PageName, form: AcceptanceForm) -> Response:
    def keep(draft: AcceptanceDraft) -> bool:
        actions.accept(ask.db, ask.me, slug, draft)
        return True

    if form.submit(keep) is None:
        return _show(ask, slug, None, "", status=422)
    path = ask.path_for("conduct:due") if ask.me.conduct_due else within(form.value("back"))
    return see_other(ask, path, flash=_("Thank you. You can write again."))


def _show(
    ask: Ask, slug: PageName, number: int | None, tongue: str, *, status: int = 200
) -> Response:
    waiting = {one.page: one for one in queries.due(ask.db, ask.me)}
    shown = queries.shown(ask.db, slug, number, tongue)
    speaks_of_data = slug == "privacy" and shown.is_newest
    return render(
        ask,
        "conduct/show.html",
        status=status,
        slug=slug,
        heading=_(TITLES[slug]),
        shown=shown,
        periods=list(periods(ask.settings)) if speaks_of_data else (),
        due=waiting.get(slug),
        tongue_name=tongues.name,
        may_keep=policy.may_keep(ask.me),
    )


def _write(
    ask: SignedIn,
    slug: PageName,
    form: Form[VersionDraft],
    *,
    preview: str = "",
    status: int = 200,
) -> Response:
    return render(
        ask,
        "conduct/write.html",
        "conduct/_form.html",
        status=status,
        slug=slug,
        heading=_(TITLES[slug]),
        form=form,
        preview=preview,
        languages_to_write=tongues.choices(),
    )


def _translate(
    ask: SignedIn, slug: PageName, form: Form[TranslationDraft], *, status: int = 200
) -> Response:
    return render(
        ask,
        "conduct/translate.html",
        "conduct/_translation_form.html",
        status=status,
        slug=slug,
        heading=_(TITLES[slug]),
        form=form,
        original=queries.shown(ask.db, slug),
        languages_to_write=tongues.choices(),
    )


def _written_in(now: queries.Shown) -> str:
    """The language that a new version starts in: that of the words it starts from."""
    return now.languages[0] if now.number else tongues.nearest(language().code)
