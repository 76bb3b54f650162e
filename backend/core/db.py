"""The database kit: names for constraints, aware times, engines for SQLite and PostgreSQL."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias, TypeVarTuple, cast

from sqlalchemy import CompoundSelect, Connection, DateTime, Dialect, Engine, Result, Select, event
from sqlalchemy.orm import QueryableAttribute, sessionmaker
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.types import TypeDecorator
from sqlmodel import Relationship, Session, SQLModel, create_engine

from backend.core.plans import plan_anew

# Alembic can only drop what has a name; this must run before the first table is declared.
SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

Columns = TypeVarTuple("Columns")
Sessions: TypeAlias = sessionmaker[Session]

BUSY_SECONDS = 10
"""How long a writer waits for another before SQLite gives up."""
CACHE_KILOBYTES = 32_000
"""What a connection to SQLite keeps of its file: all that cities like one are found by among a
million documents. With half of it, most is read from the file anew each time (8 ms, not 6).
"""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: refuses naive times on the way in, returns UTC on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"naive time {value!r}: every moment must know its zone"
            raise ValueError(msg)
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """What makes a moment of what the database sent: nothing is faster than this, for hundreds."""
        return _written if dialect.name == "sqlite" else _sent


def _written(value: str | None) -> datetime | None:
    """SQLite keeps a moment as text."""
    return None if value is None else datetime.fromisoformat(f"{value}+00:00")


def _sent(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


def related(back_populates: str | None = None, **options: object) -> Any:
    """A relation that raises when read unloaded: queries say what they load, or fail in tests."""
    return Relationship(
        back_populates=back_populates, sa_relationship_kwargs={"lazy": "raise", **options}
    )


def rel(attribute: object) -> QueryableAttribute[Any]:
    """A relation as SQLAlchemy sees it; SQLModel's annotations hide that from the type checker."""
    return cast("QueryableAttribute[Any]", attribute)


def one_of(column: str, *choices: str) -> str:
    """The text of a check that a column holds one of these words."""
    return f"{column} IN ({', '.join(repr(choice) for choice in choices)})"


def open_engine(url: str, **options: Any) -> Engine:
    """An engine for this address, set up so that both databases keep the same promises."""
    engine = create_engine(url, **options)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgres)
        event.listen(engine, "do_execute", plan_anew)
    return engine


def _prepare_postgres(raw: Any, _record: object) -> None:
    # Compiling a long select takes longer than running any of ours (117 of 165 ms for a search
    # among a million documents), and is done anew each time.
    raw.autocommit = True
    raw.execute("SET jit = off")
    raw.autocommit = False


def _prepare_sqlite(raw: Any, _record: object) -> None:
    # The driver would open transactions by itself, deferred and late; we open them below.
    raw.isolation_level = None
    for pragma in (
        "foreign_keys = ON",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        f"cache_size = -{CACHE_KILOBYTES}",
        "temp_store = MEMORY",
    ):
        raw.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that turns into a writer fails at once when another writes (508 of
    # 600 in a trial); who may write says so first, and waits in line.
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def sessions_for(bind: Engine | Connection, **options: Any) -> Sessions:
    return sessionmaker(bind, class_=Session, expire_on_commit=False, **options)


def rows(
    db: Session,
    wanted: Select[*Columns] | CompoundSelect[*Columns],
    given: Mapping[str, Any] | None = None,
) -> Result[*Columns]:
    """The rows of a select of columns, made with SQLAlchemy's own `select`.

    SQLModel's knows at most four columns and frowns on `execute`; it is for entities. A select
    that is made once, with `bindparam` for what changes, is `given` that here: making one anew
    for each request costs more than running it.
    """
    return OrmSession.execute(db, wanted, given)
