"""Only requests for our own name are answered, so that no link can be made to lead elsewhere."""

from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.core.config import Settings
from backend.core.i18n import N_, _

AT_HOME = frozenset({"localhost", "127.0.0.1", "::1"})
MISDIRECTED = 421
ELSEWHERE = N_("This network is not served under the name that was asked for.")


def served(settings: Settings) -> frozenset[str]:
    """The names under which this network is served; a demonstration by this machine's as well."""
    origin = urlsplit(settings.origin).hostname
    return frozenset({origin} if origin else ()) | (AT_HOME if settings.is_demo else frozenset())


class Hosts:
    def __init__(self, app: ASGIApp, *, names: frozenset[str]) -> None:
        self.app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._is_ours(scope):
            await self.app(scope, receive, send)
            return
        await PlainTextResponse(_(ELSEWHERE), MISDIRECTED)(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        asked = [value for name, value in scope["headers"] if name == b"host"]
        if len(asked) != 1:
            return False
        try:
            name = urlsplit(f"//{asked[0].decode('ascii')}").hostname
        except ValueError:
            return False
        return name in self._names
