"""One's own feed under the settings: made, made anew, ended; the address is shown once."""

from urllib.parse import urlsplit

from fastapi import Response

from backend.core.i18n import _
from backend.domain.members.policy import takes_part
from backend.domain.roundtables import own_feed
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/settings/calendar")

SHOW = "calendar:show"


@router.get("", name=SHOW)
def show(ask: SignedIn) -> Response:
    return _page(ask)


@router.post("", name="calendar:make")
def make(ask: SignedIn) -> Response:
    token = own_feed.renew(ask.db, ask.me)
    # Not a redirect: the secret is in no address that the browser keeps, and in no cookie.
    return _page(ask, ask.settings.origin + ask.path_for("calendar:feed", token=token))


@router.post("/removal", name="calendar:stop")
def stop(ask: SignedIn) -> Response:
    own_feed.stop(ask.db, ask.me)
    said = _("Your calendar’s address opens nothing any more.")
    return see_other(ask, ask.path_for(SHOW), flash=said)


def _page(ask: AskingMember, made: str = "") -> Response:
    return render(
        ask,
        "roundtables/own_calendar.html",
        "roundtables/_own_calendar.html",
        kept=own_feed.mine(ask.db, ask.me),
        made=made,
        opens=f"webcal:{made.removeprefix(urlsplit(made).scheme + ':')}" if made else "",
        may_make=takes_part(ask.me),
    )
