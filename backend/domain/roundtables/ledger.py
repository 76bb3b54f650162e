"""The ledger of hours: who bore early, late and night hours, written when a roundtable is over.

Everybody who had a seat has a line, hard or not, by their own clock and hours of that day; where
attendance was taken, everybody who was there, since who stayed away bore nothing. A city's share in a meeting is the mean of those who came for it, so that who sends ten pays no tenfold.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, Subquery, exists, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import rows
from backend.core.pages import PAGE, Page, cut
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.roundtables import policy, telling
from backend.domain.roundtables.attendance import Attendance
from backend.domain.roundtables.debts import borne
from backend.domain.roundtables.models import (
    BorneHours,
    Roundtable,
    RoundtableCity,
    Seat,
    Sitting,
)
from backend.domain.roundtables.participants import Participant, weekend_from
from backend.domain.roundtables.series import SeriesPart
from backend.domain.roundtables.sight import visible_to

AT_ONCE = 20
REMEMBERED = timedelta(days=182)
LATELY = timedelta(days=7)
"""Who came longer ago is not asked any more how it was."""
"""So long what was borne counts when a new time is looked for."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a city bore, in minutes of those who came for it."""

    slug: str
    name: str
    meetings: int
    early: int
    late: int
    night: int
    off: int


@dataclass(frozen=True, slots=True)
class OwnHours:
    """What one meeting was for oneself."""

    slug: str
    title: str
    held_at: datetime
    early: int
    late: int
    night: int
    off: int


def write(db: Session) -> int:
    """Write down who bore what at roundtables that are over; how many these were."""
    now = clock.now()
    over = select(Roundtable).where(
        col(Roundtable.planned_at).is_not(None),
        col(Roundtable.cancelled_at).is_(None),
        col(Roundtable.ends_at) <= now,
        col(Roundtable.ledger_at).is_(None),
    )
    over = over.order_by(col(Roundtable.id)).limit(AT_ONCE).with_for_update(skip_locked=True)
    found = db.exec(over).all()
    for table in found:
        table.ledger_at = now
        db.add(table)
        db.add_all(_lines(db, table))
        if table.ends_at is not None and table.ends_at > now - LATELY:
            telling.tell_of_feedback(db, table)
    db.flush()
    return len(found)


def points(db: Session, city_ids: Collection[UUID]) -> dict[UUID, int]:
    """What each of these cities bore lately, in the coin of `fair_times`."""
    shares = _shares(
        col(BorneHours.city_id).in_(city_ids), col(BorneHours.held_at) > clock.now() - REMEMBERED
    )
    found = columns(shares.c.city_id, func.sum(shares.c.points)).group_by(shares.c.city_id)
    return {city_id: round(sum_of) for city_id, sum_of in rows(db, found)}


def of_invited(db: Session, table: Roundtable) -> list[Share]:
    """What a roundtable's cities bore at all roundtables so far, by name."""
    invited = columns(col(RoundtableCity.city_id)).where(
        col(RoundtableCity.roundtable_id) == table.id
    )
    found = _by_city(_shares(col(BorneHours.city_id).in_(invited)))
    return [_share(*one) for one in rows(db, found)]


def of_network(db: Session, me: Member, after: str = "") -> Page[Share]:
    """What every city bore that came to a roundtable, by name: for conveners."""
    policy.may_see_ledger(me).insist()
    found = _by_city(_shares(col(BorneHours.city_id).is_not(None)))
    if after:
        found = found.where(col(City.slug) > after)
    return cut([_share(*one) for one in rows(db, found.limit(PAGE + 1))], lambda one: one.slug)


def of_series(db: Session, table: Roundtable) -> list[Share]:
    """What cities bore in the series of this roundtable, by name."""
    mine, other = aliased(SeriesPart), aliased(SeriesPart)
    meetings = (
        columns(col(other.roundtable_id))
        .join(mine, col(mine.series_id) == col(other.series_id))
        .where(col(mine.roundtable_id) == table.id)
    )
    shares = _shares(
        col(BorneHours.city_id).is_not(None), col(BorneHours.roundtable_id).in_(meetings)
    )
    return [_share(*one) for one in rows(db, _by_city(shares))]


def own(db: Session, me: Member) -> list[OwnHours]:
    """What the last roundtables were for oneself, the latest first."""
    found = (
        columns(
            col(Roundtable.slug),
            col(Roundtable.title),
            col(BorneHours.held_at),
            col(BorneHours.early),
            col(BorneHours.late),
            col(BorneHours.night),
            col(BorneHours.off),
        )
        .join(Roundtable, col(Roundtable.id) == col(BorneHours.roundtable_id))
        .where(col(BorneHours.member_id) == me.id, visible_to(me))
        .order_by(col(BorneHours.held_at).desc(), col(Roundtable.id))
        .limit(PAGE)
    )
    return [OwnHours(*one) for one in rows(db, found)]


def _lines(db: Session, table: Roundtable) -> list[BorneHours]:
    came = (
        columns(
            col(Member.id),
            col(Member.city_id),
            col(Member.zone),
            func.coalesce(col(City.country), "").label("country"),
            func.coalesce(col(City.subdivision), "").label("subdivision"),
            func.coalesce(col(City.rests_on), "").label("rests_on"),
            col(Member.work_starts),
            col(Member.work_ends),
            col(Sitting.starts_at),
        )
        .join(Seat, col(Seat.member_id) == col(Member.id))
        .join(
            Sitting,
            (col(Sitting.roundtable_id) == col(Seat.roundtable_id))
            & (col(Sitting.number) == col(Seat.sitting)),
        )
        .outerjoin(City, col(City.id) == col(Member.city_id))
        .where(col(Seat.roundtable_id) == table.id, col(Seat.seated_at).is_not(None))
    )
    if table.attendance_at is not None:
        was_there = exists().where(
            col(Attendance.roundtable_id) == table.id,
            col(Attendance.member_id) == col(Member.id),
        )
        came = came.where(was_there)
    return [_line(table, one) for one in rows(db, came).mappings()]


def _line(table: Roundtable, one: RowMapping) -> BorneHours:
    who = Participant(
        key="",
        label="",
        zone=one["zone"],
        country=one["country"],
        subdivision=one["subdivision"],
        weekend=weekend_from(one["rests_on"]),
        works_from=one["work_starts"],
        works_until=one["work_ends"],
    )
    bore = borne(who, one["starts_at"], table.minutes)
    return BorneHours(
        roundtable_id=table.id,
        member_id=one["id"],
        city_id=one["city_id"],
        held_at=one["starts_at"],
        early=bore.early,
        late=bore.late,
        night=bore.night,
        off=bore.off,
        points=bore.points,
    )


def _shares(*conditions: Any) -> Subquery:
    """What each city bore at each meeting: the mean of those who came for it."""
    figures = [
        func.avg(getattr(BorneHours, name)).label(name)
        for name in ("early", "late", "night", "off", "points")
    ]
    by_meeting = columns(col(BorneHours.city_id), col(BorneHours.roundtable_id), *figures)
    return (
        by_meeting.where(*conditions)
        .group_by(col(BorneHours.city_id), col(BorneHours.roundtable_id))
        .subquery()
    )


def _by_city(shares: Subquery) -> Select[*tuple[Any, ...]]:
    sums = [func.sum(shares.c[name]) for name in ("early", "late", "night", "off")]
    return (
        columns(col(City.slug), col(City.name), func.count(), *sums)
        .join(shares, shares.c.city_id == col(City.id))
        .group_by(col(City.id), col(City.slug), col(City.name))
        .order_by(col(City.slug))
    )


def _share(slug: str, name: str, meetings: int, *minutes: float) -> Share:
    return Share(slug, name, meetings, *(round(one) for one in minutes))
