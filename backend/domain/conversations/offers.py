"""The times that somebody offers: one to five moments of the coming months."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from backend.core import clock
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.times import moment
from backend.domain.conversations.drafts import TimeDraft, TimesDraft
from backend.domain.conversations.models import MOST_TIMES

FURTHEST = timedelta(days=92)


def offered(draft: TimesDraft, zone: str) -> list[str]:
    """The moments as they are kept, in order. Rejected when clocks skip one, or it has passed."""
    found = [*_chosen(draft.chosen)]
    for place, one in enumerate(draft.times):
        found.append(on_the_wall(one, zone, f"times.{place}"))
    every = sorted(set(found))
    if not every:
        raise Rejected({"times": _("Please offer at least one time.")})
    if len(every) > MOST_TIMES:
        raise Rejected({"times": _("Please offer at most {most} times.", most=MOST_TIMES)})
    return [one.isoformat() for one in every]


def on_the_wall(one: TimeDraft, zone: str, field: str = "") -> datetime:
    """The moment when a wall clock there shows this time, if it can be chosen."""
    before = f"{field}." if field else ""
    wall = one.time.replace(second=0, microsecond=0, tzinfo=None)
    if not abs(one.day - clock.now().date()) <= FURTHEST:
        raise Rejected({f"{before}day": _("Choose a day within the next three months.")})
    try:
        found = moment(one.day, wall, zone)
    except Rejected as refusal:
        raise Rejected({f"{before}time": str(refusal)}) from refusal
    if found <= clock.now():
        raise Rejected({f"{before}time": _("This time has passed. Please choose a later one.")})
    return found


def moments_of(offers: Sequence[str]) -> list[datetime]:
    return [datetime.fromisoformat(one) for one in offers]


def _chosen(moments: Sequence[datetime]) -> list[datetime]:
    now = clock.now()
    for one in moments:
        if not now < one <= now + FURTHEST:
            raise Rejected({"chosen": _("Choose times within the next three months.")})
    return [one.astimezone(UTC).replace(second=0, microsecond=0) for one in moments]
