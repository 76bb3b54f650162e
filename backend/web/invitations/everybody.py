"""Every invitation of the network, for conveners; and whether their word admits at once."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from backend.core.i18n import _
from backend.domain.joining import invited, inviting
from backend.domain.joining.invitations import VouchingDraft
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/moderation/invitations")

EVERY = "invitations:every"

VouchingForm = Annotated[Form[VouchingDraft], Depends(submitted(VouchingDraft))]


@router.get("", name=EVERY)
def index(ask: SignedIn, show: str = "", after: str = "") -> Response:
    return render(
        ask,
        "invitations/every.html",
        page=invited.every(ask.db, ask.me, show, after),
        show=show if show in invited.STATES else "",
        first=not after,
        states=invited.STATES,
    )


@router.post("/{invitation_id}/vouching", name="invitations:vouch")
def vouch(ask: SignedIn, invitation_id: UUID, form: VouchingForm) -> Response:
    invitation = invited.one(ask.db, ask.me, invitation_id)
    form.submit(lambda draft: inviting.vouch(ask.db, ask.me, invitation, admits=draft.admits))
    said = _("Whoever uses it waits for a decision, unless their domain speaks for them.")
    if invitation.vouched_by_id is not None:
        said = _("Whoever uses it is admitted at once, on your word.")
    return see_other(ask, ask.path_for(EVERY), flash=said)
