"""Who is really asking, when a proxy stands before us: believed from the proxies of the settings."""

from collections.abc import Iterable
from ipaddress import ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from backend.core.config import Network

FORWARDED_FOR = b"x-forwarded-for"
REQUEST_ID = b"x-request-id"
TOLD_BY_PROXIES = frozenset(
    {FORWARDED_FOR, REQUEST_ID, b"x-forwarded-proto", b"x-forwarded-host", b"forwarded"}
)


class Proxies:
    """Takes the client's address from a proxy of ours, and such headers away from anybody else."""

    def __init__(self, app: ASGIApp, *, trusted: Iterable[Network]) -> None:
        self.app = app
        self._networks = tuple(trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            peer = scope["client"][0] if scope.get("client") else ""
            if self._trusts(peer):
                scope["client"] = (self._farthest(scope, peer), 0)
            else:
                scope["headers"] = [
                    (name, value) for name, value in scope["headers"] if name not in TOLD_BY_PROXIES
                ]
        await self.app(scope, receive, send)

    def _trusts(self, address: str) -> bool:
        return bool(self._networks) and _is_in(address, self._networks)

    def _farthest(self, scope: Scope, peer: str) -> str:
        """The last address that one of our own proxies reports and that isn't one of them.

        Each proxy appends whom it heard, so the list is read from its end; what stands further
        left, the client may have written itself.
        """
        lines = [value for name, value in scope["headers"] if name == FORWARDED_FOR]
        for told in reversed(b",".join(lines).decode("latin-1").split(",")):
            address = _without_port(told.strip())
            if not _is_address(address):
                break
            peer = address
            if not self._trusts(address):
                break
        return peer


def _is_in(address: str, networks: Iterable[Network]) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in networks)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _without_port(told: str) -> str:
    """`[2001:db8::1]:4711`, `192.0.2.1:4711`, or the address alone."""
    if told.startswith("["):
        return told[1:].partition("]")[0]
    return told.partition(":")[0] if told.count(":") == 1 else told
