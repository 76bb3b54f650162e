"""What SQLite is told about how to look something up."""

from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.plans import by_no_index
from backend.domain.cities.models import City
from tests.support.make import Make


def test_a_column_set_aside_says_the_same_and_is_looked_up_by_no_index(
    db: Session, make: Make
) -> None:
    here, there = make.city(), make.city()
    make.city()
    slugs = [here.slug, there.slug]
    wanted = select(func.count()).where(by_no_index(col(City.slug)).in_(slugs))
    assert rows(db, wanted).scalar_one() == len(slugs)
    if db.get_bind().dialect.name == "sqlite":
        plain = select(func.count()).where(col(City.slug).in_(slugs))
        assert [_way(db, plain), _way(db, wanted)] == ["SEARCH", "SCAN"]


def _way(db: Session, wanted: Any) -> str:
    """How SQLite goes about it."""
    literal = wanted.compile(db.get_bind(), compile_kwargs={"literal_binds": True})
    *_place, detail = db.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {literal}").one()
    return str(detail).split()[0]
