from pathlib import Path

import pytest
from sqlalchemy import text

from backend.core import migrations
from backend.core.db import open_engine


def test_a_migration_that_leaves_rows_without_their_parents_is_undone_and_said(
    tmp_path: Path,
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/network.db")
    with engine.connect() as connection, connection.begin():
        connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE child (id INTEGER REFERENCES parent (id))"))
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("INSERT INTO child VALUES (1)")
        raw.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(RuntimeError, match="1 rows refer to what is no longer there"):
        migrations.upgrade(engine)
    engine.dispose()


def test_foreign_keys_hold_again_after_migrating(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/network.db")
    migrations.upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    engine.dispose()
