"""Signing in by passkey and confirming with one; making, naming and taking them away."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from fastapi import Form as Field

from backend.core.errors import Conflict, Denied, NotFound
from backend.core.i18n import _
from backend.domain.joining import passkeys
from backend.domain.joining.passkeys import Party
from backend.domain.joining.ways import PasskeyDraft, PasskeyNameDraft
from backend.domain.members import sessions
from backend.domain.members.models import Member
from backend.kit import askers, errors
from backend.kit.addresses import within
from backend.kit.asking import Ask, Asking, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.kit.welcome import welcome
from backend.web.ways.page import INDEX, PASSKEYS, failed, may_change, page

router = Router(show=errors.show_page)

PasskeyForm = Annotated[Form[PasskeyDraft], Depends(submitted(PasskeyDraft))]
NameForm = Annotated[Form[PasskeyNameDraft], Depends(submitted(PasskeyNameDraft))]

JSON = "application/json"


@router.post("/sign-in/passkey/challenge", name="passkeys:challenge")
def challenge(ask: Ask) -> Response:
    asker = askers.asker(ask)
    options = passkeys.ask_to_use(ask.db, ask.settings, asker, _party(ask))
    answer = Response(options, media_type=JSON)
    askers.remember(ask, answer, asker)
    return answer


@router.post("/sign-in/passkey", name="passkeys:use")
def use(
    ask: Ask, answer: Annotated[str, Field()] = "", next: Annotated[str, Field()] = "/"
) -> Response:
    """Sign in, or confirm where one is signed in: both begin a session that a passkey opened."""
    leads_to = within(next)
    try:
        member = passkeys.use(ask.db, askers.browser(ask), _party(ask), answer)
    except (Conflict, Denied) as refusal:
        # Answered, not raised: the challenge stays used up.
        return failed(ask, HTTPStatus.FORBIDDEN, str(refusal), leads_to)
    return _let_in(ask, member, leads_to, welcome(ask, member))


@router.get("/sign-in/confirmation", name="passkeys:confirm")
def confirm(ask: SignedIn, next: str = "/") -> Response:
    if not ask.me.held_back:
        return see_other(ask, within(next))
    has_one = passkeys.has_any(ask.db, ask.me)
    return render(ask, "ways/confirm.html", has_one=has_one, leads_to=within(next))


@router.post("/settings/sign-in/passkeys/challenge", name="passkeys:prepare")
def prepare(ask: SignedIn) -> Response:
    may_change(ask).insist()
    asker = askers.asker(ask)
    options = passkeys.ask_to_make(ask.db, ask.settings, ask.me, asker, _party(ask))
    answer = Response(options, media_type=JSON)
    askers.remember(ask, answer, asker)
    return answer


@router.post("/settings/sign-in/passkeys", name="passkeys:make")
def make(ask: SignedIn, form: PasskeyForm) -> Response:
    may_change(ask).insist()
    here, browser = _party(ask), askers.browser(ask)
    try:
        made = form.submit(lambda draft: passkeys.make(ask.db, ask.me, browser, here, draft))
    except (Conflict, Denied) as refusal:
        return failed(ask, HTTPStatus.FORBIDDEN, str(refusal), ask.path_for(INDEX))
    if made is None:
        return page(ask, PASSKEYS, passkey_form=form, status=422)
    said = _("Your passkey is kept. From now on you can sign in with it.")
    return _let_in(ask, ask.me, ask.path_for(INDEX), said)


@router.post("/settings/sign-in/passkeys/{passkey_id}/name", name="passkeys:rename")
def rename(ask: SignedIn, passkey_id: UUID, form: NameForm) -> Response:
    def keep(draft: PasskeyNameDraft) -> bool:
        passkeys.rename(ask.db, ask.me, passkey_id, draft.name)
        return True

    if not form.submit(keep):
        return page(ask, PASSKEYS, renaming=(passkey_id, form), status=422)
    return see_other(ask, ask.path_for(INDEX), flash=_("The passkey has its new name."))


@router.post("/settings/sign-in/passkeys/{passkey_id}/ending", name="passkeys:end")
def end(ask: SignedIn, passkey_id: UUID) -> Response:
    may_change(ask).insist()
    here = ask.caller.session_id if ask.caller else None
    passkeys.take_away(ask.db, ask.me, passkey_id, here)
    said = _("The passkey opens your account no more. What it confirmed elsewhere confirms anew.")
    return see_other(ask, ask.path_for(INDEX), flash=said)


def _let_in(ask: Asking, member: Member, leads_to: str, said: str) -> Response:
    token = sessions.start(
        ask.db, member, device=ask.device, days=ask.settings.session_days, strong=True
    )
    came_in = see_other(ask, leads_to, flash=said)
    askers.let_in(ask, came_in, token)
    return came_in


def _party(ask: Asking) -> Party:
    if ask.party is None:
        raise NotFound(_("Passkeys need this network to be opened by a name."))
    return ask.party
