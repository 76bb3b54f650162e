"""What stands in the moderation log."""

from uuid import UUID

from sqlmodel import Session, col, select

from backend.domain.moderation.models import LogEntry, LogReason


def decided(db: Session) -> list[tuple[str, str]]:
    """Each deed with its reason, the oldest first."""
    return [(deed, reason) for deed, _by, reason in decided_by(db)]


def decided_by(db: Session) -> list[tuple[str, UUID, str]]:
    """Each deed with who did it and the reason, the oldest first."""
    found = db.exec(
        select(LogEntry.deed, LogEntry.convener_id, LogReason.words)
        .outerjoin(LogReason, col(LogReason.number) == col(LogEntry.number))
        .order_by(col(LogEntry.number))
    )
    return [(deed, by, words or "") for deed, by, words in found]
