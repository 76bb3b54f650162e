"""A real server on a real socket, for what only shows there."""

import socket
from collections.abc import Generator
from contextlib import contextmanager
from threading import Thread
from typing import TypeAlias

from starlette.types import ASGIApp
from uvicorn import Server

from backend.kit.protocol import Limits, PatientConfig

Address: TypeAlias = tuple[str, int]


@contextmanager
def served(app: ASGIApp, limits: Limits) -> Generator[Address, None, None]:
    """The address at which this application answers until the end of the block."""
    with serving(PatientConfig(app, limits=limits, lifespan="off")) as (address, _server):
        yield address


@contextmanager
def serving(config: PatientConfig) -> Generator[tuple[Address, Server], None, None]:
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listening:
        # It listens from here on: who connects before the server runs waits, and needs no pause.
        server = Server(config)
        thread = Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield listening.getsockname(), server
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
