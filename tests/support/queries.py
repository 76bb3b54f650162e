"""Counting the SQL a piece of code sends, to catch one-more-query-per-row before it ships."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from backend.domain.topics import edition


@contextmanager
def counted(connection: Connection, *, kept: bool = False) -> Generator[list[str], None, None]:
    """What is sent, with nothing kept in the process: it depends on no test before.

    `kept`: with the tree of topics in the process, as nearly every page finds it.
    """
    sent: list[str] = []
    if not kept:
        edition.KEPT.clear()

    def note(_conn: object, _cursor: object, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            sent.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(connection, "before_cursor_execute", note)
