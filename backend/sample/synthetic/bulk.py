"""Rows on their way into the database: thousands at a time, and none before what it refers to."""

from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from backend.domain.search import actions as search
from backend.domain.search.words import Found

AT_ONCE = 8_000


class Bulk:
    def __init__(self, db: Session) -> None:
        self._db = db
        self._rows: dict[type[SQLModel], list[dict[str, Any]]] = {}
        self._found: list[Found] = []
        self._count = 0

    def add(self, model: type[SQLModel], **row: Any) -> None:
        """Keep a row; those of one model all name the same columns."""
        self._rows.setdefault(model, []).append(row)
        self._count += 1

    def find(self, found: Found) -> None:
        self._found.append(found)

    def flush_some(self) -> None:
        """Write what is kept, if it is worth it."""
        if self._count >= AT_ONCE:
            self.flush()

    def flush(self) -> None:
        connection = self._db.connection()
        models = {model.__tablename__: model for model in self._rows}
        for table in SQLModel.metadata.sorted_tables:
            if model := models.get(table.name):
                connection.execute(insert(table), self._rows[model])
        search.index_new(self._db, self._found)
        self._rows.clear()
        self._found.clear()
        self._count = 0
