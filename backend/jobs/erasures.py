"""Accounts whose day has come, and data that is too old: each in a transaction of its own."""

from collections.abc import Callable

from sqlmodel import Session

from backend.core.config import Settings
from backend.core.db import Sessions
from backend.core.shelf import Shelf
from backend.domain.own_data import erasing

Forgetting = Callable[[Session, Settings], tuple[int, list[str]]]
"""Forgets what is due; says how much, and which archives are to be forgotten with it."""


def erase_due(sessions: Sessions, archives: Shelf) -> int:
    """Erase who wished so and has not come back; how many wishes were settled."""
    with sessions() as db:
        db.connection(execution_options={"writes": False})
        due = erasing.due(db)
    for member_id in due:
        with sessions.begin() as db:
            forgotten = erasing.carry_out(db, member_id)
        for sha256 in forgotten:
            archives.forget(sha256)
    return len(due)


def forget(sessions: Sessions, settings: Settings, archives: Shelf, deed: Forgetting) -> int:
    """Forget what is due by the settings; how much."""
    with sessions.begin() as db:
        count, forgotten = deed(db, settings)
    for sha256 in forgotten:
        archives.forget(sha256)
    return count
