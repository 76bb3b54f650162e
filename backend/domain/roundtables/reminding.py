"""Reminders before a sitting begins, at the distances that its convener chose.

What is due is found from the moment of the sitting itself, so a reminder moves with it and ends
with it; what was said of a moment is kept, so it is said once, however many workers there are.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists
from sqlmodel import Field, Session, SQLModel, col, select

from backend.core import clock
from backend.core.db import UtcDateTime
from backend.domain.roundtables import telling
from backend.domain.roundtables.drafts import DISTANCES
from backend.domain.roundtables.models import Roundtable, Sitting

AT_ONCE = 50


class ReminderSent(SQLModel, table=True):
    """That those who come to a sitting were reminded of this moment from this distance."""

    __tablename__ = "reminder_sent"

    roundtable_id: UUID = Field(foreign_key="roundtable.id", primary_key=True)
    number: int = Field(primary_key=True)
    minutes: int = Field(primary_key=True)
    starts_at: datetime = Field(primary_key=True, sa_type=UtcDateTime)


def send(db: Session) -> int:
    """Remind of what is due; how many reminders that were.

    Of several that are due at once, since no worker ran, only the nearest is sent; and none that
    was due before the people heard of this time anyway.
    """
    now = clock.now()
    sent = 0
    for place, minutes in enumerate(DISTANCES):
        for sitting, table in _due(db, minutes, now):
            # The row is held now; another worker may have been here between the look and the hold.
            mark = ReminderSent(
                roundtable_id=table.id,
                number=sitting.number,
                minutes=minutes,
                starts_at=sitting.starts_at,
            )
            if db.get(ReminderSent, (table.id, sitting.number, minutes, mark.starts_at)):
                continue
            db.add(mark)
            if minutes in table.reminders and _is_news(table, sitting, minutes, place, now):
                telling.remind(db, table, sitting.number)
                sent += 1
    db.flush()
    return sent


def _due(db: Session, minutes: int, now: datetime) -> Sequence[tuple[Sitting, Roundtable]]:
    was_sent = exists().where(
        col(ReminderSent.roundtable_id) == col(Sitting.roundtable_id),
        col(ReminderSent.number) == col(Sitting.number),
        col(ReminderSent.starts_at) == col(Sitting.starts_at),
        col(ReminderSent.minutes) == minutes,
    )
    found = (
        select(Sitting, Roundtable)
        .join(Roundtable, col(Roundtable.id) == col(Sitting.roundtable_id))
        .where(
            col(Sitting.starts_at) > now,
            col(Sitting.starts_at) <= now + timedelta(minutes=minutes),
            col(Roundtable.planned_at).is_not(None),
            col(Roundtable.cancelled_at).is_(None),
            ~was_sent,
        )
        .order_by(col(Sitting.starts_at), col(Sitting.id))
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    return db.exec(found).all()


def _is_news(table: Roundtable, sitting: Sitting, minutes: int, place: int, now: datetime) -> bool:
    """Whether they haven't just been told of it, and no nearer reminder is due as well."""
    if sitting.starts_at - timedelta(minutes=minutes) < table.changed_at:
        return False
    nearer = [one for one in DISTANCES[place + 1 :] if one in table.reminders]
    return not any(sitting.starts_at - timedelta(minutes=one) <= now for one in nearer)
