"""One's own data: to take along, and to have erased. For everybody who can sign in."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from fastapi.responses import FileResponse

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.core.verdict import Verdict
from backend.domain.joining import passkeys
from backend.domain.moderation import looks
from backend.domain.own_data import actions, policy, queries, retention
from backend.domain.own_data.models import Archive, Erasure, ErasureDraft
from backend.kit import errors, moments
from backend.kit.asking import AskingMember, SignedIn, session_cookie
from backend.kit.downloads import attached
from backend.kit.forms import Form, submitted
from backend.kit.headers import NOTHING
from backend.kit.htmx import wants_piece
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/settings/data")

ErasureForm = Annotated[Form[ErasureDraft], Depends(submitted(ErasureDraft))]


@router.get("", name="own_data:show")
def show(ask: SignedIn) -> Response:
    return _page(ask, queries.last_archive(ask.db, ask.me))


@router.post("/archives", name="own_data:ask")
def ask_for_it(ask: SignedIn) -> Response:
    asked = actions.ask_for_archive(ask.db, ask.me)
    if wants_piece(ask.request):
        return _page(ask, asked)
    return see_other(ask, ask.path_for("own_data:show"), flash=_("Your archive is being made."))


@router.get("/archives/{archive_id}", name="own_data:take")
def take(ask: SignedIn, archive_id: UUID) -> Response:
    archive = queries.archive(ask.db, ask.me, archive_id)
    if sentence := _is_sure(ask).reason:
        return see_other(ask, ask.path_for("own_data:show"), flash=sentence)
    path = ask.request.app.state.archives.where(archive.sha256)
    if path is None:
        raise NotFound(_("There is no such archive."))
    return FileResponse(
        path,
        media_type="application/zip",
        headers={
            "Content-Disposition": attached(f"{ask.me.slug}-data.zip"),
            "Content-Security-Policy": f"{NOTHING}; sandbox",
            "Cache-Control": "no-store",
        },
    )


@router.get("/erasure", name="own_data:leave")
def leave(ask: SignedIn) -> Response:
    return _leaving(ask, Form.of(ErasureDraft, choice="leave"))


@router.post("/erasure", name="own_data:erase")
def erase(ask: SignedIn, form: ErasureForm) -> Response:
    _is_sure(ask).insist()

    def wish(draft: ErasureDraft) -> Erasure:
        return actions.ask_for_erasure(ask.db, ask.settings, ask.me, draft)

    wished = form.submit(wish)
    if wished is None:
        return _leaving(ask, form, status=422)
    said = _("Your account is being erased. You are signed out.")
    if ask.settings.erasure_days:
        said = _(
            "Your account will be erased on {day}. You are signed out; signing in before that day"
            " keeps it.",
            day=moments.day(wished.due_at, ask.me.zone),
        )
    answer = see_other(ask, "/", flash=said)
    answer.delete_cookie(session_cookie(ask.settings), secure=ask.settings.is_secure)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _page(ask: AskingMember, archive: Archive | None) -> Response:
    is_sure = _is_sure(ask)
    return render(
        ask,
        "own_data/show.html",
        "own_data/_archive.html",
        archive=archive,
        may_ask=policy.may_ask(ask.me, archive, clock.now()),
        is_sure=is_sure,
        leads_to=ask.path_for("own_data:show"),
        has_passkey=not is_sure and passkeys.has_any(ask.db, ask.me),
        may_take=archive is not None and policy.may_take(ask.me, archive, clock.now()),
        looks=looks.into_mine(ask.db, ask.me),
        periods=list(retention.periods(ask.settings)),
        came_back=queries.erasure(ask.db, ask.me.id) is not None,
    )


def _leaving(ask: AskingMember, form: Form[ErasureDraft], *, status: int = 200) -> Response:
    is_sure = _is_sure(ask)
    return render(
        ask,
        "own_data/leave.html",
        "own_data/_leave_form.html",
        status=status,
        form=form,
        fates=queries.fates(),
        days=ask.settings.erasure_days,
        is_sure=is_sure,
        has_passkey=not is_sure and passkeys.has_any(ask.db, ask.me),
        may_erase=policy.may_erase(ask.me, queries.other_conveners(ask.db, ask.me)),
    )


def _is_sure(ask: AskingMember) -> Verdict:
    has_passkey = bool(ask.me.held_back) and passkeys.has_any(ask.db, ask.me)
    return policy.is_sure(ask.me, fresh=ask.is_fresh, has_passkey=has_passkey)
