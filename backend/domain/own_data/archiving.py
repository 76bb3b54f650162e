"""Archives in the making: claimed by one worker at a time, kept for a while, then forgotten."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, or_, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.shelf import Kept, Shelf
from backend.domain.members.models import Member
from backend.domain.notifications.actions import write_to
from backend.domain.own_data.models import TRIES, Archive

LEASE = timedelta(minutes=15)
"""For so long nobody else begins with the same archive; a worker that was killed loses it then."""

STRAY = timedelta(hours=1)
"""How old a file of which no archive knows must be: a younger one may just be noted down."""


def claim(db: Session) -> UUID | None:
    """The archive that has waited longest, for this worker alone until its lease runs out."""
    now = clock.now()
    waiting = db.exec(
        select(Archive)
        .where(
            col(Archive.made_at).is_(None),
            col(Archive.tries) < TRIES,
            or_(col(Archive.leased_until).is_(None), col(Archive.leased_until) < now),
        )
        .order_by(col(Archive.asked_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if waiting is None:
        return None
    waiting.leased_until = now + LEASE
    waiting.tries += 1
    db.add(waiting)
    return waiting.id


def finish(db: Session, settings: Settings, archive_id: UUID, kept: Kept) -> bool:
    """Note down the file and write the letter. False if the wish, or another worker, was quicker."""
    archive = db.get(Archive, archive_id, with_for_update=True)
    if archive is None or archive.is_ready:
        return False
    now = clock.now()
    archive.made_at, archive.leased_until = now, None
    archive.expires_at = now + timedelta(days=settings.archive_days)
    archive.sha256, archive.size = kept.sha256, kept.size
    db.add(archive)
    member = db.get_one(Member, archive.member_id)
    facts = {"days": settings.archive_days}
    letter = write_to(db, member.email, "archive.ready", facts, language=member.language or "en")
    letter.recipient_id = member.id
    return True


def expired(db: Session) -> list[str]:
    """Take away what is too old; the files to be forgotten once this is written."""
    over = db.exec(select(Archive).where(col(Archive.expires_at) <= clock.now())).all()
    for archive in over:
        db.delete(archive)
    return [one.sha256 for one in over]


def strays(db: Session, shelf: Shelf) -> list[str]:
    """Files that no archive knows of: a worker was killed between the file and the note."""
    before = clock.now() - STRAY
    known = select(Archive.id)
    return [
        sha256
        for sha256 in shelf.older_than(before)
        if db.exec(known.where(col(Archive.sha256) == sha256)).first() is None
    ]
