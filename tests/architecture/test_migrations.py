"""The migrations make exactly the tables the models describe, and can take them down again."""

from pathlib import Path

import alembic
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from backend.core import migrations

ROOT = Path(__file__).parents[2]


def test_our_alembic_folder_does_not_hide_the_library() -> None:
    assert not Path(str(alembic.__file__)).is_relative_to(ROOT / "alembic")


def test_history_is_one_line() -> None:
    assert len(ScriptDirectory.from_config(migrations.config()).get_heads()) == 1


def test_migrations_and_models_agree_and_can_be_undone(lasting_engine: Engine) -> None:
    with lasting_engine.connect() as connection:
        settings = migrations.config(connection)
        command.check(settings)
        command.downgrade(settings, "base")
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
