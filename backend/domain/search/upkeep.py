"""Keeping SQLite's index in few lists: FTS5 writes a new one with each transaction.

It merges four that are as long whenever it writes, but the longest are left for years: each word
then stands in a dozen lists, and a question goes through all of them. Of a million documents a rare
phrase of common words took 3.5 ms in twenty lists, and 0.3 in one. PostgreSQL keeps one by itself.

See https://www.sqlite.org/fts5.html#the_merge_command
"""

from sqlalchemy import text
from sqlmodel import Session

from backend.domain.search import engine

PAGES = 2_000
"""Written in one transaction: who writes meanwhile waits a quarter of a second."""
_IDLE = 2
"""Rows that change where there was something to merge: at least so many."""
_MERGE = text("INSERT INTO search_words (search_words, rank) VALUES ('merge', :pages)")


def merge_some(db: Session, pages: int = PAGES) -> int:
    """Merge lists that are about as long; whether there was anything to merge.

    From the shortest up, so that what was added in a day costs no more than a day's. Migration 0060
    says that two are enough.
    """
    if not engine.is_sqlite(db):
        return 0
    before = _changes(db)
    db.connection().execute(_MERGE, {"pages": pages})
    return int(_changes(db) - before >= _IDLE)


def _changes(db: Session) -> int:
    """How many rows this connection has changed since it was opened."""
    changed: int = db.connection().connection.driver_connection.total_changes  # type: ignore[union-attr]
    return changed
