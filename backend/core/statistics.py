"""What the database knows of its own tables, by which it chooses how to look things up.

PostgreSQL counts by itself. SQLite never does: without figures it guesses, and in a large network
wrongly (people who can help with a topic took 87 ms among a million documents, and 27 with them).
"""

from sqlmodel import Session, SQLModel

from backend.core.db import Sessions

LOOKED_AT = 100_000
"""Rows of each index. By a thousand SQLite still took common things for rare, and chose wrongly (a
desk took 33 ms). Among a million documents all tables are read in one to three seconds, and none
holds up who writes for longer than half of one.
"""


def renew(db: Session, table: str = "") -> int:
    """Have SQLite count all tables anew, or one; whether it had to be told."""
    if db.get_bind().dialect.name != "sqlite":
        return 0
    connection = db.connection()
    connection.exec_driver_sql(f"PRAGMA analysis_limit = {LOOKED_AT}")
    connection.exec_driver_sql(f"ANALYZE {table}")
    return 1


def renew_each(sessions: Sessions) -> int:
    """The same one table after the other, each in a transaction of its own: meanwhile others write.

    How many tables. What FTS5 keeps is not among them: it always looks it up in the same way.
    """
    renewed = 0
    for table in SQLModel.metadata.tables:
        with sessions.begin() as db:
            renewed += renew(db, table)
    return renewed
