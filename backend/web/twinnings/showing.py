"""One twinning: what two cities mean to do, and what they answer each other."""

from typing import Annotated

from fastapi import Depends, Response

from backend.core.i18n import _
from backend.domain.twinnings import actions
from backend.domain.twinnings.drafts import CallingOffDraft, RefusalDraft
from backend.kit import errors
from backend.kit.asking import Ask, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import see_other
from backend.kit.router import Router
from backend.web.twinnings.page import Typed, found, page

router = Router(show=errors.show_page, prefix="/twinnings")

SHOW = "twinnings:show"


@router.get("/{slug}", name=SHOW)
def show(ask: Ask, slug: str) -> Response:
    return page(ask, slug, Typed())


@router.post("/{slug}/agreement", name="twinnings:agree")
def agree(ask: SignedIn, slug: str) -> Response:
    actions.agree(ask.db, ask.me, found(ask, slug))
    return _back(ask, slug, _("Agreed. The two cities can plan together now."))


@router.post("/{slug}/refusal", name="twinnings:decline")
def decline(
    ask: SignedIn,
    slug: str,
    form: Annotated[Form[RefusalDraft], Depends(submitted(RefusalDraft))],
) -> Response:
    one = found(ask, slug)
    if not form.submit(lambda draft: actions.decline(ask.db, ask.me, one, draft)):
        return page(ask, slug, Typed(refusal=form), "twinnings/_answer.html", status=422)
    return _back(ask, slug, _("Declined. They hear of it."))


@router.post("/{slug}/withdrawal", name="twinnings:withdraw")
def withdraw(ask: SignedIn, slug: str) -> Response:
    actions.withdraw(ask.db, ask.me, found(ask, slug))
    return _back(ask, slug, _("The proposal is taken back."))


@router.post("/{slug}/cancellation", name="twinnings:call_off")
def call_off(
    ask: SignedIn,
    slug: str,
    form: Annotated[Form[CallingOffDraft], Depends(submitted(CallingOffDraft))],
) -> Response:
    one = found(ask, slug)
    if not form.submit(lambda draft: actions.call_off(ask.db, ask.me, one, draft)):
        typed = Typed(calling_off=form)
        return page(ask, slug, typed, "twinnings/_calling_off.html", status=422)
    return _back(ask, slug, _("It is called off. Both cities read why."))


def _back(ask: SignedIn, slug: str, words: str) -> Response:
    return see_other(ask, ask.path_for(SHOW, slug=slug), flash=words)
