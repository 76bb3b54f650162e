"""The databases a test runs on: each worker's own, made by the migrations, full text and all."""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from backend.core import migrations
from backend.core.db import open_engine
from tests.support import postgres

KINDS = ("sqlite", "postgres")

_server = pytest.StashKey[str]()


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
    with ExitStack() as until_the_end:
        url = f"sqlite:///{folder}/test.db"
        if kind == "postgres":
            name = f"opencities_{uuid4().hex[:12]}"
            url = until_the_end.enter_context(postgres.database(server(config), name))
        engine = open_engine(url)
        until_the_end.callback(engine.dispose)
        migrations.upgrade(engine)
        yield engine
