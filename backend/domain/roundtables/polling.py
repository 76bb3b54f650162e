"""Polls of times: opened by who runs the roundtable, answered by who is asked, closed on one time.

Of a draft, opening a poll is the invitation, with its time still open. Whoever opens or closes one
holds the roundtable's row meanwhile, and so does whoever votes: no vote slips behind the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import case, func
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, select

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import Conflict, NotFound, Rejected
from backend.core.i18n import _
from backend.domain.members.models import Actor, Member
from backend.domain.roundtables import inviting, policy, queries, seating, telling, timing
from backend.domain.roundtables.drafts import SittingDraft, TimesDraft
from backend.domain.roundtables.models import Roundtable, RoundtableCity
from backend.domain.roundtables.policy import Room
from backend.domain.roundtables.polls import (
    ClosingDraft,
    Poll,
    PollDraft,
    PollOption,
    PollVote,
    VotesDraft,
)
from backend.domain.roundtables.rows import NOWHERE
from backend.domain.roundtables.sight import invites, visible_to
from backend.domain.roundtables.small_counts import at_least


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One of the times, what was said of it, and what I say."""

    number: int
    starts_at: datetime
    zone: str
    yes: int
    if_need_be: int
    no: int
    mine: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A poll in which somebody has not voted yet."""

    slug: str
    title: str


def of(db: Session, table: Roundtable) -> Poll:
    """The poll of a roundtable; NotFound where there is none."""
    found = db.get(Poll, table.id)
    if found is None:
        raise NotFound(_("There is no such roundtable."))
    return found


def is_open(db: Session, table: Roundtable) -> bool:
    """Whether people are being asked already."""
    found = db.get(Poll, table.id)
    return found is not None and found.closed_at is None


def options(db: Session, me: Actor, table: Roundtable, room: Room) -> Sequence[OptionRow]:
    """The times to choose from, the earliest first."""

    def counted(says: str) -> Any:
        return func.coalesce(func.sum(case((col(PollVote.says) == says, 1), else_=0)), 0)

    mine = func.max(case((col(PollVote.member_id) == me.id, col(PollVote.says)), else_=""))
    found = (
        columns(
            col(PollOption.number),
            col(PollOption.starts_at),
            col(PollOption.zone),
            counted("yes"),
            counted("if_need_be"),
            counted("no"),
            func.coalesce(mine, ""),
        )
        .outerjoin(
            PollVote,
            (col(PollVote.roundtable_id) == col(PollOption.roundtable_id))
            & (col(PollVote.number) == col(PollOption.number)),
        )
        .where(col(PollOption.roundtable_id) == table.id)
        .group_by(col(PollOption.number), col(PollOption.starts_at), col(PollOption.zone))
        .order_by(col(PollOption.starts_at), col(PollOption.number))
    )
    listed = [OptionRow(*one) for one in rows(db, found)]
    knows_room = policy.may_see_cities(me, table, room)
    return listed if knows_room else [_from_outside(one) for one in listed]


def _from_outside(one: OptionRow) -> OptionRow:
    """Whose clock it keeps, and what a few say, stays in a room under the Chatham House Rule."""
    yes, perhaps, no = (at_least(count) or 0 for count in (one.yes, one.if_need_be, one.no))
    return replace(one, zone=NOWHERE, yes=yes, if_need_be=perhaps, no=no)


def best(found: Sequence[OptionRow]) -> OptionRow | None:
    """The time that fewest can't come at; then most can, and most easily; then the earliest."""
    return min(found, key=lambda one: (one.no, -one.yes, -one.if_need_be), default=None)


def waiting_for(db: Session, me: Member) -> list[Waiting]:
    """The open polls of roundtables for which this member is asked and in which they said nothing."""
    said = columns(col(PollVote.roundtable_id)).where(col(PollVote.member_id) == me.id)
    # So asked that the few open polls are looked at, and not every roundtable.
    polled = columns(col(Poll.roundtable_id)).where(col(Poll.closed_at).is_(None))
    found = (
        columns(col(Roundtable.slug), col(Roundtable.title))
        .join(Poll, col(Poll.roundtable_id) == col(Roundtable.id))
        .where(
            visible_to(me),
            invites(me),
            col(Roundtable.id).in_(polled),
            col(Roundtable.cancelled_at).is_(None),
            col(Roundtable.id).not_in(said),
        )
        .order_by(col(Poll.opened_at))
        .limit(5)
    )
    return [Waiting(*one) for one in rows(db, found)]


def begin(db: Session, me: Member, table: Roundtable, draft: PollDraft) -> Poll:
    """Ask everybody who is invited when they could come."""
    seating.hold(db, table)
    policy.may_move(me, table, clock.now()).insist()
    before = db.get(Poll, table.id)
    if is_open(db, table):
        raise Conflict(_("There is a poll already. Please close it first."))
    times = timing.checked(me, table, draft.options, draft.zone, "options")
    if len({one.starts_at for one in times}) < len(times):
        raise Rejected({"options": _("Two of these times are the same.")})
    if not _has_cities(db, table):
        raise Conflict(_("Choose the cities to invite first."))
    for model in (PollVote, PollOption):
        db.exec(delete(model).where(col(model.roundtable_id) == table.id))
    poll = before or Poll(roundtable_id=table.id)
    poll.opened_at, poll.closed_at = clock.now(), None
    db.add(poll)
    db.flush()
    for number, one in enumerate(times):
        kept = PollOption(
            roundtable_id=table.id,
            number=number,
            day=one.day,
            clock_time=one.clock_time,
            zone=one.zone,
            is_second=one.is_second,
            starts_at=one.starts_at,
        )
        db.add(kept)
    db.flush()
    if not table.is_planned:
        inviting.ask(db, table)
    telling.tell_of_poll(db, table, me)
    return poll


def vote(db: Session, me: Member, table: Roundtable, draft: VotesDraft) -> Poll:
    """Say of each time whether I could come; what I said before is replaced."""
    seating.hold(db, table)
    poll = of(db, table)
    room = queries.room(db, me, table)
    policy.may_vote(me, table, room, is_open=poll.closed_at is None).insist()
    known = {one.number for one in options(db, me, table, room)}
    said = {one.number: one.says for one in draft.votes if one.says}
    if not said or not said.keys() <= known:
        raise Rejected({"votes": _("Please say of the times shown whether you could come.")})
    mine = (col(PollVote.roundtable_id) == table.id, col(PollVote.member_id) == me.id)
    db.exec(delete(PollVote).where(*mine))
    db.add_all(
        PollVote(roundtable_id=table.id, number=number, member_id=me.id, says=says)
        for number, says in said.items()
    )
    db.flush()
    return poll


def close(db: Session, me: Member, table: Roundtable, draft: ClosingDraft) -> Poll:
    """Fix the time on one of those asked about, and tell everybody."""
    seating.hold(db, table)
    poll = of(db, table)
    policy.may_move(me, table, clock.now()).insist()
    if poll.closed_at is not None:
        raise Conflict(_("This poll is closed already."))
    chosen = db.get(PollOption, (table.id, draft.number))
    if chosen is None:
        raise Rejected({"number": _("Please choose one of the times shown.")})
    sitting = SittingDraft(
        day=chosen.day,
        time=chosen.clock_time,
        which="second" if chosen.is_second else "first",
    )
    timing.choose(db, me, table, TimesDraft(zone=chosen.zone, sittings=[sitting]))
    poll.closed_at = clock.now()
    db.add(poll)
    db.flush()
    return poll


def _has_cities(db: Session, table: Roundtable) -> bool:
    found = select(RoundtableCity.city_id).where(col(RoundtableCity.roundtable_id) == table.id)
    return table.is_open_to_all or db.exec(found.limit(1)).first() is not None
