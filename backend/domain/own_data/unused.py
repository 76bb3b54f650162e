"""Accounts that nobody uses: warned, warned again, and erased; whoever signs in is left alone.

What counts as use is a sign-in or a program's token being used. Without two warnings, a month
apart, nobody is erased, however long the worker may have stood still.
"""

from calendar import monthrange
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, select

from backend.core import clock
from backend.core.config import Settings
from backend.domain.members.models import ApiToken, BrowserSession, Member
from backend.domain.notifications.actions import write_to
from backend.domain.own_data import erasing, queries
from backend.domain.own_data.models import UnusedWarning

NOTICE = timedelta(days=30)
"""Between the last warning and the end."""

AT_ONCE = 100


def look_after(db: Session, settings: Settings) -> tuple[int, list[str]]:
    """Warn and erase whoever is due; how many, and the archives to be forgotten once it is written."""
    if not settings.unused_months:
        return 0, []
    done = _let_go(db) + _warn(db, settings)
    if not settings.unused_removed_months:
        return done, []
    done += _warn_again(db, settings)
    over, archives = _erase(db, settings)
    return done + over, archives


def unused_since(moment: datetime) -> ColumnElement[bool]:
    """The condition on the member table that somebody has not come since this moment."""
    came = [
        columns(col(one.id))
        .where(col(one.member_id) == col(Member.id), col(one.seen_at) > moment)
        .correlate(Member)
        .exists()
        for one in (BrowserSession, ApiToken)
    ]
    return and_(
        col(Member.admitted_at) <= moment, col(Member.erased_at).is_(None), *(~one for one in came)
    )


def months_before(moment: datetime, months: int) -> datetime:
    """The same day of an earlier month, or its last day where it has no such one."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def _let_go(db: Session) -> int:
    """Forget the warnings of those who have come since."""
    warned = select(UnusedWarning, Member).join(
        Member, col(Member.id) == col(UnusedWarning.member_id)
    )
    came = [one.member_id for one, _member in db.exec(warned.where(_has_come()))]
    db.exec(delete(UnusedWarning).where(col(UnusedWarning.member_id).in_(came)))
    return len(came)


def _has_come() -> ColumnElement[bool]:
    return or_(
        *(
            columns(col(one.id))
            .where(
                col(one.member_id) == col(UnusedWarning.member_id),
                col(one.seen_at) > col(UnusedWarning.first_at),
            )
            .correlate(UnusedWarning)
            .exists()
            for one in (BrowserSession, ApiToken)
        )
    )


def _warn(db: Session, settings: Settings) -> int:
    now = clock.now()
    warned = columns(col(UnusedWarning.member_id))
    found = db.exec(
        select(Member)
        .where(
            unused_since(months_before(now, settings.unused_months)),
            col(Member.id).not_in(warned),
        )
        .order_by(col(Member.id))
        .limit(AT_ONCE)
    ).all()
    left = settings.unused_removed_months - settings.unused_months
    ends = max(months_before(now, -left), now + NOTICE) if settings.unused_removed_months else None
    for member in found:
        db.add(UnusedWarning(member_id=member.id))
        _write(db, member, {"months": settings.unused_months}, ends)
    return len(found)


def _warn_again(db: Session, settings: Settings) -> int:
    now = clock.now()
    found = db.exec(
        select(UnusedWarning, Member)
        .join(Member, col(Member.id) == col(UnusedWarning.member_id))
        .where(
            col(UnusedWarning.last_at).is_(None),
            col(UnusedWarning.first_at) < now,
            unused_since(months_before(now + NOTICE, settings.unused_removed_months)),
        )
        .order_by(col(Member.id))
        .limit(AT_ONCE)
    ).all()
    for warning, member in found:
        warning.last_at = now
        db.add(warning)
        _write(db, member, {"months": settings.unused_removed_months - 1}, now + NOTICE)
    return len(found)


def _erase(db: Session, settings: Settings) -> tuple[int, list[str]]:
    now = clock.now()
    found = db.exec(
        select(Member)
        .join(UnusedWarning, col(UnusedWarning.member_id) == col(Member.id))
        .where(
            col(UnusedWarning.last_at) <= now - NOTICE,
            unused_since(months_before(now, settings.unused_removed_months)),
        )
        .order_by(col(Member.id))
        .limit(AT_ONCE)
    ).all()
    count = 0
    archives: list[str] = []
    for one in found:
        if not one.moderates or queries.other_conveners(db, one):
            archives += erasing.say_goodbye(db, one, takes_away=False)
            count += 1
    return count, archives


def _write(db: Session, member: Member, facts: dict[str, object], ends: datetime | None) -> None:
    day = {"day": ends.isoformat()} if ends else {}
    letter = write_to(
        db, member.email, "account.unused", facts | day, language=member.language or "en"
    )
    letter.recipient_id = member.id
