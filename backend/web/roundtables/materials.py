"""Materials, slides and recordings of a meeting, and the consent of who is in them."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.i18n import N_, _
from backend.core.text import last_part, parts
from backend.domain.resources.contents import SORTS as FILE_SORTS
from backend.domain.roundtables import attaching, material_rows, material_rules, page
from backend.domain.roundtables.materials import SORTS, ConsentDraft, MaterialDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.policy import Room
from backend.kit import errors, uploads
from backend.kit.asking import Ask, AskingMember, SignedIn
from backend.kit.downloads import download
from backend.kit.forms import Form, submitted
from backend.kit.htmx import wants_piece
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.kit.sizes import size

router = Router(show=errors.show_page, prefix="/roundtables/{slug}/materials")

MaterialForm = Annotated[Form[MaterialDraft], Depends(submitted(MaterialDraft))]
ConsentForm = Annotated[Form[ConsentDraft], Depends(submitted(ConsentDraft))]

SAYS = {"": N_("not answered"), "yes": N_("agrees"), "no": N_("doesn’t agree")}


@router.get("", name="roundtables:materials")
def index(ask: SignedIn, slug: str) -> Response:
    return _page(ask, _opened(ask, slug))


@router.post("", name="roundtables:attach")
def attach(ask: SignedIn, slug: str, form: MaterialForm) -> Response:
    table = _opened(ask, slug)
    material_rules.may_keep(ask.me, table).insist()
    form.values["asked"] = [", ".join(filter(None, form.chosen("asked")))]
    made = uploads.submit(ask, form, lambda draft: attaching.attach(ask.db, ask.me, table, draft))
    if made is None:
        return _page(ask, table, form, status=422)
    if made.sort == "paper":
        return _done(ask, slug, _("It is attached."))
    return _done(ask, slug, _("It is attached. Members see it when all who are asked agree."))


@router.post("/{material_id}/consent", name="roundtables:consent")
def consent(ask: SignedIn, slug: str, material_id: UUID, form: ConsentForm) -> Response:
    table = _opened(ask, slug)

    def act(draft: ConsentDraft) -> object:
        return attaching.consent(ask.db, ask.me, table, material_id, draft)

    if form.submit(act) is None:
        return _page(ask, table, problems=form.problems, status=422)
    if wants_piece(ask.request):
        return _page(ask, table)
    return _done(ask, slug, _("Thank you. You can change it at any time."))


@router.post("/{material_id}/removal", name="roundtables:detach")
def detach(ask: SignedIn, slug: str, material_id: UUID) -> Response:
    attaching.remove(ask.db, ask.me, _opened(ask, slug), material_id)
    return _done(ask, slug, _("It is taken away."))


@router.get("/{material_id}/file", name="roundtables:material_file")
def file(ask: Ask, slug: str, material_id: UUID) -> Response:
    """Who may not open these finds no file either."""
    opened = page.opened(ask.db, ask.me, slug)
    if not material_rules.may_open(ask.me, opened.table, Room(seat=opened.seat)):
        raise NotFound(_("There is no such file."))
    return download(ask, material_rows.file_of(ask.db, ask.me, opened.table, material_id))


def _opened(ask: AskingMember, slug: str) -> Roundtable:
    opened = page.opened(ask.db, ask.me, slug)
    material_rules.may_open(ask.me, opened.table, Room(seat=opened.seat)).insist()
    return opened.table


def _done(ask: AskingMember, slug: str, words: str) -> Response:
    return see_other(ask, ask.path_for("roundtables:materials", slug=slug), flash=words)


def _page(
    ask: AskingMember,
    table: Roundtable,
    form: Form[MaterialDraft] | None = None,
    *,
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    may_attach = material_rules.may_keep(ask.me, table)
    offered = attaching.may_be_in_it(ask.db, ask.me, table) if may_attach else []
    if form is None and may_attach:
        first = ", ".join(slug for slug, _name, is_first in offered if is_first)
        form = Form.of(MaterialDraft, asked=first)
    now = clock.now()
    asked = [last_part(one) for one in parts(form.value("asked"), ",")] if form else []
    return render(
        ask,
        "roundtables/materials.html",
        "roundtables/_materials.html",
        status=status,
        table=table,
        materials=material_rows.listed(ask.db, ask.me, table),
        form=form,
        problems=problems or {},
        may_attach=may_attach,
        offered=[(slug, name) for slug, name, _is_first in offered],
        asked=asked,
        besides=", ".join(one for one in asked if one not in {slug for slug, *_name in offered}),
        sorts=[
            (sort, _(words))
            for sort, words in SORTS.items()
            if material_rules.may_attach(ask.me, table, sort, now)
        ],
        labels=SORTS,
        says=SAYS,
        waiting=uploads.waiting(ask, form) if form and form.value("file_id") else None,
        accept=",".join(f".{end}" for end in FILE_SORTS),
        size=size,
        path=ask.path_for("roundtables:materials", slug=table.slug),
    )
