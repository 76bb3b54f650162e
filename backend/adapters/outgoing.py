"""Requests of ours to other machines: only to where they may go, only so much, only so long.

A name is looked up once, every address it has must be one that may be asked, and the connection
goes to the address that was looked at: no name can point elsewhere a moment later. Redirects are
not followed; whoever wants to, asks anew. What comes back is counted as it comes, head and body.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import httpcore2
import httpx2

from backend.core.config import Network
from backend.core.providers import Doubt

MOST = 1024 * 1024
"""Bytes of an answer; the metadata of a large provider have some 30 kB."""
PAUSE = httpx2.Timeout(5, connect=3)
"""Seconds between two pieces."""
LONGEST = 10.0
"""Seconds for all of a connection."""
TUNNELS = tuple(
    ip_network(one)
    for one in ("2002::/16", "64:ff9b::/96", "64:ff9b:1::/48", "::/96", "::ffff:0:0:0/96")
)
"""Addresses that hold another one, which may be private."""
SITE = ip_network("fec0::/10")
"""What was private in IPv6 once, and is no longer listed as such; old networks still have it."""

Address: TypeAlias = IPv4Address | IPv6Address
Lookup: TypeAlias = Callable[[str, int], Iterable[str]]


class NotAllowed(Doubt):
    """An address to which nothing of ours may be sent."""


def look_up(host: str, port: int) -> list[str]:
    """The addresses of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True)
class Reach:
    """What may be asked: public addresses over HTTPS, and what an operator opens besides."""

    at_home: bool = False
    """A demo or a test: this machine too, and without HTTPS."""
    networks: tuple[Network, ...] = ()
    """Private networks that may be asked all the same."""
    look_up: Lookup = look_up

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return httpx2.create_ssl_context()

    def insist(self, address: str) -> None:
        """NotAllowed for an address that must not even be looked up."""
        parts = urlsplit(address)
        if parts.hostname and (
            parts.scheme == "https"
            or (self.at_home and parts.scheme == "http" and _is_here(parts.hostname))
        ):
            return
        msg = "an address without HTTPS"
        raise NotAllowed(msg)

    def addresses(self, host: str, port: int) -> list[str]:
        """Where a name leads to; NotAllowed unless all of it may be asked."""
        found = list(self.look_up(host, port))
        if not found or not all(self._may_ask(ip_address(one)) for one in found):
            msg = "an address in a network of its own"
            raise NotAllowed(msg)
        return found

    def transport(self) -> httpx2.BaseTransport:
        """What a client asks through; for one errand, since its time is counted."""
        return _Transport(self, self._tls)

    def get(self, address: str) -> bytes:
        """What stands at an address."""
        with httpx2.Client(transport=self.transport(), timeout=PAUSE) as client:
            answer = client.get(address)
        answer.raise_for_status()
        return answer.content

    def _may_ask(self, address: Address) -> bool:
        address = getattr(address, "ipv4_mapped", None) or address
        if self.at_home and address.is_loopback:
            return True
        if any(address in network for network in self.networks):
            return True
        is_odd = any(address in network for network in (*TUNNELS, SITE))
        return address.is_global and not address.is_multicast and not is_odd


class _Transport(httpx2.BaseTransport):
    def __init__(self, reach: Reach, tls: ssl.SSLContext) -> None:
        self._reach = reach
        self._pool = httpcore2.ConnectionPool(ssl_context=tls, network_backend=_Wires(reach))

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self._reach.insist(str(request.url))
        # Packed, an answer could be a thousand times as large as what was counted.
        request.headers["Accept-Encoding"] = "identity"
        try:
            answer = self._pool.request(
                request.method,
                httpcore2.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.read(),
                extensions=request.extensions,
            )
        except (
            httpcore2.TimeoutException,
            httpcore2.NetworkError,
            httpcore2.ProtocolError,
            OSError,
        ) as error:
            raise httpx2.TransportError(type(error).__name__) from error
        received = httpx2.Headers(answer.headers)
        if received.get("Content-Encoding", "identity") != "identity":
            msg = "the answer is packed"
            raise httpx2.TransportError(msg)
        return httpx2.Response(answer.status, headers=received, content=answer.content)

    def close(self) -> None:
        self._pool.close()


class _Wires(httpcore2.NetworkBackend):
    """Connects to the address that was looked at, and to nothing else."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._wires = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        until = time.monotonic() + LONGEST
        failed: Exception = httpcore2.ConnectError()
        for address in self._reach.addresses(host, port):
            try:
                stream = self._wires.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
            else:
                return _Counted(stream, until)
        raise failed


class _Counted(httpcore2.NetworkStream):
    """A connection with an end in bytes and in seconds."""

    def __init__(self, stream: httpcore2.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until
        self._left = MOST

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        time_left = self._until - time.monotonic()
        if time_left <= 0:
            raise httpcore2.ReadTimeout
        got = self._stream.read(max_bytes, min(time_left, timeout or time_left))
        self._left -= len(got)
        if self._left < 0:
            msg = "the answer is too large"
            raise httpcore2.ReadError(msg)
        return got

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        return _Counted(self._stream.start_tls(ssl_context, server_hostname, timeout), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
