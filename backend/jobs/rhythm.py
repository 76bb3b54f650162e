"""Doing something now and then, in a worker that never stops asking."""

from collections.abc import Callable
from datetime import datetime, timedelta

from backend.core import clock


def every(pause: timedelta, task: Callable[[], int]) -> Callable[[], int]:
    """The task, done only when this much time has passed since it was last begun."""
    last: datetime | None = None

    def when_due() -> int:
        nonlocal last
        now = clock.now()
        if last is not None and now - last < pause:
            return 0
        last = now
        return task()

    return when_due


def until_done(task: Callable[[], int]) -> Callable[[], int]:
    """The task again and again until nothing is left to do: what is due for many is due for all."""

    def all_of_it() -> int:
        done = 0
        while some := task():
            done += some
        return done

    return all_of_it
