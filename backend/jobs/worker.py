"""The worker: does what is due, again and again, until it is told to stop."""

from collections.abc import Callable, Sequence
from threading import Event, Thread

import structlog

IDLE_SECONDS = 2.0
"""How long to rest when nothing was due."""

Task = Callable[[], int]
"""Does some of what is due; says how many things that were."""

log = structlog.get_logger()


class Worker:
    """Runs its tasks in turn. One that fails is noted and tried again in the next round."""

    def __init__(self, tasks: Sequence[Task], idle_seconds: float = IDLE_SECONDS) -> None:
        self._tasks = tasks
        self._idle_seconds = idle_seconds
        self._stopping = Event()
        self._thread: Thread | None = None

    def run(self) -> None:
        """Work until `stop` is called, in the caller's thread."""
        while not self._stopping.is_set():
            if self.round() == 0:
                self._stopping.wait(self._idle_seconds)

    def round(self) -> int:
        """Each task once; how many things were done."""
        done = 0
        for task in self._tasks:
            if self._stopping.is_set():
                break
            try:
                done += task()
            except Exception:
                # The database may be restarting; whatever it is, the next round tries again.
                log.exception("task failed")
        return done

    def start(self) -> None:
        """Work in a thread beside the web."""
        self._thread = Thread(target=self.run, name="worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the thing in hand and end."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=30)
