"""Saying "our city uses this", taking it back, and hearing of what happens to a resource."""

from typing import Annotated

from fastapi import Depends, Response
from fastapi import Form as Field

from backend.core.i18n import _
from backend.domain.resources import actions, adopting, page, policy, queries
from backend.domain.resources.adoptions import AdoptionDraft
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.following import confirmed
from backend.kit.forms import Form, submitted
from backend.kit.htmx import wants_piece
from backend.kit.render import see_other, with_notice
from backend.kit.router import Router
from backend.web.resources.showing import show_opened

router = Router(show=errors.show_page, prefix="/resources/{slug}")

AdoptionForm = Annotated[Form[AdoptionDraft], Depends(submitted(AdoptionDraft))]

ADOPTED = "resources/_adopted.html"


@router.post("/adoption", name="resources:adopt")
def adopt(ask: SignedIn, slug: str, form: AdoptionForm) -> Response:
    found = page.opened(ask.db, ask.me, slug)
    policy.may_adopt(ask.me, found.resource, silenced=found.silenced).insist()
    made = form.submit(lambda draft: adopting.adopt(ask.db, ask.me, found.resource, draft))
    if made is None:
        return show_opened(ask, found, ADOPTED, status=422, adopting=form)
    return _again(ask, slug, flash=_("Thank you. Other cities can see it now."))


@router.post("/adoption/removal", name="resources:withdraw")
def withdraw(ask: SignedIn, slug: str) -> Response:
    adopting.withdraw(ask.db, ask.me, queries.one(ask.db, ask.me, slug))
    return _again(ask, slug, flash=_("It is taken back."))


@router.post("/following", name="resources:follow")
def follow(ask: SignedIn, slug: str, *, said: Annotated[bool, Field()] = True) -> Response:
    resource = queries.one(ask.db, ask.me, slug)
    act = actions.follow if said else actions.unfollow
    act(ask.db, ask.me, resource)
    words = confirmed(follows=said)
    if wants_piece(ask.request):
        opened = page.opened(ask.db, ask.me, slug)
        return with_notice(show_opened(ask, opened, "resources/_standing.html"), words)
    return see_other(ask, ask.path_for("resources:show", slug=slug), flash=words)


def _again(ask: SignedIn, slug: str, *, flash: str) -> Response:
    """The page as it is now or, for htmx, what our city says and the trail."""
    if wants_piece(ask.request):
        return show_opened(ask, page.opened(ask.db, ask.me, slug), ADOPTED)
    return see_other(ask, f"{ask.path_for('resources:show', slug=slug)}#trail", flash=flash)
