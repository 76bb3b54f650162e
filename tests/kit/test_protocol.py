import asyncio
import resource
import socket
from collections.abc import Generator
from contextlib import ExitStack

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from uvicorn import Server

from backend.kit.protocol import Limits, PatientConfig
from tests.support.serving import Address, heard, listening, running, said, served

QUICK = Limits(head=0.3, pause=0.3, body=0.8, reading=0.3)
PLAIN = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
LAST = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
UPLOAD = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n"
LONG = b"x" * 20_000_000


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Says how much it was sent."""
    try:
        size = len(await Request(scope, receive).body())
    except ClientDisconnect:
        return
    words = LONG if scope["path"] == "/long" else f"{scope['method']} {size}"
    await PlainTextResponse(words)(scope, receive, send)


@pytest.fixture(scope="module")
def server() -> Generator[Address, None, None]:
    with served(echo, QUICK) as address:
        yield address


def status(answer: bytes) -> str:
    return answer.decode("latin-1").partition(" ")[2][:3]


def test_a_sound_request_is_answered(server: Address) -> None:
    answer = said(server, LAST)
    assert (status(answer), answer.endswith(b"GET 0")) == ("200", True)


def test_a_body_that_comes_in_pieces_is_read_whole(server: Address) -> None:
    answer = said(server, UPLOAD[:-2] + b"Connection: close\r\n\r\n", b"x" * 60, b"x" * 40)
    assert answer.endswith(b"POST 100")


def test_two_requests_on_one_connection_are_both_answered(server: Address) -> None:
    assert said(server, PLAIN + LAST).count(b"GET 0") == 2


def test_the_server_does_not_say_what_it_is_made_of(server: Address) -> None:
    assert b"server:" not in said(server, LAST).lower()


def test_silence_is_hung_up_on(server: Address) -> None:
    assert said(server) == b""


@pytest.mark.parametrize(
    "pieces",
    [
        [b"GET / HTTP/1.1\r\nHo"],
        [PLAIN, b"GET /again HTT"],
        [UPLOAD],
        [UPLOAD, b"x" * 50],
        [b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"],
    ],
)
def test_half_a_request_is_answered_with_a_sentence(server: Address, pieces: list[bytes]) -> None:
    last = said(server, *pieces).split(b"GET 0")[-1]
    assert status(last) == "408"
    assert last.endswith(b"Please try again.")


def test_a_body_that_trickles_has_an_end(server: Address) -> None:
    """Each byte comes in time; all of them together do not."""
    with socket.create_connection(server, timeout=20) as caller:
        caller.sendall(UPLOAD)
        caller.settimeout(0.1)
        for _ in range(50):
            try:
                caller.sendall(b"x")
                answer = caller.recv(1000)
                break
            except TimeoutError:
                continue
        assert status(answer) == "408"


def test_an_answer_that_nobody_reads_is_not_kept(server: Address) -> None:
    with socket.create_connection(server, timeout=20) as caller:
        caller.sendall(PLAIN.replace(b"/ ", b"/long "))
        assert said(server) == b""  # as long as a deadline takes
        assert said(server) == b""
        assert 0 < len(heard(caller)) < len(LONG)


@pytest.mark.parametrize(
    ("request_bytes", "refusal"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", "400"),
        (b"GET / HTTP/1.0\r\n\r\n", "400"),
        (b"GET / HTTP/1.1\r\nHost: \r\n\r\n", "400"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nCookie: " + b"x" * 20_000 + b"\r\n\r\n", "431"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nCookie: " + b"x" * 20_000, "431"),
        (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"A: b\r\n" * 101 + b"\r\n", "431"),
        (b"GET /" + b"x" * 9_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", "414"),
        (b"not HTTP at all\r\n\r\n", "400"),
        (UPLOAD[:-2] + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"),
    ],
)
def test_a_head_that_is_too_much_or_too_little_is_refused(
    server: Address, request_bytes: bytes, refusal: str
) -> None:
    answer = said(server, request_bytes)
    assert status(answer) == refusal
    assert b"x-content-type-options: nosniff" in answer.lower()


def test_a_bad_piece_of_a_body_ends_the_request(server: Address) -> None:
    chunked = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n"
    assert status(said(server, chunked)) == "400"


@pytest.fixture
def many_files() -> Generator[int, None, None]:
    """Room for thousands of sockets in this process; how many callers fit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    room = min(hard, 8192) if hard != resource.RLIM_INFINITY else 8192
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, room), hard))
    yield min(2000, room // 3)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_thousands_of_slow_callers_keep_nobody_else_waiting(many_files: int) -> None:
    limits = Limits(head=1, connections=many_files + 1)
    with served(echo, limits) as address, ExitStack() as callers:
        slow = []
        for _ in range(many_files):
            caller = callers.enter_context(socket.create_connection(address, timeout=20))
            caller.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ")
            slow.append(caller)
        assert said(address, LAST).endswith(b"GET 0")
        assert {status(heard(caller)) for caller in slow} == {"408"}


def test_more_callers_than_there_is_room_for_are_told_so() -> None:
    with served(echo, Limits(connections=2)) as address, ExitStack() as callers:
        for _ in range(2):
            callers.enter_context(socket.create_connection(address))
        answer = said(address)
        assert (status(answer), b"Please try again." in answer) == ("503", True)


def test_what_was_refused_is_read_to_a_limit() -> None:
    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("too large", 413)(scope, receive, send)

    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 90000000\r\n\r\n"
    with (
        served(refuse, Limits(head=5, pause=5, body=5, spill_bytes=1_000_000)) as address,
        socket.create_connection(address, timeout=20) as caller,
    ):
        caller.sendall(head)
        assert status(caller.recv(10_000)) == "413"
        with pytest.raises(ConnectionError):
            caller.sendall(bytes(40_000_000))


def test_stopping_finishes_the_requests_in_hand() -> None:
    stopping: list[Server] = []

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        (server,) = stopping
        server.should_exit = True
        while server.servers[0].is_serving():  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0)
        await PlainTextResponse("finished")(scope, receive, send)

    config = PatientConfig(slow, limits=Limits(), lifespan="off", timeout_graceful_shutdown=20)
    with listening() as port, running(config, port) as server:
        stopping.append(server)
        assert said(port.getsockname(), PLAIN).endswith(b"finished")
