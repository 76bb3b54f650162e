"""How much may be sent to us: refused by its announced length, or by its bytes as they come."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.core.config import MEGABYTE

Refuse: TypeAlias = Callable[[Request, int], Awaitable[Response]]
"""Makes the answer for a status: a page or a problem, whatever the request deserves."""

TOO_LARGE = 413


class _TooLarge(Exception):
    """Leaves the reader of a body, wherever it stands."""


WORDS = MEGABYTE
"""The most a form without files or a JSON text may be: a long challenge has some 20 kB."""


class BodyLimit:
    """Stands before whatever reads the body, so that nothing too large reaches memory or disk."""

    def __init__(self, app: ASGIApp, *, files: int, refuse: Refuse) -> None:
        self.app = app
        self._files = files
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        most, announced = self._measure(scope)
        if announced > most:
            await self._turn_away(scope, receive, send)
            return
        counted = _Counted(receive, send, most)
        try:
            await self.app(scope, counted.receive, counted.send)
        except Exception:
            if not counted.is_too_large:
                raise
        if counted.is_too_large and not counted.answered:
            await self._turn_away(scope, receive, send)

    def _measure(self, scope: Scope) -> tuple[int, int]:
        headers = dict(scope["headers"])
        with_files = headers.get(b"content-type", b"").lower().startswith(b"multipart/form-data")
        length = headers.get(b"content-length", b"0")
        return (
            self._files if with_files else WORDS,
            int(length) if length.isdigit() else 0,
        )

    async def _turn_away(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._refuse(Request(scope), TOO_LARGE)
        await answer(scope, receive, send)


class _Counted:
    """Receives up to a size; beyond it, what the reader makes of that never leaves."""

    def __init__(self, receive: Receive, send: Send, most: int) -> None:
        self._receive = receive
        self._send = send
        self._left = most
        self.is_too_large = False
        self.answered = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.is_too_large = True
            raise _TooLarge
        return message

    async def send(self, message: Message) -> None:
        if self.is_too_large and not self.answered:
            return
        self.answered = True
        await self._send(message)
