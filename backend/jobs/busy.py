"""Reading the calendars of members who wish it, each at its time; only when they are busy is kept."""

from collections.abc import Callable
from typing import TypeAlias

from backend.core.db import Sessions
from backend.domain.roundtables import busy_times

Fetch: TypeAlias = Callable[[str], bytes | None]
"""What stands at an address outside; nothing if it can't be had."""


def read_one(sessions: Sessions, fetch: Fetch) -> int:
    """Read the calendar that has waited longest; none is open while it is waited for and read."""
    with sessions.begin() as db:
        claimed = busy_times.claim(db)
    if claimed is None:
        return 0
    member_id, address, zone = claimed
    found = busy_times.outcome(fetch(address), zone)
    with sessions.begin() as db:
        busy_times.settle(db, member_id, address, found)
    return 1
