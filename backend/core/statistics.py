"""What the database knows of its own tables, by which it chooses how to look things up.

PostgreSQL counts by itself. SQLite never does: without figures it guesses, and in a large network
wrongly (a member's desk took 349 ms among a million documents, and 32 with them).
"""

from sqlmodel import Session

LOOKED_AT = 1_000
"""Rows of each index: enough to choose by, and read in seconds however many there are."""


def renew(db: Session) -> int:
    """Have SQLite count anew; whether it had to be told."""
    if db.get_bind().dialect.name != "sqlite":
        return 0
    connection = db.connection()
    connection.exec_driver_sql(f"PRAGMA analysis_limit = {LOOKED_AT}")
    connection.exec_driver_sql("ANALYZE")
    return 1
