"""What all of it left behind: letters that nobody is sent any more, news that has been read."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, update

from backend.domain.notifications.models import Letter, Notification

LETTERS_KEPT = timedelta(days=3)
NEWS = timedelta(days=5)


def settle(db: Session, now: datetime) -> None:
    """No letter is left to be sent. The last days' stay to be looked at, older ones go.

    What members were told is read, but for the last days'.
    """
    db.exec(delete(Letter).where(col(Letter.written_at) < now - LETTERS_KEPT))
    db.exec(update(Letter).values(sent_at=col(Letter.due_at), attempts=1))
    told = update(Notification).where(col(Notification.told_at) < now - NEWS)
    db.exec(told.values(read_at=col(Notification.told_at), waits_as=""))
