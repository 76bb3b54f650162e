"""When it is held: one time or two, as a wall clock shows them, kept with the rules of its zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from backend.core import clock
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.times import RULES, Shown, moment, shown
from backend.domain.members.models import Member
from backend.domain.roundtables import policy, queries, seating, telling
from backend.domain.roundtables.drafts import SittingDraft, TimesDraft
from backend.domain.roundtables.models import Roundtable, Sitting

FURTHEST = timedelta(days=731)


@dataclass(frozen=True, slots=True, order=True)
class Time:
    """A time as the wall clock shows it, with the moment this is."""

    starts_at: datetime
    ends_at: datetime
    day: date
    clock_time: time
    zone: str
    is_second: bool


def choose(db: Session, me: Member, table: Roundtable, draft: TimesDraft) -> Roundtable:
    """Set one time or two; of a planned roundtable, tell those who are invited.

    Rejected when clocks skip an hour, when it has passed, when two sittings overlap.
    """
    seating.hold(db, table)
    policy.may_move(me, table, clock.now()).insist()
    here = queries.sittings(db, table)
    times = _times(me, table, draft)
    if table.is_planned and here and len(times) != len(here):
        raise Rejected({"sittings": _("People have chosen their sitting, so their number stays.")})
    moved = [(one.starts_at, one.zone) for one in here] != [
        (one.starts_at, one.zone) for one in times
    ]
    for extra in here[len(times) :]:
        db.delete(extra)
    db.flush()
    for number, chosen in enumerate(times):
        sitting = here[number] if number < len(here) else None
        _set(db, table, number, chosen, sitting)
    table.starts_at, table.ends_at = times[0].starts_at, times[-1].ends_at
    db.add(table)
    db.flush()
    if moved and table.is_planned:
        telling.tell_of_change(db, table, me, is_first=not here)
    return table


def stretch(db: Session, table: Roundtable) -> None:
    """Let every sitting last as long as the roundtable now says. Rejected where they overlap."""
    here = queries.sittings(db, table)
    if not here:
        return
    for sitting in here:
        sitting.ends_at = sitting.starts_at + timedelta(minutes=table.minutes)
        db.add(sitting)
    if len(here) > 1 and here[0].ends_at > here[1].starts_at:
        raise Rejected({"minutes": _("The two sittings would overlap. Choose their times anew.")})
    table.ends_at = here[-1].ends_at
    db.add(table)
    db.flush()


def _set(
    db: Session, table: Roundtable, number: int, chosen: Time, sitting: Sitting | None
) -> None:
    sitting = sitting or Sitting(
        roundtable_id=table.id,
        number=number,
        day=chosen.day,
        clock_time=chosen.clock_time,
        zone=chosen.zone,
        rules=RULES,
        starts_at=chosen.starts_at,
        ends_at=chosen.ends_at,
    )
    sitting.day, sitting.clock_time, sitting.zone = chosen.day, chosen.clock_time, chosen.zone
    sitting.is_second = chosen.is_second
    sitting.starts_at, sitting.ends_at, sitting.rules = chosen.starts_at, chosen.ends_at, RULES
    db.add(sitting)


def checked(
    me: Member, table: Roundtable, sent: Sequence[SittingDraft], zone: str, field: str
) -> list[Time]:
    """These times, each of them sound; Rejected at its place in the field where one isn't."""
    return [
        _time(one, one.zone or zone or me.zone, table.minutes, f"{field}.{place}")
        for place, one in enumerate(sent)
    ]


def _times(me: Member, table: Roundtable, draft: TimesDraft) -> Sequence[Time]:
    found = sorted(checked(me, table, draft.sittings, draft.zone, "sittings"))
    if len(found) > 1 and found[0].ends_at > found[1].starts_at:
        raise Rejected({"sittings": _("The two sittings overlap. Leave time between them.")})
    return found


def _time(sent: SittingDraft, zone: str, minutes: int, field: str) -> Time:
    now, wall = clock.now(), sent.time.replace(second=0, microsecond=0, tzinfo=None)
    if not abs(sent.day - now.date()) <= FURTHEST:
        raise Rejected({f"{field}.day": _("Choose a day within the next two years.")})
    is_second = sent.which == "second"
    try:
        how = shown(sent.day, wall, zone)
        starts_at = moment(sent.day, wall, zone, second=is_second)
    except Rejected as refusal:
        raise Rejected({f"{field}.time": str(refusal)}) from refusal
    if how is Shown.TWICE and not sent.which:
        raise Rejected(
            {f"{field}.which": _("Clocks show this hour twice that day. Which do you mean?")}
        )
    if starts_at <= now:
        raise Rejected({f"{field}.time": _("This time has passed. Please choose a later one.")})
    ends_at = starts_at + timedelta(minutes=minutes)
    return Time(starts_at, ends_at, sent.day, wall, zone, is_second)
