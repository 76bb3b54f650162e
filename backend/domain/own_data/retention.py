"""For how long what is kept: one list, by which the daily chore forgets and the pages speak."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.i18n import _, ngettext
from backend.domain.joining.models import Application
from backend.domain.members import links
from backend.domain.members.models import ApiToken, BrowserSession, Member
from backend.domain.notifications.models import Letter, Notification
from backend.domain.own_data import erasing
from backend.domain.roundtables import registering


def periods(settings: Settings) -> Iterator[tuple[str, str]]:
    """What is kept for how long, in words, from the settings that are in force."""
    yield _("Letters that were sent"), _days(settings.letters_days)
    yield _("Notifications"), _days(settings.notifications_days)
    yield _("Sign-ins that have ended"), _days(settings.sessions_days)
    yield _("Requests for a sign-in link"), _days(links.KEPT.days)
    yield _("Refused applications, and who made them"), _days(settings.refused_days)
    yield _("What people need to take part, after a roundtable"), _days(settings.access_needs_days)
    yield _("Archives of one’s own data"), _days(settings.archive_days)
    if settings.unused_months and settings.unused_removed_months:
        months = settings.unused_removed_months
        yield (
            _("Accounts that nobody uses, after two warnings"),
            ngettext("{count} month", "{count} months", months),
        )
    yield _("Everything else"), _("until you erase your account")


def forget(db: Session, settings: Settings) -> tuple[int, list[str]]:
    """Forget what is too old; how much, and the archives to be forgotten once this is written."""
    count = _letters(db, _before(settings.letters_days))
    told = col(Notification.told_at) < _before(settings.notifications_days)
    count += db.exec(delete(Notification).where(told)).rowcount
    count += _sign_ins(db, _before(settings.sessions_days))
    count += registering.forget_needs(db, _before(settings.access_needs_days))
    refused, archives = _refused(db, _before(settings.refused_days))
    return count + refused, archives


def _days(count: int) -> str:
    return ngettext("{count} day", "{count} days", count)


def _before(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


def _letters(db: Session, before: datetime) -> int:
    over = or_(col(Letter.sent_at) < before, col(Letter.gave_up_at) < before)
    return db.exec(delete(Letter).where(over)).rowcount


def _sign_ins(db: Session, before: datetime) -> int:
    """All but everybody's newest, by which we know when they came last."""
    count = 0
    ways_in: tuple[Any, ...] = (BrowserSession, ApiToken)
    for model in ways_in:
        other: Any = aliased(model)
        newest = (
            columns(func.max(col(other.made_at)))
            .where(col(other.member_id) == col(model.member_id))
            .scalar_subquery()
        )
        over = or_(col(model.ended_at) < before, col(model.expires_at) < before)
        old = set(db.exec(select(model.id).where(over, col(model.made_at) < newest)))
        db.exec(delete(model).where(col(model.id).in_(old)))
        count += len(old)
    return count


def _refused(db: Session, before: datetime) -> tuple[int, list[str]]:
    """Applicants who were refused so long ago and have not asked again; they were told then."""
    later = aliased(Application)
    again = columns(col(later.id)).where(
        col(later.member_id) == col(Member.id),
        or_(col(later.decided_at).is_(None), col(later.decided_at) >= before),
    )
    no = columns(col(Application.member_id)).where(
        col(Application.admitted).is_(False), col(Application.decided_at) < before
    )
    refused = db.exec(
        select(Member)
        .where(
            col(Member.admitted_at).is_(None),
            col(Member.erased_at).is_(None),
            col(Member.id).in_(no),
            ~again.correlate(Member).exists(),
        )
        .order_by(col(Member.id))
    ).all()
    archives = [sha256 for one in refused for sha256 in erasing.erase(db, one, takes_away=True)]
    return len(refused), archives
