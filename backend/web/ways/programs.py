"""Tokens for programs: made here and shown once."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from backend.core.i18n import _
from backend.domain.joining import programs
from backend.domain.joining.programs import TokenDraft
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import see_other
from backend.kit.router import Router
from backend.web.ways.page import INDEX, PROGRAMS, may_change, page

router = Router(show=errors.show_page, prefix="/settings/sign-in/tokens")

TokenForm = Annotated[Form[TokenDraft], Depends(submitted(TokenDraft))]


@router.post("", name="ways:make_token")
def make(ask: SignedIn, form: TokenForm) -> Response:
    may_change(ask).insist()
    strong_at = ask.caller.strong_at if ask.caller else None
    made = form.submit(lambda draft: programs.make(ask.db, ask.me, draft, strong_at=strong_at))
    if made is None:
        return page(ask, PROGRAMS, form=form, status=422)
    ask.db.flush()
    # Not a redirect: the token is in no address, no cookie and no history.
    return page(ask, PROGRAMS, made=made)


@router.post("/{token_id}/ending", name="ways:end_token")
def end(ask: SignedIn, token_id: UUID) -> Response:
    programs.end(ask.db, ask.me, token_id)
    return see_other(ask, ask.path_for(INDEX), flash=_("The token opens nothing any more."))
