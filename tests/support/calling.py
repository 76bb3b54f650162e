"""One bare request to an ASGI application, from wherever it shall seem to come."""

from contextlib import suppress
from typing import Any

import anyio
import httpx
from starlette.types import ASGIApp

from tests.support.browser import ORIGIN


def call(
    app: ASGIApp, path: str = "/", method: str = "GET", *, peer: str = "192.0.2.9", **rest: Any
) -> httpx.Response:
    transport = httpx.ASGITransport(app, client=(peer, 4711), raise_app_exceptions=False)
    client = httpx.AsyncClient(transport=transport, base_url=ORIGIN)

    async def send() -> httpx.Response:
        answer = await client.request(method, path, **rest)
        with suppress(httpx.StreamConsumed):  # what came from a generator is gone
            await answer.request.aread()  # the rest, a file too, can be looked at afterwards
        return answer

    return anyio.run(send)
