"""Inviting many: a list is sent in, checked line by line, looked at, and only then sent."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from backend.core import sheets
from backend.core.errors import Rejected
from backend.core.i18n import N_, _, language, ngettext
from backend.domain.joining import listing, policy
from backend.domain.joining.invitations import InvitationList, ListDraft
from backend.domain.joining.list_report import SHOWN, Line, Report
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.downloads import sheet
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/moderation/invitations/lists")

ListForm = Annotated[Form[ListDraft], Depends(submitted(ListDraft))]
After = Annotated[int, Query(ge=0, le=10_000_000)]

FILE = "file"
ON_A_PAGE = 50
STANDINGS = {
    "bad": N_("To be mended"),
    "noted": N_("To be looked at"),
    "good": N_("Good"),
}
SHOW = "invitations:report"


@router.get("/new", name="invitations:list")
def new(ask: SignedIn) -> Response:
    spoken = language().code
    known = [code for code, _name in ask.request.app.state.languages.letters]
    return _form(ask, Form.of(ListDraft, language=spoken if spoken in known else "en"))


@router.post("", name="invitations:check")
def check(ask: SignedIn, form: ListForm) -> Response:
    def read(draft: ListDraft) -> InvitationList:
        return listing.read(ask.db, ask.me, draft, _file(form))

    kept = form.submit(read)
    if kept is None:
        return _form(ask, form, status=422)
    return see_other(ask, ask.path_for(SHOW, list_id=kept.id))


@router.get("/{list_id}", name=SHOW)
def show(ask: SignedIn, list_id: UUID, show: str = "", after: After = 0) -> Response:
    kept = listing.one(ask.db, ask.me, list_id)
    report = Report.of(kept.lines)
    counts = report.counts
    shown = show if show in SHOWN else next((one for one in SHOWN if counts[one]), "good")
    lines, more = report.shown(shown, after, ON_A_PAGE)
    return render(
        ask,
        "invitations/report.html",
        "invitations/_report.html",
        list=kept,
        lines=lines,
        more=more,
        counts=counts,
        shown=shown,
        first=not after,
        standings=STANDINGS,
        sendable=counts["noted"] + counts["good"],
    )


@router.get("/{list_id}/report.csv", name="invitations:download")
def download(ask: SignedIn, list_id: UUID) -> Response:
    """The whole report, to be mended in the program that the list came from."""
    report = Report.of(listing.one(ask.db, ask.me, list_id).lines)
    headings = [_("Line"), _("E-mail"), _("Name"), _("City"), _("Standing"), _("What to know")]
    return sheet("invitations.csv", sheets.written([headings, *map(_as_cells, report.lines)]))


@router.post("/{list_id}/sending", name="invitations:send_list")
def send(ask: SignedIn, list_id: UUID) -> Response:
    kept = listing.one(ask.db, ask.me, list_id)
    count = listing.send(ask.db, ask.settings, ask.me, kept)
    said = ngettext(
        "{count} person is invited. The letter is on its way.",
        "{count} people are invited. The letters go out over the next hours.",
        count,
    )
    return see_other(ask, ask.path_for("invitations:every"), flash=said)


def _as_cells(line: Line) -> list[object]:
    standing = _(STANDINGS[line.standing])
    return [line.line, line.email, line.name, line.city, standing, " ".join(line.sentences)]


def _file(form: Form[ListDraft]) -> bytes | None:
    """What was uploaded, a little more of it than is taken in; None if nothing was."""
    sent = form.files.get(FILE)
    if sent is None:
        return None
    if form.value("text"):
        raise Rejected({FILE: _("Please send a file or paste a list, not both.")})
    return sent.file.read(listing.MOST_BYTES + 1)


def _form(ask: AskingMember, form: Form[ListDraft], *, status: int = 200) -> Response:
    policy.may_invite_many(ask.me).insist()
    return render(
        ask,
        "invitations/list.html",
        "invitations/_list_form.html",
        status=status,
        form=form,
        tongues=ask.request.app.state.languages.letters,
        most=listing.MOST_LINES,
    )
