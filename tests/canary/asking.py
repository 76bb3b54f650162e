"""A role at its browser, or its program: plain requests on one event loop, so that many are cheap.

One task of the loop lasts as long as the world does: with it the threads in which routes run last,
which would be started anew for each request otherwise.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

from anyio.from_thread import BlockingPortal
from starlette.types import ASGIApp, Message

from backend.core import tokens
from tests.conftest import SECRET
from tests.support.papers import said_in

HOST = "localhost:8000"
FILES = "multipart/form-data; boundary=part"
CHANGING = frozenset({"x-request-id"})
PIECE = {"HX-Request": "true", "HX-Request-Type": "partial"}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes

    @property
    def text(self) -> str:
        """Everything that reached the reader: the head, and the body."""
        head = "\n".join(f"{name}: {value}" for name, value in self.headers)
        return unquote(head) + "\n\n" + said_in(self.body)

    def named(self) -> list[tuple[str, str]]:
        """The headers without what differs from one request to the next."""
        return sorted(one for one in self.headers if one[0] not in CHANGING)

    def lines(self, address: str) -> list[str]:
        """All of it, without what differs and without the address, where it repeats that."""
        body = self.body.decode(errors="replace")
        for part in (address, address.partition("?")[0]):
            for written in (part, quote(part), quote(part, "")):
                body = body.replace(written, "…")
        headers = [f"{name}: {told}" for name, told in self.named() if name != "content-length"]
        return [str(self.status), *headers, *body.splitlines()]

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")


class Asker:
    """One role: its pages are asked with its cookie, its JSON with its token."""

    def __init__(
        self, app: ASGIApp, portal: BlockingPortal, key: str = "", token: str = ""
    ) -> None:
        self._app, self._portal, self._key, self._token = app, portal, key, token

    def ask(
        self,
        address: str,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> Answer:
        told = {"Host": HOST, "Sec-Fetch-Site": "same-origin", **self._who(address)}
        told |= headers or {}
        return self._portal.call(self._call, method, address, told, body)

    def piece(self, address: str) -> Answer:
        return self.ask(address, headers=PIECE)

    def send(
        self, address: str, fields: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> Answer:
        """What a form sends or, to the API, the same as JSON; a file goes as a form either way."""
        if any(isinstance(value, bytes) for value in fields.values()):
            kind, body = FILES, b"".join(_part(*one) for one in fields.items()) + b"--part--\r\n"
        elif address.startswith("/api/"):
            kind, body = "application/json", json.dumps(fields).encode()
        else:
            sent = {"form_token": tokens.signature(SECRET, "form", self._key), **fields}
            kind, body = "application/x-www-form-urlencoded", urlencode(sent, doseq=True).encode()
        return self.ask(address, "POST", {"Content-Type": kind, **(headers or {})}, body)

    def _who(self, address: str) -> dict[str, str]:
        if address.startswith("/api/"):
            return {"Authorization": f"Bearer {self._token}"} if self._token else {}
        return {"Cookie": f"session={self._key}"} if self._key else {}

    async def _call(
        self, method: str, address: str, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        parts = urlsplit(address)
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(parts.path),
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [(name.lower().encode(), told.encode()) for name, told in headers.items()],
            "client": ("192.0.2.9", 4711),
            "server": ("localhost", 8000),
        }
        sent: list[Message] = []
        waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            return waiting.pop() if waiting else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        head = next(one for one in sent if one["type"] == "http.response.start")
        return Answer(
            head["status"],
            [(name.decode("latin-1"), told.decode("latin-1")) for name, told in head["headers"]],
            b"".join(one.get("body", b"") for one in sent if one["type"] == "http.response.body"),
        )


def _part(name: str, content: bytes) -> bytes:
    head = f'--part\r\nContent-Disposition: form-data; name="{name}"; filename="{name}.md"\r\n\r\n'
    return head.encode() + content + b"\r\n"
