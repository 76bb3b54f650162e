"""Letters that somebody wants no more, by one press of a button and without signing in.

Mail programs press it too (RFC 8058): they send the form that the letter's headers name. To open
the address does nothing, since mail gateways open every link.
"""

from typing import Annotated

from fastapi import Form, Response

from backend.core.errors import NotFound
from backend.core.i18n import N_, _
from backend.domain.notifications import wishes
from backend.kit import errors, unsubscribing
from backend.kit.asking import Ask, Asking
from backend.kit.delivered import Delivered
from backend.kit.render import render
from backend.kit.router import Router
from backend.kit.unsubscribing import Unwanted

router = Router(show=errors.show_page, prefix="/unsubscribe/{token}")

NAMES = {
    "talks": N_("Letters about conversations"),
    "contributions": N_("Letters about what you contributed"),
    "roundtables": N_("Letters about roundtables"),
    "duties": N_("Letters about your city and your duties"),
    "follows": N_("Letters about what you follow"),
    "network": N_("Letters about the network"),
    "daily": N_("The daily digest"),
    "weekly": N_("The weekly digest"),
}


@router.get("", name="unsubscribing:show")
def show(ask: Ask, token: str) -> Response:
    return _page(ask, token, _read(ask, token), is_done=False)


@router.post("", name="unsubscribing:end")
def end(ask: Delivered, token: str, every: Annotated[str, Form()] = "") -> Response:
    unwanted = _read(ask, token)
    wishes.end(ask.db, unwanted.member_id, "" if every else unwanted.wish)
    # No redirect: what a mail program sends must end here.
    return _page(ask, token, unwanted, is_done=True, every=bool(every))


def _read(ask: Asking, token: str) -> Unwanted:
    unwanted = unsubscribing.read(ask.settings.secret.get_secret_value(), token)
    if unwanted is None:
        raise NotFound(_("There is no page at this address."))
    return unwanted


def _page(
    ask: Asking, token: str, unwanted: Unwanted, *, is_done: bool, every: bool = False
) -> Response:
    return render(
        ask,
        "notifications/unsubscribe.html",
        token=token,
        name=_(NAMES[unwanted.wish]),
        is_done=is_done,
        every=every,
    )
