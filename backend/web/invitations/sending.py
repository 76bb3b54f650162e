"""My own invitations: whom I have invited, inviting one more, taking one back."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel

from backend.core.i18n import _, language
from backend.domain.joining import domains, invited, inviting, places, policy, queries
from backend.domain.joining.invitations import InvitationDraft
from backend.domain.members.emails import domain_of
from backend.kit import errors
from backend.kit.addresses import within
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/invitations")

InvitationForm = Annotated[Form[InvitationDraft], Depends(submitted(InvitationDraft))]

MINE = "invitations:index"


class BackDraft(BaseModel):
    """The list from which something was done."""

    back: str = ""


BackForm = Annotated[Form[BackDraft], Depends(submitted(BackDraft))]


@router.get("", name=MINE)
def index(ask: SignedIn, after: str = "") -> Response:
    return render(
        ask,
        "invitations/index.html",
        page=invited.mine(ask.db, ask.me, after),
        first=not after,
        states=invited.STATES,
        may_invite_many=policy.may_invite_many(ask.me),
    )


@router.get("/new", name="invitations:new")
def new(ask: SignedIn) -> Response:
    spoken = language().code
    known = [code for code, _name in ask.request.app.state.languages.letters]
    return _form(ask, Form.of(InvitationDraft, language=spoken if spoken in known else "en"))


@router.post("", name="invitations:send")
def send(ask: SignedIn, form: InvitationForm) -> Response:
    sent = form.submit(lambda draft: inviting.invite(ask.db, ask.settings, ask.me, draft))
    if sent is None:
        return _form(ask, form, status=422)
    said = _("An invitation to {email} is on its way.", email=sent.email)
    if ask.me.moderates:
        likeness = domains.likeness(domain_of(sent.email), queries.trusted_domains(ask.db))
        if likeness:
            held = _("Whoever uses it waits for your decision, for the domain looks like a city’s.")
            said = f"{said} {held} {likeness.sentence}"
    return see_other(ask, ask.path_for(MINE), flash=said)


@router.post("/{invitation_id}/withdrawal", name="invitations:withdraw")
def withdraw(ask: SignedIn, invitation_id: UUID, form: BackForm) -> Response:
    invitation = invited.one(ask.db, ask.me, invitation_id)
    inviting.withdraw(ask.db, ask.me, invitation)
    return _back(ask, form, _("The invitation is withdrawn. Its link leads nowhere now."))


@router.post("/{invitation_id}/renewal", name="invitations:renew")
def renew(ask: SignedIn, invitation_id: UUID, form: BackForm) -> Response:
    invitation = invited.one(ask.db, ask.me, invitation_id)
    inviting.renew(ask.db, ask.settings, ask.me, invitation)
    return _back(ask, form, _("It is sent once more, with a new link."))


def _back(ask: AskingMember, form: Form[BackDraft], said: str) -> Response:
    """To the list from which it was asked: one's own, or everybody's."""
    back = within(form.value("back")) if form.value("back") else ask.path_for(MINE)
    return see_other(ask, back, flash=said)


def _form(ask: AskingMember, form: Form[InvitationDraft], *, status: int = 200) -> Response:
    policy.may_invite(ask.me).insist()
    return render(
        ask,
        "invitations/new.html",
        "invitations/_form.html",
        status=status,
        form=form,
        places=places.choice(form.value("city"), form.value("place"), form.value("email")),
        tongues=ask.request.app.state.languages.letters,
        days=ask.settings.invitation_days,
        may_invite_many=policy.may_invite_many(ask.me),
    )
