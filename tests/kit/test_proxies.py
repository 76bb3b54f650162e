from ipaddress import ip_network

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from backend.kit.proxies import Proxies
from tests.support.calling import call

PROXY, INNER, CLIENT = "10.0.0.1", "10.0.0.2", "203.0.113.7"


async def who(scope: Scope, receive: Receive, send: Send) -> None:
    """Says who asks, and what a proxy told of them."""
    request = Request(scope)
    told = request.headers.get("X-Forwarded-For", "") + request.headers.get("X-Request-ID", "")
    words = f"{request.client.host if request.client else ''} {told}"
    await PlainTextResponse(words)(scope, receive, send)


BEHIND = Proxies(who, trusted=[ip_network("10.0.0.0/30")])


def asks(peer: str, forwarded: str) -> str:
    return call(BEHIND, peer=peer, headers={"X-Forwarded-For": forwarded}).text.split(" ")[0]


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        (CLIENT, CLIENT),
        (f"{CLIENT}, {INNER}", CLIENT),
        (f"198.51.100.1, {CLIENT}", CLIENT),
        (f"{CLIENT}:4711", CLIENT),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("unknown", PROXY),
        (f"{CLIENT}, nonsense", PROXY),
        ("", PROXY),
        (INNER, INNER),
    ],
)
def test_a_proxy_of_ours_says_who_asks(forwarded: str, client: str) -> None:
    assert asks(PROXY, forwarded) == client


@pytest.mark.parametrize("peer", ["127.0.0.1", "10.0.0.9", CLIENT])
def test_nobody_else_can(peer: str) -> None:
    assert asks(peer, "198.51.100.1") == peer


def test_what_a_stranger_says_of_proxies_is_taken_away() -> None:
    headers = {"X-Forwarded-For": "198.51.100.1", "X-Request-ID": "made-up-by-me"}
    assert call(BEHIND, peer=CLIENT, headers=headers).text == f"{CLIENT} "
    assert call(BEHIND, peer=PROXY, headers=headers).text.endswith("198.51.100.1made-up-by-me")


def test_without_proxies_in_the_settings_nothing_is_believed() -> None:
    alone = Proxies(who, trusted=())
    answer = call(alone, peer="127.0.0.1", headers={"X-Forwarded-For": CLIENT})
    assert answer.text == "127.0.0.1 "
