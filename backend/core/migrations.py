"""Whether the database has the tables that this version of the program needs, and making them."""

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings; it migrates over the connection, or opens one from ours."""
    read = Config(toml_file=PYPROJECT)
    read.attributes["connection"] = connection
    return read


@cache
def newest() -> str | None:
    """The migration that this version of the program needs."""
    return ScriptDirectory.from_config(config()).get_current_head()


def is_at(connection: Connection, revision: str | None) -> bool:
    """Whether the database is at this migration."""
    return MigrationContext.configure(connection).get_current_revision() == revision


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest migration, all or nothing."""
    with engine.connect() as connection, _unbound(connection), connection.begin():
        command.upgrade(config(connection), "head")


@contextmanager
def _unbound(connection: Connection) -> Generator[None, None, None]:
    """SQLite alters a table by making it anew; with foreign keys on, that deletes what hangs on it."""
    raw = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or raw is None:
        yield
        return
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
        broken = raw.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        raw.execute("PRAGMA foreign_keys = ON")
    if broken:
        msg = f"{len(broken)} rows refer to what is no longer there: {broken[:5]}"
        raise RuntimeError(msg)
