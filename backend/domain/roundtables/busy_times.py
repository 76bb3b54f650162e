"""A member's own busy times: read from their calendar, shown to nobody else, gone when they say so."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, select

from backend.core import clock, links
from backend.core.db import rows
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.times import zone
from backend.domain.members.models import Member
from backend.domain.members.policy import takes_part
from backend.domain.members.queries import taking_part
from backend.domain.roundtables.busy import BusyCalendar, BusyDraft, BusySpan
from backend.domain.roundtables.busy_reading import Span, spans

LONGEST_ADDRESS = 1_000
AGAIN = timedelta(hours=6)
SOON = timedelta(minutes=1)
"""After which a new address is read: however often somebody gives one, it is asked once a minute."""
LEASE = timedelta(minutes=5)
UNREADABLE = "unreadable"
UNREACHABLE = "unreachable"


def mine(db: Session, me: Member) -> BusyCalendar | None:
    return db.get(BusyCalendar, me.id)


def read(sent: bytes, zone_name: str) -> list[Span]:
    """The busy times of a file on the clock of its owner. It takes a while: hold nothing meanwhile."""
    return spans(sent, clock.now(), zone(zone_name))


def outcome(sent: bytes | None, zone_name: str) -> list[Span] | str:
    """What came of asking an address: the busy times, or why there are none."""
    if sent is None:
        return UNREACHABLE
    try:
        return read(sent, zone_name)
    except Rejected:
        return UNREADABLE


def upload(db: Session, me: Member, found: Iterable[Span]) -> BusyCalendar:
    """Keep what was read from a member's file, in place of what there was."""
    takes_part(me).insist()
    kept = mine(db, me) or BusyCalendar(member_id=me.id)
    kept.address, kept.due_at, kept.problem = "", None, ""
    kept.asked_at = kept.read_at = clock.now()
    _keep(db, kept, found)
    return kept


def subscribe(db: Session, me: Member, draft: BusyDraft) -> BusyCalendar:
    """Read a member's busy times from an address, now and again; the worker does."""
    takes_part(me).insist()
    address = links.checked(_webcal(draft.address), "address", LONGEST_ADDRESS)
    if not address.startswith("https://"):
        raise Rejected({"address": _("Please give an address that begins with https://.")})
    kept = mine(db, me) or BusyCalendar(member_id=me.id)
    if kept.address == address and not kept.problem:
        return kept
    kept.address, kept.problem, kept.read_at = address, "", None
    kept.asked_at, kept.due_at = clock.now(), clock.now() + SOON
    _keep(db, kept, [])
    return kept


def forget(db: Session, me: Member) -> None:
    """Keep nothing of a member's calendar."""
    db.exec(delete(BusySpan).where(col(BusySpan.member_id) == me.id))
    db.exec(delete(BusyCalendar).where(col(BusyCalendar.member_id) == me.id))


def at(db: Session, me: Member, starts: Iterable[datetime], minutes: int) -> set[datetime]:
    """Those of these starts at which a meeting would fall into a busy time of the member's."""
    wanted = sorted(starts)
    if not wanted or not me.is_member:
        return set()
    length = timedelta(minutes=minutes)
    found = list(
        rows(
            db,
            columns(col(BusySpan.starts_at), col(BusySpan.ends_at)).where(
                col(BusySpan.member_id) == me.id,
                col(BusySpan.ends_at) > wanted[0],
                col(BusySpan.starts_at) < wanted[-1] + length,
            ),
        )
    )
    return {
        start
        for start in wanted
        if any(begins < start + length and ends > start for begins, ends in found)
    }


def claim(db: Session) -> tuple[UUID, str, str] | None:
    """The calendar that is to be read next and the zone of its owner, leased to this worker alone.

    Nothing is asked for on behalf of who takes no part: who is suspended waits, with what is kept.
    """
    now = clock.now()
    due = select(BusyCalendar).where(
        col(BusyCalendar.due_at) <= now,
        col(BusyCalendar.member_id).in_(columns(col(Member.id)).where(taking_part())),
    )
    due = due.order_by(col(BusyCalendar.due_at)).limit(1).with_for_update(skip_locked=True)
    found = db.exec(due).first()
    if found is None:
        return None
    found.due_at = now + LEASE
    db.add(found)
    return found.member_id, found.address, db.get_one(Member, found.member_id).zone


def settle(db: Session, member_id: UUID, address: str, found: list[Span] | str) -> None:
    """Keep what was read, or that nothing could be; unless the member wants otherwise by now."""
    kept = db.get(BusyCalendar, member_id, with_for_update=True)
    if kept is None or kept.address != address:
        return
    kept.due_at = clock.now() + AGAIN
    kept.problem = found if isinstance(found, str) else ""
    db.add(kept)
    if isinstance(found, str):
        return
    kept.read_at = clock.now()
    _keep(db, kept, found)


def clear(db: Session) -> int:
    """Forget what is over, and everything of those who take no part any more."""
    over = db.exec(delete(BusySpan).where(col(BusySpan.ends_at) < clock.now()))
    gone = exists().where(
        col(Member.id) == col(BusyCalendar.member_id), col(Member.erased_at).is_not(None)
    )
    db.exec(delete(BusyCalendar).where(gone))
    return int(over.rowcount)


def _keep(db: Session, kept: BusyCalendar, found: Iterable[Span]) -> None:
    db.add(kept)
    db.exec(delete(BusySpan).where(col(BusySpan.member_id) == kept.member_id))
    db.add_all(BusySpan(member_id=kept.member_id, starts_at=a, ends_at=b) for a, b in found)
    db.flush()


def _webcal(address: str) -> str:
    """Calendars give their addresses as webcal:, which is HTTPS by another name."""
    return f"https://{address[9:]}" if address.lower().startswith("webcal://") else address
