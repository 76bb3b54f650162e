"""Until when an affiliation is verified. Pure.

Nobody loses their standing without a month's notice: whatever the clock says, and however short
the setting became, an affiliation lapses no sooner than so long after its member was warned.
"""

from datetime import datetime, timedelta

NOTICE = timedelta(days=30)


def until(verified_at: datetime, warned_at: datetime | None, days: int) -> datetime:
    """When it lapses unless it is renewed; `days` is how long one is good for."""
    due = verified_at + timedelta(days=days)
    return max(due, warned_at + NOTICE) if warned_at else due


def warned_if_before(now: datetime, days: int) -> datetime:
    """Whoever was verified before this moment should be warned by now."""
    return now - timedelta(days=days) + NOTICE


def lapsed_if_before(now: datetime, days: int) -> datetime:
    """Whoever was verified before this moment, and warned in time, isn't verified any more."""
    return now - timedelta(days=days)
