"""Many clients at once on one real database, each with a connection and a thread of its own."""

from collections.abc import Callable
from threading import Barrier, Thread

from sqlalchemy import Engine
from sqlmodel import Session

from backend.core import clock
from backend.core.db import sessions_for
from backend.core.errors import Refusal
from tests.conftest import NOON


def at_once(engine: Engine, deed: Callable[[Session], object], clients: int = 50) -> list[str]:
    """What each of them got, by its type: a result, or a refusal. Refused work is kept, too."""
    sessions = sessions_for(engine)
    ready = Barrier(clients)
    got: list[str] = []

    def act() -> None:
        ready.wait()
        with clock.stopped(NOON), sessions() as db:
            try:
                got.append(type(deed(db)).__name__)
            except Refusal as refusal:
                got.append(type(refusal).__name__)
            db.commit()

    threads = [Thread(target=act) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(got)
