"""Small things that are done now and then: reminders of what waits, forgetting what nobody needs."""

from collections.abc import Callable

from sqlmodel import Session

from backend.core.db import Sessions
from backend.jobs.worker import Task

Chore = Callable[[Session], int]
"""Does what is due; says how many things that were."""


def chore(sessions: Sessions, deed: Chore) -> Task:
    """A task for the worker that does this in one transaction."""

    def work() -> int:
        with sessions.begin() as db:
            return deed(db)

    return work
