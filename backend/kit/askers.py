"""The browser that asks to sign in, known again by a cookie when it comes back; and signed in."""

import re
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.responses import Response

from backend.core import tokens
from backend.core.config import Settings
from backend.domain.members import sessions
from backend.domain.members.links import Asker
from backend.kit.asking import Asking, session_cookie

_TOKEN = re.compile(r"[\w-]{43}", re.ASCII)


def browser_cookie(settings: Settings) -> str:
    return "__Host-browser" if settings.is_secure else "browser"


def browser(ask: Asking) -> str:
    """The token that this browser was given; empty if it has none of ours."""
    token = ask.request.cookies.get(browser_cookie(ask.settings), "")
    return token if _TOKEN.fullmatch(token) else ""


def asker(ask: Asking) -> Asker:
    """The browser, by its token or a new one, and the network it is in."""
    client = ask.request.client
    return Asker(browser(ask) or tokens.new_token(), network(client.host if client else ""))


def remember(ask: Asking, answer: Response, asked_by: Asker, minutes: int = 0) -> None:
    """Let the browser carry its token for a little longer than a link lives, or than so long."""
    answer.set_cookie(
        browser_cookie(ask.settings),
        asked_by.browser,
        max_age=((minutes or ask.settings.link_minutes) + 5) * 60,
        httponly=True,
        samesite="lax",
        secure=ask.settings.is_secure,
    )


def let_in(ask: Asking, answer: Response, token: str) -> None:
    """Sign the browser in, with a token that it never had before; what it carried till now ends."""
    if ask.caller is not None and ask.caller.session_id is not None:
        sessions.end(ask.db, ask.caller.session_id)
    answer.set_cookie(
        session_cookie(ask.settings),
        token,
        max_age=ask.settings.session_days * 24 * 3600,
        httponly=True,
        samesite="lax",
        secure=ask.settings.is_secure,
    )
    answer.delete_cookie(browser_cookie(ask.settings), secure=ask.settings.is_secure)


def network(host: str) -> str:
    """An address, or the /64 of an IPv6 address: one household or office has all of those."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address, 64), strict=False))
