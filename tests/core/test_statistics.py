"""SQLite is told to count its tables; PostgreSQL does so by itself."""

from sqlalchemy import text
from sqlmodel import Session

from backend.core import statistics
from tests.support.make import Make


def test_sqlite_knows_how_many_rows_there_are(db: Session, make: Make) -> None:
    make.city()
    make.city()
    is_sqlite = db.get_bind().dialect.name == "sqlite"
    assert statistics.renew(db) == int(is_sqlite)
    if is_sqlite:
        kept = text("SELECT stat FROM sqlite_stat1 WHERE idx = 'ix_city_joined_at'")
        assert db.connection().execute(kept).scalar_one().split()[0] == "2"
