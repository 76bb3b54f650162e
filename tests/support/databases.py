"""The databases a test runs on: each worker's own, made by the migrations, full text and all."""

import shutil
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from backend.core import migrations
from backend.core.db import open_engine
from tests.support import postgres

KINDS = ("sqlite", "postgres")

_server = pytest.StashKey[str]()
_models = pytest.StashKey[dict[str, str]]()


def asked_for(config: pytest.Config, test: pytest.Item) -> list[str]:
    """The kinds of database for this test: those of the command line that its marks allow."""
    asked = config.getoption("database")
    only = [kind for kind in KINDS if test.get_closest_marker(f"{kind}_only")]
    return [kind for kind in only or KINDS if asked in {kind, "both"}]


def server(config: pytest.Config) -> str:
    """The address of the run's PostgreSQL, started when first asked for."""
    workerinput: dict[str, str] = getattr(config, "workerinput", {})
    if "postgres" in workerinput:
        return workerinput["postgres"]
    if _server not in config.stash:
        until_the_end = ExitStack()
        config.add_cleanup(until_the_end.close)
        config.stash[_server] = until_the_end.enter_context(postgres.server())
    return config.stash[_server]


@contextmanager
def migrated(config: pytest.Config, kind: str, folder: Path) -> Generator[Engine, None, None]:
    """An engine on a new database of this kind, as the migrations make it."""
    model = _model(config, kind)
    with ExitStack() as until_the_end:
        url = f"sqlite:///{folder}/test.db"
        if kind == "postgres":
            made = postgres.database(server(config), _name(), model)
            url = until_the_end.enter_context(made)
        else:
            shutil.copyfile(model, folder / "test.db")
        engine = open_engine(url)
        until_the_end.callback(engine.dispose)
        yield engine


def _model(config: pytest.Config, kind: str) -> str:
    """A database that the migrations made, once a process: a file, or the name of a template.

    Copies of it take a tenth of the time that the migrations do.
    """
    models = config.stash.setdefault(_models, {})
    if kind not in models:
        address = server(config) if kind == "postgres" else ""  # first, so that it ends last
        until_the_end = ExitStack()
        config.add_cleanup(until_the_end.close)
        if address:
            models[kind] = _name()
            url = until_the_end.enter_context(postgres.database(address, models[kind]))
        else:
            folder = until_the_end.enter_context(TemporaryDirectory())
            models[kind] = f"{folder}/model.db"
            url = f"sqlite:///{models[kind]}"
        _migrate(url)
    return models[kind]


def _migrate(url: str) -> None:
    engine = open_engine(url)
    migrations.upgrade(engine)
    engine.dispose()  # whereupon SQLite has everything in the one file


def _name() -> str:
    return f"opencities_{uuid4().hex[:12]}"
