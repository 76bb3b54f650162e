"""Callers that ask for one page again and again, and what that costs the server."""

import asyncio
from dataclasses import dataclass
from time import perf_counter

import psutil

CALLERS = 4
WARMING = 20


@dataclass(frozen=True, slots=True)
class Rate:
    """What a page costs: answers a second, and the server's own time for each."""

    per_second: float
    cpu_milliseconds: float
    size: int


async def asked(port: int, path: str, cookie: str) -> tuple[str, bytes]:
    """One answer: its head and its body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        return await _ask(reader, writer, _request(path, cookie))
    finally:
        writer.close()


async def measured(server: psutil.Process, port: int, path: str, cookie: str, many: int) -> Rate:
    """Ask `many` times over a few connections, after some times that do not count."""
    request = _request(path, cookie)
    left = WARMING
    size = 0

    async def caller() -> None:
        nonlocal left, size
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while left > 0:
            left -= 1
            _head, body = await _ask(reader, writer, request)
            size = len(body)
        writer.close()

    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    left = many
    began, spent = perf_counter(), _cpu(server)
    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    seconds = perf_counter() - began
    return Rate(many / seconds, (_cpu(server) - spent) * 1000 / many, size)


def _request(path: str, cookie: str) -> bytes:
    lines = (f"GET {path} HTTP/1.1", "Host: localhost", "Accept: text/html", f"Cookie: {cookie}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[str, bytes]:
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    if not head.startswith("HTTP/1.1 200"):
        raise RuntimeError(head)
    (length,) = (
        int(line.partition(":")[2])
        for line in head.lower().split("\r\n")
        if line.startswith("content-length:")
    )
    return head, await reader.readexactly(length)


def _cpu(server: psutil.Process) -> float:
    times = server.cpu_times()
    return float(times.user + times.system)
