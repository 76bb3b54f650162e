"""Signing in by a provider, and adding one to one's account: there, back, and what came of it.

Setting out is a POST, so that no link can sign anybody in unasked. The way back is a GET, because
it comes from another site; it is worth something once, in the browser that set out.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Form as Field
from fastapi import Response

from backend.core.errors import Conflict, Denied
from backend.core.i18n import _
from backend.core.providers import NotBelieved, SaysNo, Unreachable, Vouched
from backend.domain.joining import arrivals, identities, provider_answers
from backend.domain.joining.ways import ProviderVisit
from backend.domain.members.models import Member
from backend.kit import askers, errors
from backend.kit.addresses import within
from backend.kit.asking import Ask, Asking, SentBack, SignedIn
from backend.kit.htmx import wants_piece
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.kit.welcome import welcome
from backend.web.ways.errands import TROUBLES, errand_to, provider_label, providers
from backend.web.ways.page import INDEX, failed, may_change

router = Router(show=errors.show_page)


@router.post("/sign-in/providers/{name}", name="providers:go")
def go(ask: Ask, name: str, next: Annotated[str, Field()] = "/") -> Response:
    return _set_out(ask, name, leads_to=within(next))


@router.post("/settings/sign-in/providers/{name}", name="providers:link")
def link(ask: SignedIn, name: str) -> Response:
    may_change(ask).insist()
    return _set_out(ask, name, leads_to=ask.path_for(INDEX), member_id=ask.me.id)


@router.post("/settings/sign-in/identities/{identity_id}/ending", name="providers:unlink")
def unlink(ask: SignedIn, identity_id: UUID) -> Response:
    may_change(ask).insist()
    labels = {one.issuer: one.label for one in ask.settings.vouching}
    identities.unlink(ask.db, ask.me, identity_id, labels)
    return see_other(ask, ask.path_for(INDEX), flash=_("It opens your account no more."))


@router.get("/sign-in/providers/{name}/answer", name="providers:answer")
def answer(ask: SentBack, name: str) -> Response:
    label = provider_label(ask, name)
    said = ask.request.query_params
    try:
        visit = identities.come_back(ask.db, askers.browser(ask), name, said.get("state", ""))
    except Conflict as refusal:
        return failed(ask, HTTPStatus.GONE, str(refusal))
    try:
        vouched = _said(ask, visit, said)
    except (Conflict, SaysNo, Unreachable, NotBelieved) as trouble:
        return _came_to_nothing(ask, label, visit.leads_to, trouble)
    ask.recognise()
    if visit.member_id is not None:
        return _link(ask, visit, vouched, label)
    return _come_in(ask, visit, vouched)


def _said(ask: Asking, visit: ProviderVisit, said: Mapping[str, str]) -> Vouched:
    """What the provider says of who comes back: asked for now, or kept since its form came."""
    if "error" in said:
        raise TROUBLES.get(said["error"], SaysNo)
    if providers(ask).posts(visit.provider):
        return provider_answers.fetch(ask.db, visit.id, said.get("code", ""))
    ask.pause()
    errand = errand_to(ask, visit.provider, said.get("state", ""), visit)
    return providers(ask).vouched(visit.provider, errand, said)


def _set_out(ask: Asking, name: str, *, leads_to: str, member_id: UUID | None = None) -> Response:
    label = provider_label(ask, name)
    asker, errand = askers.asker(ask), errand_to(ask, name)
    ask.pause()
    try:
        address = providers(ask).address(name, errand)
    except (Unreachable, NotBelieved):
        return _unreachable(ask, label, leads_to)
    identities.set_out(
        ask.db, ask.settings, asker, name, errand, member_id=member_id, leads_to=leads_to
    )
    if wants_piece(ask.request):
        sent = see_other(ask, address)
    else:
        # Not a redirect: pages may send forms to this site alone, and browsers follow that through.
        sent = render(ask, "ways/away.html", address=address, label=label)
    askers.remember(ask, sent, asker)
    return sent


def _come_in(ask: Asking, visit: ProviderVisit, vouched: Vouched) -> Response:
    browser = askers.browser(ask)
    try:
        entry = arrivals.arrive(
            ask.db,
            ask.settings,
            browser,
            visit.provider,
            vouched,
            device=ask.device,
            leads_to=visit.leads_to,
        )
    except Conflict as refusal:
        return failed(ask, HTTPStatus.CONFLICT, str(refusal), ask.path_for(INDEX), vouched.email)
    except Denied as refusal:
        return failed(ask, HTTPStatus.FORBIDDEN, str(refusal), visit.leads_to)
    if entry is None:
        sent = see_other(ask, ask.path_for("join:ask"))
        minutes = int(identities.VOUCHED.total_seconds()) // 60
        askers.remember(ask, sent, askers.asker(ask), minutes)
        return sent
    came_in = see_other(ask, within(entry.leads_to), flash=welcome(ask, entry.member))
    askers.let_in(ask, came_in, entry.token)
    return came_in


def _link(ask: Asking, visit: ProviderVisit, vouched: Vouched, label: str) -> Response:
    """Only for somebody signed in to both, all the way."""
    if not isinstance(ask.me, Member) or ask.me.id != visit.member_id or not ask.me.is_admitted:
        sentence = _("You are not signed in here any more, so nothing was added.")
        return failed(ask, HTTPStatus.FORBIDDEN, sentence, ask.path_for(INDEX))
    identities.link(ask.db, ask.me, vouched, label)
    said = _("From now on you can sign in by {label}.", label=label)
    return see_other(ask, ask.path_for(INDEX), flash=said)


def _came_to_nothing(ask: Asking, label: str, leads_to: str, trouble: Exception) -> Response:
    if isinstance(trouble, Unreachable):
        return _unreachable(ask, label, leads_to)
    if isinstance(trouble, Conflict):
        return failed(ask, HTTPStatus.GONE, str(trouble), leads_to)
    sentence = (
        _("{label} did not sign you in. Nothing has changed.", label=label)
        if isinstance(trouble, SaysNo)
        else _("What {label} answered cannot be believed, so you are not in.", label=label)
    )
    return failed(ask, HTTPStatus.FORBIDDEN, sentence, leads_to)


def _unreachable(ask: Asking, label: str, leads_to: str) -> Response:
    sentence = _("{label} cannot be reached at the moment. Please try again later.", label=label)
    sent = failed(ask, HTTPStatus.SERVICE_UNAVAILABLE, sentence, leads_to)
    sent.headers["Retry-After"] = "60"
    return sent
