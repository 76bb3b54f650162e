"""The databases a test runs on: each worker's own, made by the migrations, full text and all."""

import shutil
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from backend.core import migrations
from backend.core.db import open_engine
from tests.support import postgres

KINDS = ("sqlite", "postgres")

Fill: TypeAlias = Callable[[Engine, Path], None]
"""What is written into a database, and into the folder beside it."""

_server = pytest.StashKey[str]()
_folder = pytest.StashKey[Path]()


def asked_for(config: pytest.Config, test: pytest.Item) -> list[str]:
    """The kinds of database for this test: those of the command line that its marks allow."""
    asked = config.getoption("database")
    only = [kind for kind in KINDS if test.get_closest_marker(f"{kind}_only")]
    return [kind for kind in only or KINDS if asked in {kind, "both"}]


def shared(config: pytest.Config) -> dict[str, str]:
    """What the workers of a run have in common: its models, and its PostgreSQL."""
    given = {"models": str(folder(config))}
    if config.getoption("database") != "sqlite":
        given["postgres"] = server(config)
    return given


def folder(config: pytest.Config) -> Path:
    """Where a run keeps its models."""
    if "models" in (workerinput := _workerinput(config)):
        return Path(workerinput["models"])
    if _folder not in config.stash:
        kept = TemporaryDirectory(prefix="opencities_")
        config.add_cleanup(kept.cleanup)
        config.stash[_folder] = Path(kept.name)
    return config.stash[_folder]


def server(config: pytest.Config) -> str:
    """The address of the run's PostgreSQL, started when first asked for."""
    if "postgres" in (workerinput := _workerinput(config)):
        return workerinput["postgres"]
    if _server not in config.stash:
        models = folder(config)  # first, so that it ends last
        until_the_end = ExitStack()
        config.add_cleanup(until_the_end.close)
        config.stash[_server] = until_the_end.enter_context(postgres.server())
        until_the_end.callback(_drop_all, config.stash[_server], models)
    return config.stash[_server]


@contextmanager
def migrated(config: pytest.Config, kind: str, place: Path) -> Generator[Engine, None, None]:
    """An engine on a new database of this kind, as the migrations make it."""
    with _copied(config, kind, place, _migrated(config, kind)) as engine:
        yield engine


@contextmanager
def filled(
    config: pytest.Config, kind: str, place: Path, name: str, fill: Fill
) -> Generator[Engine, None, None]:
    """The same, as it is once filled, which is done once in a run under each name."""
    model = _model(config, kind, name, fill, lambda: _migrated(config, kind))
    with _copied(config, kind, place, model) as engine:
        yield engine


@contextmanager
def _copied(
    config: pytest.Config, kind: str, place: Path, model: str
) -> Generator[Engine, None, None]:
    with ExitStack() as until_the_end:
        url = f"sqlite:///{place}/test.db"
        if kind == "postgres":
            made = postgres.database(server(config), f"opencities_{uuid4().hex[:12]}", model)
            url = until_the_end.enter_context(made)
        else:
            shutil.copyfile(model, place / "test.db")
        engine = open_engine(url)
        until_the_end.callback(engine.dispose)
        yield engine


def _migrated(config: pytest.Config, kind: str) -> str:
    """Copies of it take a tenth of the time that the migrations do."""
    return _model(config, kind, "migrated", lambda engine, _place: migrations.upgrade(engine))


def _model(
    config: pytest.Config, kind: str, name: str, fill: Fill, of: Callable[[], str] | None = None
) -> str:
    """A database to copy, a file or the name of a template: made by who needs it first, for all."""
    place = folder(config) / f"{name}.{kind}"
    model = f"{place}/model.db" if kind == "sqlite" else f"{place.parent.name}_{name}"
    with place.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not (ready := place / "ready").exists():
            place.mkdir()
            url = _new(config, kind, model, of() if of else "")
            engine = open_engine(url)
            fill(engine, place)
            engine.dispose()  # whereupon SQLite has everything in the one file
            ready.touch()
    return model


def _new(config: pytest.Config, kind: str, name: str, model: str) -> str:
    if kind == "postgres":
        with postgres.commands(server(config)) as run:
            return postgres.create(run, name, model or "template1")
    if model:
        shutil.copyfile(model, name)
    return f"sqlite:///{name}"


def _drop_all(address: str, models: Path) -> None:
    with postgres.commands(address) as run:
        for place in models.glob("*.postgres"):
            postgres.drop(run, f"{models.name}_{place.stem}")


def _workerinput(config: pytest.Config) -> dict[str, str]:
    """What a worker of pytest-xdist was given; nothing without it."""
    return getattr(config, "workerinput", {})
