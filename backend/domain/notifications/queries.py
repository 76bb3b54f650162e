from uuid import UUID

from sqlmodel import Session, col, func, select

from backend.domain.notifications.models import Follow, Notification


def unread(db: Session, member_id: UUID) -> int:
    """How many notifications this member hasn't read."""
    return db.exec(
        select(func.count())
        .select_from(Notification)
        .where(col(Notification.recipient_id) == member_id, col(Notification.read_at).is_(None))
    ).one()


def followers(db: Session, kind: str, subject_id: UUID) -> set[UUID]:
    """Who follows this subject."""
    return set(
        db.exec(
            select(Follow.member_id).where(
                col(Follow.kind) == kind, col(Follow.subject_id) == subject_id
            )
        )
    )


def follows(db: Session, member_id: UUID, kind: str, subject_id: UUID) -> bool:
    return db.get(Follow, (member_id, kind, subject_id)) is not None
