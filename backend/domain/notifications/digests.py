"""Digests: what a member was told and hasn't read, gathered at their local morning.

A digest is made once for each day of its reader's, or each week: its row says so, however many
workers there are. What stands in it is read when the letter is written: what its reader may no
longer see, or has read here meanwhile, is left out, and where nothing is left no letter goes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, select, update

from backend.core import clock
from backend.core.db import rows
from backend.core.locks import alone
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.members.queries import taking_part
from backend.domain.notifications import mornings, queries, wishes
from backend.domain.notifications.models import Digest, Letter, Notification, Wishes
from backend.domain.notifications.mornings import Clock, Morning

EVENT = "digest"
AT_ONCE = 100
"""Digests in one transaction."""
MOST = 100
"""Things that one digest is made of; the rest is read on the page of notifications."""
KEPT = timedelta(days=60)
"""How long it is known of a day that its digest was made."""


@dataclass(frozen=True, slots=True)
class Due:
    """Things of one kind that wait for a member's digest, whose morning has come."""

    member_id: UUID
    rhythm: str
    kind: str
    morning: Morning

    @property
    def digest(self) -> tuple[UUID, str, Morning]:
        return self.member_id, self.rhythm, self.morning


def make(db: Session) -> int:
    """Make the digests whose morning has come; how many."""
    alone(db, "digests")
    now = clock.now()
    kinds: dict[tuple[UUID, str, Morning], list[str]] = {}
    for one in _due(db, now):
        kinds.setdefault(one.digest, []).append(one.kind)
    for digest in _made(db, set(kinds), now):
        del kinds[digest]
    chosen = list(kinds)[:AT_ONCE]
    for member_id, rhythm, morning in chosen:
        _make(db, member_id, rhythm, morning, kinds[member_id, rhythm, morning])
    db.flush()
    return len(chosen)


def contents(db: Session, letter: Letter) -> list[queries.NotificationRow]:
    """What stands in a digest for its reader now, newest first; one more than the most it holds."""
    if letter.recipient_id is None:
        return []
    reader = db.get_one(Member, letter.recipient_id)
    if not reader.is_admitted:
        return []
    wanted = (
        select(Notification)
        .where(
            col(Notification.recipient_id) == reader.id,
            col(Notification.digest_id) == letter.subject_id,
            col(Notification.read_at).is_(None),
        )
        .order_by(col(Notification.told_at).desc(), col(Notification.id).desc())
        .limit(MOST + 1)
    )
    return queries.as_rows(db, reader, db.exec(wanted).all())


def _due(db: Session, now: datetime) -> Iterator[Due]:
    """What waits since before a morning that has come."""
    waiting = (
        columns(
            col(Notification.recipient_id),
            col(Notification.waits_as),
            func.min(col(Notification.told_at)).label("since"),
        )
        .where(col(Notification.waits_as) != "")
        .group_by(col(Notification.recipient_id), col(Notification.waits_as))
        .subquery()
    )
    wanted = (
        columns(col(Member.id), col(Member.zone), Wishes, City, waiting.c.waits_as, waiting.c.since)
        .select_from(Member)
        .join(waiting, waiting.c.recipient_id == col(Member.id))
        .join(Wishes, col(Wishes.member_id) == col(Member.id), isouter=True)
        .join(City, col(City.id) == col(Member.city_id), isouter=True)
        .where(taking_part())
        .order_by(waiting.c.since)
    )
    found = rows(db, wanted)
    for member_id, zone, kept, city, kind, since in found:
        wished = kept or Wishes(member_id=member_id)
        rhythm = wishes.rhythm(wished, kind)
        morning = _morning(rhythm, Clock(zone, wished.hour), city, now)
        if morning is not None and since < morning.at:
            yield Due(member_id, rhythm, kind, morning)


def _morning(rhythm: str, there: Clock, city: City | None, now: datetime) -> Morning | None:
    if rhythm == "daily":
        return mornings.daily(there, now)
    if rhythm == "weekly":
        return mornings.weekly(there, wishes.first_day(city), now)
    return None


def _made(
    db: Session, wanted: set[tuple[UUID, str, Morning]], now: datetime
) -> list[tuple[UUID, str, Morning]]:
    """Those of these that were made: who has moved may see a day come twice."""
    marks = columns(col(Digest.member_id), col(Digest.rhythm), col(Digest.day)).where(
        col(Digest.member_id).in_({member_id for member_id, _rhythm, _morning in wanted}),
        col(Digest.made_at) > now - KEPT,
    )
    made = {tuple(one) for one in rows(db, marks)}
    return [one for one in wanted if (one[0], one[1], one[2].day) in made]


def _make(db: Session, member_id: UUID, rhythm: str, morning: Morning, kinds: list[str]) -> None:
    digest = Digest(member_id=member_id, rhythm=rhythm, day=morning.day)
    db.add(digest)
    db.flush()
    waiting = update(Notification).where(
        col(Notification.recipient_id) == member_id,
        col(Notification.waits_as).in_(kinds),
        col(Notification.told_at) < morning.at,
    )
    claimed = waiting.values(waits_as="", digest_id=digest.id)
    db.exec(claimed.execution_options(synchronize_session=False))
    reader = db.get_one(Member, member_id)
    letter = Letter(
        recipient_id=member_id,
        address=reader.email,
        language=reader.language or "en",
        event=EVENT,
        kind=EVENT,
        subject_id=digest.id,
        wish=rhythm,
        facts={"rhythm": rhythm},
    )
    if contents(db, letter):
        db.add(letter)
    old = delete(Digest).where(
        col(Digest.member_id) == member_id, col(Digest.made_at) < clock.now() - KEPT
    )
    db.exec(old)
