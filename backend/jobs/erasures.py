"""Accounts whose day has come: erased one by one, each in a transaction of its own."""

from backend.core.db import Sessions
from backend.core.shelf import Shelf
from backend.domain.own_data import erasing


def erase_due(sessions: Sessions, archives: Shelf) -> int:
    """Erase who wished so and has not come back; how many wishes were settled."""
    with sessions() as db:
        due = erasing.due(db)
    for member_id in due:
        with sessions.begin() as db:
            forgotten = erasing.carry_out(db, member_id)
        for sha256 in forgotten:
            archives.forget(sha256)
    return len(due)
