"""Doing one thing at a time, across processes, until the transaction ends."""

import zlib

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session

from backend.core.db import rows


def alone(db: Session, name: str) -> None:
    """Wait until no other transaction holds the lock of this name, and hold it till this one ends.

    On SQLite there is only ever one writer, so there is nothing to wait for.
    """
    if db.get_bind().dialect.name == "postgresql":
        rows(db, columns(func.pg_advisory_xact_lock(zlib.crc32(name.encode()))))
