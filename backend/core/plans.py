"""How databases are kept from the long way round: what they guess wrongly, or read at length."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Dialect,
    Executable,
    ScalarSelect,
    Select,
    String,
    Uuid,
    bindparam,
    cast,
    func,
    literal,
)
from sqlalchemy import select as columns
from sqlalchemy.engine import ExecutionContext
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

Asked = TypeVar("Asked", bound=Executable)
_ANEW = "planned_anew"


def counted_to(most: int, found: Select[*tuple[Any, ...]]) -> ScalarSelect[int]:
    """How much a query finds, counted no further than this.

    What it would say of each is left out: of a column that isn't asked for, a table is not read.
    """
    some = found.with_only_columns(literal(1), maintain_column_froms=True).limit(most).subquery()
    return columns(func.count()).select_from(some).scalar_subquery()


def planned_anew(wanted: Asked) -> Asked:
    """The same, planned by PostgreSQL for what is given, each time.

    What was asked ten times it answers by one plan, whatever is given: that saves time, but where the
    best way goes by how rare a word is, or a place, the one plan took four times as long.
    """
    return wanted.execution_options(**{_ANEW: True})


def plan_anew(cursor: Any, statement: str, given: Any, context: ExecutionContext) -> bool | None:
    """Where a statement is to be planned anew, it is not prepared; to be heard before each is run."""
    if not context.execution_options.get(_ANEW):
        return None
    cursor.execute(statement, given, prepare=False)
    return True


class by_no_index(FunctionElement[Any]):  # noqa: N801 - said like a function of the database
    """A column by which SQLite is to look up nothing, since an index of another one serves.

    PostgreSQL knows better, and is told nothing.
    """

    inherit_cache = True

    def __init__(self, column: Any) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(by_no_index)
def _as_it_is(element: by_no_index, compiler: SQLCompiler, **given: Any) -> str:
    return compiler.process(element.clauses, **given)


@compiles(by_no_index, "sqlite")
def _set_aside(element: by_no_index, compiler: SQLCompiler, **given: Any) -> str:
    return f"+{_as_it_is(element, compiler, **given)}"


def as_written(column: Any) -> ColumnElement[str]:
    """An identifier as its text: to make thousands of them takes longer than to look them up."""
    return cast(column, String)


class is_among(FunctionElement[bool]):  # noqa: N801 - the same
    """Whether a column of words or of identifiers has one of these, however many: they are sent as one.

    Sent one by one, hundreds of them take longer to be written out than to be looked for.
    """

    inherit_cache = True
    type = Boolean()

    def __init__(self, column: Any, values: Iterable[str] | Iterable[UUID]) -> None:
        are_keys = isinstance(column.type, Uuid)
        words = sorted(one.hex if isinstance(one, UUID) else one for one in values)
        super().__init__(column, bindparam(None, words, type_=_Keys() if are_keys else _Words()))

    def self_group(self, against: Any = None) -> Any:  # noqa: ARG002 - SQLAlchemy’s
        # Or SQLite is asked whether it equals 1, and looks nothing up.
        return self


class _Words(TypeDecorator[Sequence[str]]):
    """Many words in one: an array, or the text of one in JSON."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        own: TypeEngine[Any] = String() if dialect.name == "sqlite" else ARRAY(String)
        return dialect.type_descriptor(own)

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> Any:
        return json.dumps(value) if dialect.name == "sqlite" else value


class _Keys(TypeDecorator[Sequence[str]]):
    """Many identifiers in one text: of an array, which PostgreSQL reads faster than it is sent one."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str:
        return json.dumps(value) if dialect.name == "sqlite" else f"{{{','.join(value or ())}}}"


@compiles(is_among)
def _in_array(element: is_among, compiler: SQLCompiler, **given: Any) -> str:
    column, words = (compiler.process(one, **given) for one in element.clauses)
    is_text = isinstance(list(element.clauses)[1].type, _Keys)
    return f"{column} = ANY ({f'CAST({words} AS UUID[])' if is_text else words})"


@compiles(is_among, "sqlite")
def _in_list(element: is_among, compiler: SQLCompiler, **given: Any) -> str:
    column, words = (compiler.process(one, **given) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({words}))"  # noqa: S608 - both compiled
