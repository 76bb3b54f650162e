"""How SQLite is kept from the long way round: it guesses what is rare, and not always rightly."""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


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
