"""One log line and one count for every request, and an answer even where the program fails."""

import re
from time import perf_counter

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.core.ids import new_id
from backend.kit.assets import MOUNT
from backend.kit.bodies import Refuse
from backend.kit.metrics import Metrics
from backend.kit.proxies import REQUEST_ID

GONE = 499
"""How logs speak of somebody who hung up; it is never sent."""

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SOUND_ID = re.compile(rb"[\w.-]{8,64}")

log = structlog.get_logger()


class Tracing:
    """Knows requests by the names of their routes: a path may hold a token or a person's name."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, refuse: Refuse) -> None:
        self.app = app
        self._metrics = metrics
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, name, status = perf_counter(), _request_id(scope), 0

        async def send_traced(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                traced = [*message.get("headers", ()), (REQUEST_ID, name.encode())]
                message = {**message, "headers": traced}
            await send(message)

        with structlog.contextvars.bound_contextvars(request=name):
            try:
                await self.app(scope, receive, send_traced)
            except ClientDisconnect:
                status = GONE
            except Exception:
                log.exception("failed", route=_route(scope))
                if not status:
                    answer = await self._refuse(Request(scope), 500)
                    await answer(scope, receive, send_traced)
                raise
            finally:
                self._note(scope, status or GONE, perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in METHODS else "other"
        route = _route(scope)
        self._metrics.count(method=method, route=route, status=status, seconds=seconds)
        log.info(
            "request",
            method=method,
            route=route,
            status=status,
            milliseconds=round(seconds * 1000, 1),
        )


def _request_id(scope: Scope) -> str:
    """The id that a proxy of ours gave it, or a new one."""
    for name, value in scope["headers"]:
        if name == REQUEST_ID and _SOUND_ID.fullmatch(value):
            return str(value, "ascii")
    return new_id().hex


def _route(scope: Scope) -> str:
    route = scope.get("route")
    if route is not None:
        return str(getattr(route, "name", "") or "unnamed")
    return "static" if scope["path"].startswith(f"{MOUNT}/") else "none"
