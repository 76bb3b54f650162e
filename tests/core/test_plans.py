"""What databases are told about how to look something up."""

from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.plans import by_no_index, counted_to, is_among, planned_anew
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


ODD = ("it's", 'a "quote"', "a\\b", "{a,b}", "null", "Ciudad de México", "حلوان", "%s", ":x")


@pytest.mark.parametrize("values", [(), ("Lima",), ("Lima", "Nobody's"), ("lima",), ODD])
def test_a_column_is_among_the_words_it_is_one_of_however_many_and_odd(
    db: Session, make: Make, values: tuple[str, ...]
) -> None:
    for number, name in enumerate(("Lima", "Accra", *ODD)):
        make.city(name, slug=f"city-{number}")
    named = col(City.name)
    wanted = select(named).where(is_among(named, values)).order_by(named)
    others = select(func.count()).where(~is_among(named, values))
    found = {"Lima", *ODD}.intersection(values)
    assert set(rows(db, wanted).scalars()) == found
    assert rows(db, others).scalar_one() == len(ODD) + 2 - len(found)


@pytest.mark.parametrize("most", [1, 2, 3, 4])
def test_what_is_found_is_counted_no_further_than_is_asked(
    db: Session, make: Make, most: int
) -> None:
    for name in ("Accra", "Bergen", "Cork"):
        make.city(name)
    counts = (
        counted_to(most, select(col(City.id))),
        counted_to(most, select(City).where(col(City.name) > "B")),
    )
    assert tuple(rows(db, select(*counts)).one()) == (min(most, 3), min(most, 2))


@pytest.mark.postgres_only
def test_what_is_planned_anew_is_planned_by_what_is_given_however_often_it_is_asked(
    db: Session,
) -> None:
    for _ in range(12):
        rows(db, select(col(City.name).label("usual")))
        rows(db, planned_anew(select(col(City.name).label("anew"))))
    kept = text("SELECT statement FROM pg_prepared_statements")
    statements = " ".join(db.connection().execute(kept).scalars())
    assert "AS usual" in statements
    assert "AS anew" not in statements


def _way(db: Session, wanted: Any) -> str:
    """How SQLite goes about it."""
    literal = wanted.compile(db.get_bind(), compile_kwargs={"literal_binds": True})
    *_place, detail = db.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {literal}").one()
    return str(detail).split()[0]
