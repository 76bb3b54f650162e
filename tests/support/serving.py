"""A real server on a real socket, for what only shows there."""

import socket
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import copy_context
from threading import Thread
from typing import TypeAlias

from starlette.types import ASGIApp
from uvicorn import Server

from backend.kit.protocol import Limits, PatientConfig

Address: TypeAlias = tuple[str, int]


@contextmanager
def served(app: ASGIApp, limits: Limits) -> Generator[Address, None, None]:
    """The address at which this application answers until the end of the block."""
    with listening() as port, running(PatientConfig(app, limits=limits, lifespan="off"), port):
        yield port.getsockname()


def listening() -> socket.socket:
    """An open port. Who connects before the server runs waits, and needs no pause."""
    return socket.create_server(("127.0.0.1", 0), backlog=1024)


@contextmanager
def running(config: PatientConfig, port: socket.socket) -> Generator[Server, None, None]:
    """A server in a thread of its own, where the test's stopped clock stands still as well."""
    server = Server(config)
    thread = Thread(target=copy_context().run, args=(server.run, [port]))
    thread.start()
    try:
        yield server
    finally:
        server.should_exit = True
        thread.join()


def said(address: Address, *pieces: bytes) -> bytes:
    """Everything the server answers to these bytes until it hangs up."""
    with socket.create_connection(address, timeout=20) as caller:
        for piece in pieces:
            caller.sendall(piece)
        return heard(caller)


def heard(caller: socket.socket) -> bytes:
    pieces = []
    try:
        while piece := caller.recv(65536):
            pieces.append(piece)
    except ConnectionResetError:
        pass
    return b"".join(pieces)
