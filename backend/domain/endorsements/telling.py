"""The endorsed person hears of it: several in one line, and in one letter a day at most."""

from datetime import timedelta

from sqlmodel import Session, col, select

from backend.core import clock
from backend.domain.endorsements.models import Endorsement
from backend.domain.members import blocks
from backend.domain.members.audience import known_as
from backend.domain.members.models import Member
from backend.domain.notifications.actions import tell
from backend.domain.notifications.models import Letter, Notification

MADE, MORE = "endorsement.made", "endorsement.more"
QUIET = timedelta(days=1)


def tell_of(db: Session, endorsement: Endorsement, by: Member, topic: str) -> None:
    """While the last line is unread, it grows instead of another being added.

    Who has muted the endorser hears nothing of it either way.
    """
    hears = select(Member.id).where(blocks.hearing(by.id, {endorsement.member_id}))
    if db.exec(hears).first() is None:
        return
    name, _slug = known_as(by.name, by.slug, by.audience, by)
    unread = db.exec(
        select(Notification).where(
            col(Notification.recipient_id) == endorsement.member_id,
            col(Notification.event).in_((MADE, MORE)),
            col(Notification.read_at).is_(None),
        )
    ).first()
    if unread is not None:
        count = int(unread.facts.get("count", 1)) + 1
        unread.event, unread.told_at = MORE, clock.now()
        unread.subject_id = endorsement.id
        unread.facts = {"by": name, "topic": topic, "count": count}
        db.add(unread)
        return
    written = select(Letter).where(
        col(Letter.recipient_id) == endorsement.member_id,
        col(Letter.event) == MADE,
        col(Letter.written_at) > clock.now() - QUIET,
    )
    tell(
        db,
        {endorsement.member_id},
        MADE,
        ("endorsement", endorsement.id),
        {"by": name, "topic": topic},
        by_mail=db.exec(written).first() is None,
    )
