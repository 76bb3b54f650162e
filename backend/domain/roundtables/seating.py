"""Answers to an invitation, the seats there are, and the line of those who wait for one.

Whoever answers holds the roundtable's row until the end of the transaction (SQLite has only one
writer anyway), so seats are counted by one at a time: never one too many, never one left free.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.errors import Conflict, Rejected
from backend.core.i18n import _
from backend.domain.members.models import Member
from backend.domain.members.queries import taking_part
from backend.domain.notifications import actions as notifications
from backend.domain.roundtables import policy, queries, registering, telling, wording
from backend.domain.roundtables.drafts import ReplyDraft
from backend.domain.roundtables.models import Roundtable, Seat, Sitting


def answer(db: Session, me: Member, table: Roundtable, draft: ReplyDraft) -> Seat:
    """Say yes, maybe or no. A yes takes a seat, or a place in the line behind all others.

    The same said again changes nothing: nobody loses their turn by pressing a button twice.
    """
    hold(db, table)
    policy.may_answer(me, table, room := queries.room(db, me, table), clock.now()).insist()
    _check(db, table, draft)
    seat = room.seat
    if seat is not None and _says(seat) == _says(draft):
        return seat
    seat = seat or Seat(roundtable_id=table.id, member_id=me.id, answer=draft.answer)
    freed = seat.sitting if seat.is_seated else None
    seat.answer, seat.sitting, seat.answered_at = draft.answer, draft.sitting, clock.now()
    seat.turn, seat.seated_at = None, None
    if draft.answer == "yes":
        table.turns += 1
        seat.turn = table.turns
        seat.seated_at = clock.now() if _free(db, table, draft.sitting) else None
    db.add_all((table, seat))
    db.flush()
    if freed is not None:
        fill(db, table, freed)
    if draft.answer == "no":
        registering.forget(db, table, me.id)
    else:
        notifications.follow(db, me.id, "roundtable", table.id)
    if draft.answer == "yes":
        telling.confirm(db, table, me, seat)
    if seat.is_seated:
        wording.look_again(db, table, [me.id])
    return seat


def hold(db: Session, table: Roundtable) -> None:
    """Keep others from seating anybody here until this transaction ends, and see what they did."""
    db.flush()
    db.refresh(table, with_for_update={"key_share": True})


def fill(db: Session, table: Roundtable, sitting: int) -> None:
    """Give free seats to those who wait, in their order, and tell them. Call it under `hold`."""
    if not table.is_on or _has_begun(db, table, sitting):
        return
    free = _free(db, table, sitting)
    waiting = (
        select(Seat)
        .join(Member, col(Member.id) == col(Seat.member_id))
        .where(
            *_at(table, sitting),
            col(Seat.answer) == "yes",
            col(Seat.seated_at).is_(None),
            taking_part(),
        )
        .order_by(col(Seat.turn))
        .limit(free)
    )
    move_up(db, table, db.exec(waiting).all())


def move_up(db: Session, table: Roundtable, seats: Sequence[Seat]) -> None:
    """Give these a seat for which they waited."""
    for seat in seats:
        seat.seated_at = clock.now()
        telling.tell_of_seat(db, table, seat.member_id)
    db.add_all(seats)
    db.flush()
    if seats:
        wording.look_again(db, table, [seat.member_id for seat in seats])


def fill_all(db: Session, table: Roundtable) -> None:
    """The same for every sitting: there may be more seats than before."""
    for sitting in queries.sittings(db, table):
        fill(db, table, sitting.number)


def _check(db: Session, table: Roundtable, draft: ReplyDraft) -> None:
    if draft.sitting not in {one.number for one in queries.sittings(db, table)}:
        raise Rejected(
            {"sitting": _("There is no such sitting. Please choose one of those shown.")}
        )
    if draft.answer == "yes" and _has_begun(db, table, draft.sitting):
        raise Conflict(_("This sitting has begun. Please choose the other one."))


def _has_begun(db: Session, table: Roundtable, sitting: int) -> bool:
    found = select(Sitting.starts_at).where(
        col(Sitting.roundtable_id) == table.id, col(Sitting.number) == sitting
    )
    starts_at = db.exec(found).one()
    return starts_at <= clock.now()


def _free(db: Session, table: Roundtable, sitting: int) -> int:
    """How many seats are left at this sitting."""
    if table.capacity is None:
        return 1_000_000
    taken = select(func.count()).select_from(Seat)
    seated = taken.where(*_at(table, sitting), col(Seat.seated_at).is_not(None))
    return max(0, table.capacity - db.exec(seated).one())


def _at(table: Roundtable, sitting: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Seat.roundtable_id) == table.id, col(Seat.sitting) == sitting


def _says(one: Seat | ReplyDraft) -> tuple[str, int]:
    """An answer; which sitting matters only to who comes."""
    return one.answer, one.sitting if one.answer == "yes" else 0
