"""Looking through saved searches for what is new: told here at once, and by mail in the morning.

What was found is noted before it is told, so nothing is told twice. Only what its owner may see is
ever found; what is hidden meanwhile is not counted in the letter.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import rows
from backend.core.locks import alone
from backend.domain import subjects
from backend.domain.members.models import Member
from backend.domain.members.queries import taking_part
from backend.domain.notifications import mornings, wishes
from backend.domain.notifications.actions import tell
from backend.domain.notifications.models import Letter, Notification, Wishes
from backend.domain.saved_searches import kinds
from backend.domain.saved_searches.models import SavedSearch, SavedSearchMatch

PAUSE = timedelta(minutes=5)
"""How long a search is left alone after it was looked through."""
AT_ONCE = 20
"""Searches in one transaction."""
FOUND, MAILED = "saved_search.found", "saved_search.mailed"


def look(db: Session) -> int:
    """Look through the searches that were left alone longest; how many."""
    due = (
        select(SavedSearch, Member)
        .join(Member, col(Member.id) == col(SavedSearch.member_id))
        .where(
            col(SavedSearch.alert) != "off",
            col(SavedSearch.checked_at) <= clock.now() - PAUSE,
            taking_part(),
        )
        .order_by(col(SavedSearch.checked_at), col(SavedSearch.id))
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=SavedSearch)
    )
    found = db.exec(due).all()
    for saved, owner in found:
        _look_through(db, saved, owner)
    return len(found)


def mail(db: Session) -> int:
    """Write the letters of those whose morning has come; how many.

    They come with the daily digest, by the same clock, and hold what was found before it was due.
    """
    alone(db, "letters of saved searches")
    now = clock.now()
    since = (
        columns(col(SavedSearchMatch.search_id), func.min(SavedSearchMatch.found_at).label("since"))
        .where(col(SavedSearchMatch.settled_at).is_(None))
        .group_by(col(SavedSearchMatch.search_id))
        .subquery()
    )
    waiting = (
        columns(SavedSearch, Member, Wishes, since.c.since)
        .join(since, since.c.search_id == col(SavedSearch.id))
        .join(Member, col(Member.id) == col(SavedSearch.member_id))
        .join(Wishes, col(Wishes.member_id) == col(Member.id), isouter=True)
        .where(col(SavedSearch.alert) == "mail", taking_part())
        .order_by(col(SavedSearch.mailed_at), col(SavedSearch.id))
    )
    due = [
        (saved, owner)
        for saved, owner, wished, found_at in rows(db, waiting)
        if (morning := mornings.daily(wishes.clock_of(owner, wished), now)) is not None
        and max(saved.mailed_at, found_at) < morning.at
    ]
    for saved, owner in due[:AT_ONCE]:
        _write(db, saved, owner)
    return len(due[:AT_ONCE])


def _look_through(db: Session, saved: SavedSearch, owner: Member) -> None:
    saved.checked_at = clock.now()
    db.add(saved)
    matches = kinds.new_since(db, owner, saved.kind, saved.query, saved.made_at)
    new = _not_known(db, saved.id, matches)
    if not new:
        return
    db.add_all(
        [SavedSearchMatch(search_id=saved.id, kind=kind, subject_id=one) for kind, one in new]
    )
    db.flush()
    _tell(db, saved, len(new))


def _not_known(db: Session, search_id: UUID, matches: Sequence[kinds.Match]) -> list[kinds.Match]:
    ids = [subject_id for _kind, subject_id in matches]
    known = set(
        db.exec(
            select(SavedSearchMatch.kind, SavedSearchMatch.subject_id).where(
                col(SavedSearchMatch.search_id) == search_id,
                col(SavedSearchMatch.subject_id).in_(ids),
            )
        ).all()
    )
    return [one for one in dict.fromkeys(matches) if one not in known]


def _tell(db: Session, saved: SavedSearch, count: int) -> None:
    """While the last line is unread, it grows instead of another being added."""
    about = ("saved_search", saved.id)
    unread = db.exec(
        select(Notification).where(
            col(Notification.recipient_id) == saved.member_id,
            col(Notification.event) == FOUND,
            col(Notification.subject_id) == saved.id,
            col(Notification.read_at).is_(None),
        )
    ).first()
    if unread is None:
        facts = {"title": saved.name, "count": count}
        tell(db, {saved.member_id}, FOUND, about, facts, by_mail=False, in_digest=False)
        return
    unread.facts = {"title": saved.name, "count": int(unread.facts.get("count", 0)) + count}
    unread.told_at = clock.now()
    db.add(unread)


def _write(db: Session, saved: SavedSearch, owner: Member) -> None:
    waiting = db.exec(
        select(SavedSearchMatch).where(
            col(SavedSearchMatch.search_id) == saved.id,
            col(SavedSearchMatch.settled_at).is_(None),
        )
    ).all()
    seen = subjects.glances(db, owner, [(one.kind, one.subject_id) for one in waiting])
    for one in waiting:
        one.settled_at = clock.now()
        db.add(one)
    saved.mailed_at = clock.now()
    db.add(saved)
    if not seen:
        return
    letter = Letter(
        recipient_id=owner.id,
        address=owner.email,
        language=owner.language or "en",
        event=MAILED,
        kind="saved_search",
        subject_id=saved.id,
        wish="follows",
        facts={"title": saved.name, "count": len(seen)},
    )
    db.add(letter)
