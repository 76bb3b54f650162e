"""What members were told, and whom they follow."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from backend.core import clock
from backend.core.db import rows
from backend.core.pages import PAGE, Page, as_key, cut
from backend.domain import subjects
from backend.domain.members.models import Member
from backend.domain.notifications.models import Follow, Letter, Notification

DAY = timedelta(days=1)
OFTEN = 3
"""What was told so often within a day, in the same words, is news no more."""


@dataclass(frozen=True, slots=True)
class NotificationRow:
    """One notification with the subject that it is about."""

    id: UUID
    event: str
    facts: Mapping[str, Any]
    told_at: datetime
    is_new: bool
    subject: subjects.Glance


def told(db: Session, me: Member, after: str = "") -> Page[NotificationRow]:
    """What this member was told, newest first; nothing about what they may no longer see."""
    wanted = (
        select(Notification)
        .where(col(Notification.recipient_id) == me.id)
        .order_by(col(Notification.id).desc())
        .limit(PAGE + 1)
    )
    if key := as_key(after):
        wanted = wanted.where(col(Notification.id) < key)
    page = cut(db.exec(wanted).all(), lambda one: str(one.id))
    return Page(as_rows(db, me, page.items), page.next_key)


def as_rows(db: Session, me: Member, told: Sequence[Notification]) -> list[NotificationRow]:
    """These with what they are about; nothing about what this member may no longer see."""
    seen = subjects.glances(db, me, [(one.kind, one.subject_id) for one in told])
    return [
        NotificationRow(
            id=one.id,
            event=one.event,
            facts=as_called_now(one.facts, seen[one.kind, one.subject_id]),
            told_at=one.told_at,
            is_new=one.read_at is None,
            subject=seen[one.kind, one.subject_id],
        )
        for one in told
        if (one.kind, one.subject_id) in seen
    ]


def as_called_now(facts: Mapping[str, Any], glance: subjects.Glance) -> dict[str, Any]:
    """The facts with the title that the subject has now: what was edited away is said no more."""
    return {**facts, "title": glance.title} if "title" in facts else dict(facts)


def unread() -> ColumnElement[int]:
    """How many notifications a member hasn't read, beside the member's own row."""
    return (
        columns(func.count())
        .select_from(Notification)
        .where(
            col(Notification.recipient_id) == col(Member.id), col(Notification.read_at).is_(None)
        )
        .correlate(Member)
        .scalar_subquery()
    )


def followers(db: Session, kind: str, subject_id: UUID) -> set[UUID]:
    """Who follows this subject."""
    return set(
        db.exec(
            select(Follow.member_id).where(
                col(Follow.kind) == kind, col(Follow.subject_id) == subject_id
            )
        )
    )


def followed_by(me_id: UUID | None, kind: str, subject_id: Any) -> ColumnElement[bool]:
    """Whether this person follows a subject, beside the subject's own row."""
    if me_id is None:
        return false()
    kept: ColumnElement[bool] = (
        columns(col(Follow.member_id))
        .where(
            col(Follow.member_id) == me_id,
            col(Follow.kind) == kind,
            col(Follow.subject_id) == subject_id,
        )
        .exists()
    )
    return kept


def follows(db: Session, member_id: UUID, kind: str, subject_id: UUID) -> bool:
    return db.get(Follow, (member_id, kind, subject_id)) is not None


def undelivered(db: Session) -> tuple[int, int]:
    """How many letters wait to be sent, and how many were given up."""
    unsent = select(func.count(), func.count(col(Letter.gave_up_at))).where(
        col(Letter.sent_at).is_(None)
    )
    every, given_up = db.exec(unsent).one()
    return every - given_up, given_up


def letters(db: Session, after: str = "") -> Page[Letter]:
    """Every letter, newest first: for the demo alone, where nobody's mail is at stake."""
    wanted = select(Letter).order_by(col(Letter.id).desc()).limit(PAGE + 1)
    if key := as_key(after):
        wanted = wanted.where(col(Letter.id) < key)
    return cut(db.exec(wanted).all(), lambda one: str(one.id))


def letter(db: Session, letter_id: UUID) -> Letter | None:
    """One letter: for the demo alone."""
    return db.get(Letter, letter_id)


def weary(
    db: Session,
    recipients: Collection[UUID],
    event: str,
    about: tuple[str, UUID],
    facts: Mapping[str, Any],
) -> set[UUID]:
    """Those who heard just this often today: who does and undoes something wears nobody out."""
    heard = rows(
        db,
        columns(col(Notification.recipient_id), col(Notification.facts)).where(
            col(Notification.kind) == about[0],
            col(Notification.subject_id) == about[1],
            col(Notification.event) == event,
            col(Notification.recipient_id).in_(recipients),
            col(Notification.told_at) > clock.now() - DAY,
        ),
    )
    times = Counter(who for who, said in heard if said == facts)
    return {who for who, often in times.items() if often >= OFTEN}
