"""How long a letter is held for its reader's quiet hours.

A reminder that would fall into them waits for their end, as everything does; but where the meeting
begins before its reader could read it and get there, it comes at once.
"""

from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from backend.domain.conversations.models import Conversation
from backend.domain.notifications.models import Letter
from backend.domain.notifications.quiet_hours import held_until
from backend.domain.notifications.urgency import AT_ANY_HOUR, BEFORE_IT_BEGINS
from backend.domain.roundtables.models import Sitting

TO_GET_THERE = timedelta(hours=1)
"""From the end of the quiet hours to the meeting, for a letter to be of use after them."""


def goes_at(db: Session, letter: Letter, now: datetime) -> datetime:
    """When this letter may be sent: now, or at the end of the quiet hours."""
    if letter.event in AT_ANY_HOUR:
        return now
    until = held_until(db, letter, now)
    if until == now or letter.event not in BEFORE_IT_BEGINS:
        return until
    begins = _begins(db, letter, now)
    return now if begins is not None and begins < until + TO_GET_THERE else until


def _begins(db: Session, letter: Letter, now: datetime) -> datetime | None:
    """When the next meeting begins of what the letter is about."""
    if letter.kind == "conversation":
        talk = db.get(Conversation, letter.subject_id)
        return talk.starts_at if talk and talk.starts_at and talk.starts_at > now else None
    sittings = select(func.min(Sitting.starts_at)).where(
        col(Sitting.roundtable_id) == letter.subject_id, col(Sitting.starts_at) > now
    )
    return db.exec(sittings).one()
