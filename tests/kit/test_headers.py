import pytest
from fastapi import FastAPI, Response

from backend.core.config import Settings
from backend.core.db import Sessions
from backend.kit.assets import asset
from backend.main import create_app, scripts
from tests.support.calling import call

POLICY = (
    "default-src 'none'; "
    "script-src https://cdn.jsdelivr.net/npm/htmx.org@4.0.1/dist/htmx.min.js "
    f"http://localhost:8000{asset('passkeys.js')} http://localhost:8000{asset('suggestions.js')}; "
    "style-src 'self'; img-src 'self' data:; font-src 'none'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


def fails() -> Response:
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing-here", 404),
        ("/language", 405),
        ("/static/x/nothing.css", 404),
        ("/healthz", 200),
        ("/metrics", 200),
        ("/fails", 500),
    ],
)
def test_every_answer_carries_the_safe_headers(app: FastAPI, path: str, status: int) -> None:
    app.add_api_route("/fails", fails)
    answer = call(app, path)
    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in answer.headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in answer.headers


def test_a_demonstration_lets_its_scripts_run_under_both_its_names(settings: Settings) -> None:
    for ours, other in (
        ("http://127.0.0.1:8000", "http://localhost:8000"),
        ("http://127.0.0.1", "http://localhost"),
        ("http://localhost", None),
    ):
        shown = settings.model_copy(update={"mode": "demo", "origin": ours})
        named = [origin for origin in (ours, other) if origin]
        files = (asset("passkeys.js"), asset("suggestions.js"))
        assert scripts(shown)[1:] == tuple(name + one for name in named for one in files)


def test_pages_are_kept_by_nobody_unless_their_route_says_so(app: FastAPI) -> None:
    app.add_api_route("/public", lambda: Response(headers={"Cache-Control": "max-age=60"}))
    assert call(app, "/nothing-here").headers["Cache-Control"] == "no-store"
    assert call(app, "/public").headers.get_list("Cache-Control") == ["max-age=60"]


def test_over_https_browsers_are_told_to_stay_there(settings: Settings, sessions: Sessions) -> None:
    secure = settings.model_copy(update={"origin": "https://network.example"})
    answer = call(create_app(secure, sessions), "/", headers={"Host": "network.example"})
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
