"""Reading the calendars of members who wish it, each at its time; only when they are busy is kept."""

from collections.abc import Callable
from typing import TypeAlias

from backend.core.db import Sessions
from backend.domain.roundtables import busy_times

Fetch: TypeAlias = Callable[[str], bytes | None]
"""What stands at an address outside; nothing if it can't be had."""


def read_one(sessions: Sessions, fetch: Fetch) -> int:
    """Read the calendar that has waited longest; no transaction is open while it is waited for."""
    with sessions.begin() as db:
        claimed = busy_times.claim(db)
    if claimed is None:
        return 0
    member_id, address = claimed
    sent = fetch(address)
    with sessions.begin() as db:
        busy_times.settle(db, member_id, address, sent)
    return 1
