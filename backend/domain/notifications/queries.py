from uuid import UUID

from sqlmodel import Session, col, func, select

from backend.domain.notifications.models import Notification


def unread(db: Session, member_id: UUID) -> int:
    """How many notifications this member hasn't read."""
    return db.exec(
        select(func.count())
        .select_from(Notification)
        .where(col(Notification.recipient_id) == member_id, col(Notification.read_at).is_(None))
    ).one()
