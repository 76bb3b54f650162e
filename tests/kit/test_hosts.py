import pytest
from fastapi import FastAPI
from starlette.responses import PlainTextResponse

from backend.core.config import Settings
from backend.kit.hosts import Hosts, served
from tests.support.calling import call

OURS = Hosts(PlainTextResponse("ours"), names=frozenset({"network.example"}))


@pytest.mark.parametrize("host", ["network.example", "NETWORK.example", "network.example:8443"])
def test_our_own_name_is_answered(host: str) -> None:
    assert call(OURS, headers={"Host": host}).text == "ours"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "network.example.evil.example", "network.example@evil.example", "[x", "", "é"],
)
def test_any_other_name_is_not(host: str) -> None:
    answer = call(OURS, headers={b"Host": host.encode("latin-1")})
    assert answer.status_code == 421
    assert host not in answer.text or not host


def test_two_names_are_one_too_many() -> None:
    twice = [("Host", "network.example"), ("Host", "network.example")]
    assert call(OURS, headers=twice).status_code == 421


def test_machines_may_ask_after_our_health_by_any_name(app: FastAPI) -> None:
    assert call(app, "/healthz", headers={"Host": "10.1.2.3:8000"}).text == "alive"
    assert call(app, "/", headers={"Host": "10.1.2.3:8000"}).status_code == 421


def test_only_a_demonstration_is_served_as_localhost(settings: Settings) -> None:
    given = {"origin": "https://network.example"}
    live = settings.model_copy(update={**given, "mode": "production"})
    assert served(live) == {"network.example"}
    assert served(settings) == {"localhost", "127.0.0.1", "::1"}
