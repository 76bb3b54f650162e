"""SQLite is told to count its tables; PostgreSQL does so by itself."""

from sqlalchemy import text
from sqlmodel import Session, SQLModel

from backend.core import statistics
from backend.core.db import Sessions
from tests.support.make import Make

KEPT = text("SELECT stat FROM sqlite_stat1 WHERE idx = 'ix_city_joined_at'")


def test_sqlite_knows_how_many_rows_there_are(db: Session, make: Make) -> None:
    make.city()
    make.city()
    is_sqlite = db.get_bind().dialect.name == "sqlite"
    assert statistics.renew(db) == int(is_sqlite)
    if is_sqlite:
        assert db.connection().execute(KEPT).scalar_one().split()[0] == "2"


def test_it_is_told_one_table_after_the_other(db: Session, sessions: Sessions, make: Make) -> None:
    make.city()
    db.commit()
    is_sqlite = db.get_bind().dialect.name == "sqlite"
    assert statistics.renew_each(sessions) == len(SQLModel.metadata.tables) * is_sqlite
    if is_sqlite:
        assert db.connection().execute(KEPT).scalar_one().split()[0] == "1"
