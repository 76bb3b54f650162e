"""Working for another body too, or instead; leaving one; and what others decide about that."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from sqlmodel import Session

from backend.core.i18n import _
from backend.domain.affiliations import actions, duties, moving, policy, queries
from backend.domain.affiliations.models import Affiliation, ClaimDraft, ReasonDraft
from backend.domain.joining import places
from backend.domain.members.models import Member
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.web.affiliations.showing import INDEX, MINE, show_one

router = Router(show=errors.show_page)

ClaimForm = Annotated[Form[ClaimDraft], Depends(submitted(ClaimDraft))]
ReasonForm = Annotated[Form[ReasonDraft], Depends(submitted(ReasonDraft))]


@router.get("/settings/affiliation/new", name="affiliations:ask")
def ask_page(ask: SignedIn) -> Response:
    return _claim_page(ask, Form(ClaimDraft))


@router.post("/settings/affiliation", name="affiliations:claim")
def claim(ask: SignedIn, form: ClaimForm) -> Response:
    def send(draft: ClaimDraft) -> Affiliation:
        place = places.meant(draft.city, draft.place, draft.address or ask.me.email)
        return moving.claim(ask.db, ask.me, draft, place)

    claimed = form.submit(send)
    if claimed is None:
        return _claim_page(ask, form, status=422)
    said = _("Somebody who can vouch for you was asked. You hear from us.")
    if form.value("address"):
        said = _("A letter is on its way to {address}.", address=form.value("address"))
    return see_other(ask, ask.path_for(MINE), flash=said)


@router.get("/affiliations/{slug}/departure", name="affiliations:part")
def part(ask: SignedIn, slug: UUID) -> Response:
    """What leaving would hand over, before one does."""
    one, row = queries.opened(ask.db, ask.me, slug, ask.settings.affiliation_days)
    policy.may_leave(ask.me, one).insist()
    held = duties.held(ask.db, ask.me.id, one.city_id) if one.city_id and one.verified_at else []
    return render(ask, "affiliations/leave.html", one=row, held=held)


@router.post("/affiliations/{slug}/departure", name="affiliations:leave")
def leave(ask: SignedIn, slug: UUID) -> Response:
    one = queries.entity(ask.db, ask.me, slug)
    had = duties.held(ask.db, ask.me.id, one.city_id) if one.city_id and one.verified_at else []
    moving.leave(ask.db, ask.me, one)
    to = ask.path_for("handovers:show", slug=one.id) if had else ask.path_for(MINE)
    said = _("You don’t work for {body} any more.", body=actions.name_of(ask.db, one))
    return see_other(ask, to, flash=said)


@router.post("/affiliations/{slug}/confirmation", name="affiliations:confirm")
def confirm(ask: SignedIn, slug: UUID, form: ReasonForm) -> Response:
    said = _("It is confirmed, and its member was told.")
    return _decide(ask, slug, form, actions.confirm, said)


@router.post("/affiliations/{slug}/refusal", name="affiliations:refuse")
def refuse(ask: SignedIn, slug: UUID, form: ReasonForm) -> Response:
    said = _("It is not confirmed, and its member was told why.")
    return _decide(ask, slug, form, moving.refuse, said)


@router.post("/affiliations/{slug}/removal", name="affiliations:remove")
def remove(ask: SignedIn, slug: UUID, form: ReasonForm) -> Response:
    said = _("It has ended, and its member was told why.")
    return _decide(ask, slug, form, moving.remove, said)


def _decide(
    ask: AskingMember,
    slug: UUID,
    form: Form[ReasonDraft],
    deed: Callable[[Session, Member, Affiliation, ReasonDraft], Affiliation],
    said: str,
) -> Response:
    one = queries.entity(ask.db, ask.me, slug)
    if not form.submit(lambda draft: deed(ask.db, ask.me, one, draft)):
        return show_one(ask, slug, reason=form, status=422)
    return see_other(ask, ask.path_for(INDEX), flash=said)


def _claim_page(ask: AskingMember, form: Form[ClaimDraft], status: int = 200) -> Response:
    policy.may_claim(ask.me).insist()
    return render(
        ask,
        "affiliations/claim.html",
        "affiliations/_claim.html",
        status=status,
        form=form,
        places=places.choice(
            form.value("city"), form.value("place"), form.value("address") or ask.me.email
        ),
    )
