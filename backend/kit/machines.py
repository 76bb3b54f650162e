"""For the machines that look after this one: is it up, can it work, how is it doing."""

from http import HTTPStatus

import structlog
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.core import migrations, tokens
from backend.core.db import Sessions
from backend.kit.metrics import Metrics


class Machines:
    """Answers before anything else may fail: no session, no language, no host's name is needed."""

    def __init__(
        self, app: ASGIApp, *, sessions: Sessions, metrics: Metrics, token: str, is_open: bool
    ) -> None:
        self.app = app
        self._sessions = sessions
        self._metrics = metrics
        self._token = token
        self._is_open = is_open
        self._needed = migrations.newest()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        if path == "/healthz":
            answer: Response = PlainTextResponse("alive")
        elif path == "/readyz":
            answer = await run_in_threadpool(self._readiness)
        elif path == "/metrics":
            answer = await run_in_threadpool(self._figures, Request(scope))
        else:
            await self.app(scope, receive, send)
            return
        await answer(scope, receive, send)

    def _readiness(self) -> Response:
        try:
            with self._sessions() as db:
                connection = db.connection(execution_options={"writes": False})
                is_current = migrations.is_at(connection, self._needed)
        except SQLAlchemyError:
            structlog.get_logger().warning("database out of reach", exc_info=True)
            return PlainTextResponse("The database cannot be reached.", 503)
        if not is_current:
            return PlainTextResponse("The database awaits `opencities migrate`.", 503)
        return PlainTextResponse("ready")

    def _figures(self, request: Request) -> Response:
        sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not self._is_open and not (self._token and tokens.same(sent, self._token)):
            return PlainTextResponse(HTTPStatus.NOT_FOUND.phrase, HTTPStatus.NOT_FOUND)
        return Response(self._metrics.text(), media_type=CONTENT_TYPE_LATEST)
