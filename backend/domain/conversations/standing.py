"""Where a conversation stands, as each of the two may know it. Pure.

Who asked never learns that a request was declined: it stands unanswered until its time is over,
like every other that nobody answers.
"""

from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeAlias

ANSWERABLE = timedelta(days=30)
"""So long a request can be answered."""
RESTING = timedelta(days=30)
"""So long after the meeting, or the last message, a conversation counts as running."""
AFTER_PUT_OFF = timedelta(days=14)
"""So long it can still be answered after the day to which it was put off."""
UNSEALED = timedelta(days=14)
"""After so long what one has learned can be read even if the other wrote nothing."""

State: TypeAlias = Literal[
    "your_turn", "waiting", "later", "declined", "withdrawn", "ended", "agreed", "met", "cancelled"
]


class Facts(Protocol):
    """A conversation as far as its standing goes: the thing itself, or the row of a list."""

    @property
    def accepted_at(self) -> datetime | None: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...
    @property
    def declined_at(self) -> datetime | None: ...
    @property
    def cancelled_at(self) -> datetime | None: ...
    @property
    def put_off_until(self) -> datetime | None: ...
    @property
    def ends_at(self) -> datetime | None: ...
    @property
    def until(self) -> datetime: ...
    @property
    def offered_by_asked(self) -> bool: ...


def is_open(one: Facts, now: datetime) -> bool:
    """Whether it still waits for an answer, as far as both know."""
    return one.accepted_at is None and one.withdrawn_at is None and now < one.until


def has_turn(one: Facts, *, is_author: bool) -> bool:
    """Whether it is for this side to choose among the times."""
    return one.offered_by_asked == is_author


def is_over(one: Facts, now: datetime) -> bool:
    """Whether the two have met, as far as the calendar knows."""
    return one.ends_at is not None and one.cancelled_at is None and one.ends_at <= now


def state(one: Facts, now: datetime, *, is_author: bool) -> State:
    if one.accepted_at is not None:
        return _agreed(one, now)
    if one.withdrawn_at is not None:
        return "withdrawn"
    if one.declined_at is not None and not is_author:
        return "declined"
    return _waiting(one, now, is_author=is_author) if now < one.until else "ended"


def _agreed(one: Facts, now: datetime) -> State:
    if one.cancelled_at is not None:
        return "cancelled"
    return "met" if is_over(one, now) else "agreed"


def _waiting(one: Facts, now: datetime, *, is_author: bool) -> State:
    if not one.offered_by_asked and one.put_off_until is not None and now < one.put_off_until:
        return "later"
    return "your_turn" if has_turn(one, is_author=is_author) else "waiting"
