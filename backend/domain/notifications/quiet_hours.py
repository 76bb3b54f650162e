"""The hours in which a member wants to hear nothing by mail, as chosen and as they are kept to."""

from datetime import datetime, time, timedelta

from sqlmodel import Field, Session, SQLModel, col, select, update

from backend.core import clock
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.domain.members import policy
from backend.domain.members.drafts import ClockTime
from backend.domain.members.models import Member
from backend.domain.notifications.models import Letter, QuietHours
from backend.domain.notifications.quiet import Quiet, may_come

LONGEST = timedelta(hours=23)
"""What waits has an hour each day in which it may come."""


class QuietDraft(SQLModel):
    """From when until when by one's own clock, perhaps across midnight; neither means none."""

    starts: ClockTime | None = Field(default=None)
    ends: ClockTime | None = Field(default=None)


def mine(db: Session, me: Member) -> QuietDraft:
    kept = db.get(QuietHours, me.id)
    return QuietDraft(starts=kept.starts, ends=kept.ends) if kept else QuietDraft()


def choose(db: Session, me: Member, draft: QuietDraft) -> QuietDraft:
    """Keep these hours from now on; what waited for others may come by these."""
    policy.may_edit(me, me).insist()
    hours = _sound(draft)
    kept = db.get(QuietHours, me.id)
    if hours is None:
        if kept is not None:
            db.delete(kept)
    elif kept is None:
        db.add(QuietHours(member_id=me.id, starts=hours[0], ends=hours[1]))
    else:
        kept.starts, kept.ends = hours
        kept.chosen_at = clock.now()
    _let_go(db, me)
    db.flush()
    return draft


def _sound(draft: QuietDraft) -> tuple[time, time] | None:
    if draft.starts is None and draft.ends is None:
        return None
    if draft.starts is None:
        raise Rejected({"starts": _("Please say from when, or leave both empty.")})
    if draft.ends is None:
        raise Rejected({"ends": _("Please say until when, or leave both empty.")})
    starts, ends = (one.replace(second=0, microsecond=0) for one in (draft.starts, draft.ends))
    if starts == ends:
        raise Rejected({"ends": _("Please choose two different times, or leave both empty.")})
    if (_minutes(ends) - _minutes(starts)) % (24 * 60) > LONGEST // timedelta(minutes=1):
        raise Rejected({"ends": _("Please leave at least an hour in which letters may come.")})
    return starts, ends


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _let_go(db: Session, me: Member) -> None:
    """What was held is looked at anew. What was tried already keeps its wait."""
    held = update(Letter).where(
        col(Letter.recipient_id) == me.id,
        col(Letter.sent_at).is_(None),
        col(Letter.gave_up_at).is_(None),
        col(Letter.attempts) == 0,
        col(Letter.due_at) > clock.now(),
    )
    db.exec(held.values(due_at=clock.now()).execution_options(synchronize_session=False))


def held_until(db: Session, letter: Letter, now: datetime) -> datetime:
    """When this letter may come by its reader's quiet hours: now, or when they end.

    A letter to nobody but an address is read by the member who has it, if any.
    """
    known = letter.recipient_id is not None
    reader = col(Member.id) == letter.recipient_id if known else col(Member.email) == letter.address
    found = db.exec(
        select(col(Member.zone), col(QuietHours.starts), col(QuietHours.ends))
        .join(QuietHours, col(QuietHours.member_id) == col(Member.id))
        .where(reader)
    ).first()
    return may_come(Quiet(*found), now) if found else now
