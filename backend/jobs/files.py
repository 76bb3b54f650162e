"""Clearing the shelf of files that nobody came back for."""

from backend.core.db import Sessions
from backend.core.shelf import Shelf
from backend.domain.resources import files


def sweep(sessions: Sessions, shelf: Shelf) -> int:
    """How many files were forgotten."""
    with sessions() as db:
        swept = files.sweep(db, shelf)
        db.commit()
    return swept
