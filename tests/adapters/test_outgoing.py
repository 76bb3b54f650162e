"""Where our own requests go, how much they take and for how long."""

import socket
from collections.abc import Generator
from contextlib import contextmanager, suppress
from ipaddress import ip_network
from threading import Thread

import httpx2
import pytest

from backend.adapters.outgoing import MOST, NotAllowed, Reach

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@contextmanager
def saying(answer: bytes) -> Generator[str, None, None]:
    """A server on this machine that says this to one caller, who may hang up, and goes."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def speak() -> None:
            caller, _address = server.accept()
            with caller, suppress(OSError):
                caller.recv(65536)
                caller.sendall(answer)

        speaking = Thread(target=speak)
        speaking.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        finally:
            speaking.join()


def reach(*addresses: str, networks: tuple[str, ...] = (), at_home: bool = False) -> Reach:
    return Reach(
        at_home=at_home,
        networks=tuple(ip_network(one) for one in networks),
        look_up=lambda _host, _port: addresses,
    )


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fd00::1",
        "fe80::1",
        "::ffff:10.1.2.3",
        "64:ff9b::a01:203",
        "2002:a01:203::1",
        "::10.1.2.3",
        "::ffff:0:10.1.2.3",
        "fec0::1",
    ],
)
def test_no_network_of_its_own_is_asked(address: str) -> None:
    with pytest.raises(NotAllowed):
        reach(address).addresses("accounts.example", 443)
    with pytest.raises(NotAllowed):
        reach("93.184.215.14", address).addresses("accounts.example", 443)


def test_public_addresses_and_those_that_an_operator_opens_are_asked() -> None:
    for public in ("93.184.215.14", "2606:2800:21f:cb07::1"):
        assert reach(public).addresses("accounts.example", 443) == [public]
    inside = reach("10.1.2.3", networks=("10.1.0.0/16",))
    assert inside.addresses("accounts.example", 443) == ["10.1.2.3"]
    with pytest.raises(NotAllowed):
        reach("10.2.0.1", networks=("10.1.0.0/16",)).addresses("accounts.example", 443)
    with pytest.raises(NotAllowed):
        reach().addresses("accounts.example", 443)


def test_a_name_is_looked_up_once_and_the_connection_goes_where_that_led() -> None:
    asked = []

    def look_up(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with saying(ANSWER + b"Content-Length: 2\r\n\r\nhi") as address:
        here = address.replace("127.0.0.1", "localhost")
        assert Reach(at_home=True, look_up=look_up).get(here) == b"hi"
    assert asked == ["localhost"]


def test_a_public_name_that_leads_home_is_not_asked() -> None:
    with pytest.raises(NotAllowed):
        reach("127.0.0.1").get("https://accounts.example/keys")


@pytest.mark.parametrize(
    "address",
    [
        "http://accounts.example/",
        "http://127.0.0.1.example/",
        "ftp://localhost/",
        "file:///etc/passwd",
        "https:///token",
    ],
)
def test_nothing_goes_out_without_https(address: str) -> None:
    with pytest.raises(NotAllowed):
        Reach(at_home=True).insist(address)
    with pytest.raises(NotAllowed):
        Reach().insist("http://localhost/token")
    Reach().insist("https://accounts.example/token")
    Reach(at_home=True).insist("http://[::1]:9000/token")


def test_a_redirect_is_not_followed() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"
    with saying(moved) as address, pytest.raises(httpx2.HTTPStatusError):
        Reach(at_home=True).get(address)


@pytest.mark.parametrize(
    "rest",
    [
        b"X: " + b"x" * MOST + b"\r\n\r\n",
        b"\r\n" + b"x" * (MOST + 1),
        b"Content-Length: 4\r\nContent-Encoding: gzip\r\n\r\nxxxx",
    ],
    ids=["head", "body", "packed"],
)
def test_an_answer_that_is_too_large_is_not_read(rest: bytes) -> None:
    with pytest.raises(httpx2.TransportError), saying(ANSWER + rest) as address:
        Reach(at_home=True).get(address)
