"""How much of a page is its template: the CPU of both, in one process that serves nobody else."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from time import process_time
from typing import Any, ClassVar

import structlog
from fastapi import FastAPI
from jinja2 import Template
from starlette.types import Message

from backend.core import garbage
from backend.core.config import Settings
from backend.kit.render import environment
from backend.main import create_app

WARMING = 5


class _Noted(Template):
    """A template that remembers what it was rendered from."""

    last: ClassVar[tuple["_Noted", Mapping[str, Any]]]

    def render(self, *given: Any, **named: Any) -> str:
        _Noted.last = self, dict(*given, **named)
        return super().render(*given, **named)


@dataclass(frozen=True, slots=True)
class Share:
    """Milliseconds of CPU: of the whole page, and of its template from prepared rows."""

    page: float
    template: float

    @property
    def times(self) -> float:
        return self.page / self.template


def measured(
    settings: Settings, cookie: str, pages: list[tuple[str, str]], many: int
) -> dict[str, Share]:
    """Each page by its name; what a server adds to reach it isn't in it."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    environment.template_class = _Noted
    app, found = create_app(settings), {}
    garbage.look_seldom()  # as whoever serves does
    with asyncio.Runner() as runner:
        for name, path in pages:
            whole = runner.run(_asked_often(app, path, cookie, many))
            template, context = _Noted.last
            found[name] = Share(whole, _rendered_often(template, context, many))
    app.state.sessions.kw["bind"].dispose()
    return found


async def _asked_often(app: FastAPI, path: str, cookie: str, many: int) -> float:
    """All in one run of the loop, as in a server: its threads end with it."""
    for _ in range(WARMING):
        await asked(app, path, cookie)
    began = process_time()
    for _ in range(many):
        await asked(app, path, cookie)
    return (process_time() - began) * 1000 / many


def _rendered_often(template: Template, context: Mapping[str, Any], many: int) -> float:
    for _ in range(WARMING):
        template.render(context)
    began = process_time()
    for _ in range(many):
        template.render(context)
    return (process_time() - began) * 1000 / many


async def asked(app: FastAPI, address: str, cookie: str) -> int:
    """Ask for a page as a browser would; how many bytes it has."""
    path, _mark, query = address.partition("?")
    size = 0
    headers = {"host": "localhost", "accept": "text/html", "cookie": cookie}

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] != 200:
            raise RuntimeError(message)
        nonlocal size
        size += len(message.get("body", b""))

    await app(
        {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 0),
            "server": ("localhost", 80),
        },
        receive,
        send,
    )
    return size
