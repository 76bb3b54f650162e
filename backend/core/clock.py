"""The one place that asks what time it is. Every moment in the program is aware and in UTC."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_stopped_at: ContextVar[datetime | None] = ContextVar("stopped_at", default=None)


def now() -> datetime:
    """The present moment, in UTC."""
    return _stopped_at.get() or datetime.now(UTC)


@contextmanager
def stopped(moment: datetime) -> Generator[None, None, None]:
    """Hold the clock still, for tests and for making things that happened in the past."""
    token = _stopped_at.set(moment)
    try:
        yield
    finally:
        _stopped_at.reset(token)
