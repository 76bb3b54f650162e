"""One garden for each database and test run; who only reads, reads it as it stands."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from sqlalchemy import Engine, delete

from backend.adapters.files import Files
from backend.core import clock
from backend.core.db import sessions_for
from backend.domain.search.models import SearchGap
from backend.main import create_app
from tests.canary.asking import Asker
from tests.canary.planting.garden import plant_everything
from tests.canary.words import Garden
from tests.conftest import NOON, settings_in
from tests.support import databases

MEGABYTE = 1_000_000


@dataclass(slots=True)
class World:
    """A planted network, and the program that serves it."""

    garden: Garden
    engine: Engine
    folder: Path
    app: FastAPI
    portal: BlockingPortal

    def asker(self, role: str, *, reads: bool = False, app: FastAPI | None = None) -> Asker:
        """The role at its browser and its program, here or at another application."""
        tokens = self.garden.reading_tokens if reads else self.garden.tokens
        key, token = self.garden.keys.get(role, ""), tokens.get(role, "")
        return Asker(app or self.app, self.portal, key, token)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "world" in metafunc.fixturenames:
        kinds = databases.asked_for(metafunc.config, metafunc.definition)
        metafunc.parametrize("world", kinds, indirect=True, scope="session")


@pytest.fixture(scope="session")
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generator[World, None, None]:
    folder = tmp_path_factory.mktemp("garden")
    with (
        databases.migrated(request.config, request.param, folder) as engine,
        start_blocking_portal() as portal,
    ):
        settings, sessions = settings_in(folder), sessions_for(engine)
        with clock.stopped(NOON), sessions() as db:
            shelf = Files(settings.files, settings.file_megabytes * MEGABYTE)
            garden = plant_everything(db, settings, shelf)
        yield World(garden, engine, folder, create_app(settings, sessions), portal)


@pytest.fixture(autouse=True)
def _nothing_is_looked_for_yet(request: pytest.FixtureRequest) -> None:
    """What three people search for in vain is shown to conveners, and here everybody searches."""
    if "world" in request.fixturenames:
        world: World = request.getfixturevalue("world")
        with world.engine.begin() as connection:
            connection.execute(delete(SearchGap))
