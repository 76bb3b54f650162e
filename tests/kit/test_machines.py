from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection, text
from sqlmodel import Session

from backend.core.config import Settings
from backend.core.db import Sessions, open_engine, sessions_for
from backend.domain.notifications.models import Letter
from backend.main import create_app
from tests.conftest import NOON
from tests.support.calling import call


def figures(app: FastAPI) -> dict[str, float]:
    lines = [line for line in call(app, "/metrics").text.splitlines() if line[0] != "#"]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_a_process_that_runs_is_alive_and_with_its_tables_ready(app: FastAPI) -> None:
    assert (call(app, "/healthz").text, call(app, "/readyz").text) == ("alive", "ready")


def test_it_is_not_ready_before_it_has_been_migrated(app: FastAPI, connection: Connection) -> None:
    connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    answer = call(app, "/readyz")
    assert (answer.status_code, answer.text) == (503, "The database awaits `opencities migrate`.")


def test_it_is_not_ready_without_a_database(settings: Settings) -> None:
    engine = open_engine("sqlite:////nowhere/at/all.db")
    app = create_app(settings, sessions_for(engine))
    answer = call(app, "/readyz")
    assert (answer.status_code, answer.text) == (503, "The database cannot be reached.")
    assert call(app, "/healthz").status_code == 200
    engine.dispose()


def test_requests_are_counted_by_route(app: FastAPI) -> None:
    app.add_api_route("/words/{word}", lambda word: word, name="words:show")
    for path in ("/words/one", "/words/two", "/nothing"):
        call(app, path)
    counted = figures(app)
    served = 'opencities_requests_total{method="GET",route="words:show",status="200"}'
    assert counted[served] == 2
    assert counted[served.replace("words:show", "none").replace("200", "404")] == 1
    assert counted['opencities_request_seconds_count{route="words:show"}'] == 2


def test_letters_that_wait_or_were_given_up_are_counted(app: FastAPI, db: Session) -> None:
    fates: list[dict[str, Any]] = [{}, {}, {"sent_at": NOON}, {"gave_up_at": NOON}]
    for fate in fates:
        db.add(Letter(address="a@example.org", event="x", **fate))
    db.commit()
    counted = figures(app)
    assert counted["opencities_letters_waiting"] == 2
    assert counted["opencities_letters_given_up"] == 1


@pytest.mark.parametrize(
    ("token", "sent", "status"),
    [("", "", 404), ("", "Bearer ", 404), ("t" * 32, "Bearer x", 404), ("t" * 32, "t" * 32, 200)],
)
def test_figures_are_for_who_has_the_token(
    settings: Settings, sessions: Sessions, token: str, sent: str, status: int
) -> None:
    given = {"mode": "production", "metrics_token": token}
    app = create_app(Settings(**(settings.model_dump() | given)), sessions)
    assert call(app, "/metrics", headers={"Authorization": sent}).status_code == status
