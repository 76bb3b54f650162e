"""No write may start on another site (OWASP: fetch metadata, with Origin for older browsers)."""

from re import Pattern

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.core.i18n import _

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class SameOriginWrites:
    """Refuses forms that another site sent, save to the addresses that are open to them.

    Programs carry tokens, and no cookies, to /api/.
    """

    def __init__(self, app: ASGIApp, origin: str, open_to_others: Pattern[str]) -> None:
        self.app = app
        self.origin = origin
        self._open = open_to_others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE or self._is_ours(scope):
            await self.app(scope, receive, send)
            return
        sentence = _("This form was sent from another site, so nothing was changed.")
        await PlainTextResponse(sentence, 403)(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        if scope["path"].startswith("/api/") or self._open.fullmatch(scope["path"]):
            return True
        headers = Headers(scope=scope)
        site = headers.get("Sec-Fetch-Site")
        if site is not None:
            return site in {"same-origin", "none"}
        return headers.get("Origin") == self.origin
