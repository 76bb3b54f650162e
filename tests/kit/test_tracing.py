import re
from typing import Any

import pytest
from fastapi import FastAPI, Response
from starlette.requests import ClientDisconnect
from structlog.testing import capture_logs

from backend.core.config import Settings
from backend.core.db import Sessions
from backend.main import create_app
from tests.support.calling import call


def lines(app: FastAPI, *given: Any, **named: Any) -> list[dict[str, Any]]:
    with capture_logs() as said:
        call(app, *given, **named)
    return [{k: v for k, v in line.items() if k != "milliseconds"} for line in said]


def broken() -> Response:
    msg = "amina@bristol.example"
    raise ValueError(msg)


def gone() -> Response:
    raise ClientDisconnect


def test_a_request_leaves_one_line_with_the_name_of_its_route(app: FastAPI) -> None:
    assert lines(app, "/sign-in/secret?email=amina") == [
        {
            "event": "request",
            "log_level": "info",
            "method": "GET",
            "route": "session:show",
            "status": 410,
        }
    ]


@pytest.mark.parametrize(
    ("path", "method", "route", "status"),
    [
        ("/nothing/amina", "GET", "none", 404),
        ("/static/x/site.css", "GET", "static", 404),
        ("/nothing", "BREW", "none", 404),
    ],
)
def test_what_has_no_route_is_counted_under_few_names(
    app: FastAPI, path: str, method: str, route: str, status: int
) -> None:
    (line,) = lines(app, path, method, headers={"Sec-Fetch-Site": "same-origin"})
    assert (line["route"], line["status"]) == (route, status)
    assert line["method"] == ("GET" if method == "GET" else "other")


def test_head_is_told_from_get(app: FastAPI) -> None:
    app.add_api_route("/words", lambda: "words", name="words:show")
    (line,) = lines(app, "/words", "HEAD")
    assert (line["method"], line["route"]) == ("HEAD", "words:show")


def test_the_health_of_the_machine_is_asked_too_often_to_be_noted(app: FastAPI) -> None:
    assert lines(app, "/healthz") == []


def test_a_failure_is_logged_once_and_says_nothing_to_whom_it_meets(app: FastAPI) -> None:
    app.add_api_route("/broken", broken, name="words:break")
    with capture_logs() as said:
        answer = call(app, "/broken")
    assert answer.status_code == 500
    assert "Something went wrong on our side." in answer.text
    assert [(line["event"], line.get("status")) for line in said] == [
        ("failed", None),
        ("request", 500),
    ]


def test_a_failure_in_the_api_is_a_problem(app: FastAPI) -> None:
    app.add_api_route("/api/v1/broken", broken, name="words:break")
    answer = call(app, "/api/v1/broken")
    assert (answer.status_code, answer.json()["status"]) == (500, 500)


def test_who_hangs_up_is_no_failure(app: FastAPI) -> None:
    app.add_api_route("/gone", gone, name="words:leave")
    with capture_logs() as said, pytest.raises(AssertionError):
        call(app, "/gone")  # nobody is there to be answered, and httpx wonders
    assert [(line["event"], line["status"]) for line in said] == [("request", 499)]


def test_each_answer_names_its_request(app: FastAPI) -> None:
    names = {call(app, "/nothing").headers["X-Request-ID"] for _ in range(3)}
    assert len(names) == 3
    assert all(re.fullmatch("[0-9a-f]{32}", name) for name in names)


def test_a_proxy_may_name_a_request_and_nobody_else(settings: Settings, sessions: Sessions) -> None:
    behind = Settings(**(settings.model_dump() | {"proxies": "10.0.0.1, 10.9.0.0/16"}))
    app = create_app(behind, sessions)

    def named(peer: str, name: str) -> str:
        return call(app, "/nothing", peer=peer, headers={"X-Request-ID": name}).headers[
            "X-Request-ID"
        ]

    assert named("10.9.1.1", "abcd-1234") == "abcd-1234"
    assert named("10.0.0.2", "abcd-1234") != "abcd-1234"
    assert named("10.0.0.1", "<script>") != "<script>"
