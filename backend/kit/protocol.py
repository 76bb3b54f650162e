"""HTTP with deadlines: nobody keeps a connection by sending or reading slowly.

uvicorn waits for ever for the rest of a request; a handful of machines could hold every connection
open. Each part of a request has its time here, and its size.
"""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import h11
from starlette.types import ASGIApp
from uvicorn.config import Config
from uvicorn.protocols.http.flow_control import CLOSE_HEADER
from uvicorn.protocols.http.h11_impl import H11Protocol

from backend.kit.headers import FOR_PLAIN_WORDS


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes."""

    head: float = 10
    """From connecting, or from the first byte of a later request, to the end of its headers."""
    pause: float = 15
    """Between two pieces of a body."""
    body: float = 300
    """The whole of a body."""
    reading: float = 30
    """Between two signs that the answer is being read."""
    head_bytes: int = 16 * 1024
    head_lines: int = 100
    target_bytes: int = 8 * 1024
    connections: int = 1000
    """Open at one time, idle ones too."""
    spill_bytes: int = 32 * 1024 * 1024
    """Of a body that was refused: read and thrown away, so that the refusal can arrive."""


SENTENCES = {
    HTTPStatus.REQUEST_TIMEOUT: "The request took too long to arrive. Please try again.",
    HTTPStatus.REQUEST_URI_TOO_LONG: "The address is too long.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Too many people are here just now. Please try again.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "The request's headers are too large.",
}
UNREADABLE = "The request could not be read."


class Connection(h11.Connection):
    """h11 refuses two Hosts; it passes a long head that comes in one piece, and an old one's lack."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(h11.SERVER, limits.head_bytes)
        self.limits = limits
        self.refused = HTTPStatus.BAD_REQUEST

    def next_event(self) -> Any:
        try:
            event = super().next_event()
            if isinstance(event, h11.Request):
                self._insist(event)
        except h11.RemoteProtocolError as no:
            self.refused = HTTPStatus(no.error_status_hint)
            raise
        return event

    def _insist(self, request: h11.Request) -> None:
        lines = list(request.headers)
        if len(request.target) > self.limits.target_bytes:
            raise _no(HTTPStatus.REQUEST_URI_TOO_LONG)
        if (
            len(lines) > self.limits.head_lines
            or sum(len(name) + len(value) for name, value in lines) > self.limits.head_bytes
        ):
            raise _no(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        given = dict(lines)
        if not given.get(b"host"):
            raise _no(HTTPStatus.BAD_REQUEST)
        if b"content-length" in given and b"transfer-encoding" in given:
            # A proxy may believe the one and we the other (request smuggling).
            raise _no(HTTPStatus.BAD_REQUEST)


def _no(status: HTTPStatus) -> h11.RemoteProtocolError:
    return h11.RemoteProtocolError(status.phrase, error_status_hint=status)


class PatientConfig(Config):
    """uvicorn's own configuration, for the protocol below. It travels to every web process."""

    def __init__(self, app: ASGIApp | str, *, limits: Limits, **rest: Any) -> None:
        super().__init__(
            app,
            http=PatientProtocol,
            ws="none",
            proxy_headers=False,  # kit/proxies.py believes fewer
            server_header=False,
            access_log=False,  # kit/tracing.py writes one without paths
            log_config=None,
            **rest,
        )
        self.limits = limits


class PatientProtocol(H11Protocol):
    """Patient up to the limits of its configuration."""

    def __init__(self, config: PatientConfig, *rest: Any, **named: Any) -> None:
        super().__init__(config, *rest, **named)
        self.limits = config.limits
        self.conn: Connection = Connection(self.limits)
        self._deadlines: dict[str, asyncio.TimerHandle] = {}
        self._spilt = 0
        self._unread = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.limits.connections:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            self._set("head", self.limits.head)

    def connection_lost(self, exc: Exception | None) -> None:
        for name in tuple(self._deadlines):
            self._drop(name)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self.cycle is not None and self.cycle.response_complete:
            self._spill(len(data))
        super().data_received(data)
        self._watch_sender(moved=True)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch_sender(moved=False)
        if self.transport.get_write_buffer_size():
            self._watch_reader()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch_reader()

    def send_400_response(self, _msg: str) -> None:
        self._refuse(self.conn.refused)

    def _watch_sender(self, *, moved: bool) -> None:
        """Set the deadlines that fit what the client owes us now."""
        owes = self.conn.their_state
        if owes is not h11.IDLE:
            self._drop("head")
        elif self.conn.trailing_data[0]:
            self._set("head", self.limits.head, again=False)
        if owes is h11.SEND_BODY:
            self._set("body", self.limits.body, again=False)
            self._set("pause", self.limits.pause, again=moved)
        else:
            self._drop("body")
            self._drop("pause")

    def _watch_reader(self) -> None:
        self._unread = self.transport.get_write_buffer_size()
        self._set("reading", self.limits.reading)

    def _set(self, name: str, seconds: float, *, again: bool = True) -> None:
        if again or name not in self._deadlines:
            self._drop(name)
            self._deadlines[name] = self.loop.call_later(seconds, self._late, name)

    def _drop(self, name: str) -> None:
        if name in self._deadlines:
            self._deadlines.pop(name).cancel()

    def _late(self, name: str) -> None:
        del self._deadlines[name]
        if name == "reading":
            self._judge_reader()
        elif name == "pause" and self.flow.read_paused:
            self._set("pause", self.limits.pause)  # it is us who are slow
        elif name == "head" and not self.conn.trailing_data[0]:
            self.transport.abort()  # connected, and said nothing at all
        else:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _judge_reader(self) -> None:
        unread = self.transport.get_write_buffer_size()
        if unread >= self._unread > 0:
            self.transport.abort()
        elif unread:
            self._watch_reader()

    def _spill(self, size: int) -> None:
        """Read on after a refusal, so that it can arrive; but not for ever."""
        in_body = self.conn.their_state is h11.SEND_BODY
        self._spilt = self._spilt + size if in_body else 0
        if self._spilt > self.limits.spill_bytes:
            self.transport.abort()

    def _refuse(self, status: HTTPStatus) -> None:
        """Answer if nothing has been said yet, and hang up."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            words = SENTENCES.get(status, UNREADABLE).encode()
            headers = [*FOR_PLAIN_WORDS, (b"content-length", b"%d" % len(words)), CLOSE_HEADER]
            for event in (
                h11.Response(status_code=status, headers=headers, reason=status.phrase.encode()),
                h11.Data(data=words),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event))
        self.transport.close()
        if self.transport.get_write_buffer_size():
            self._watch_reader()
