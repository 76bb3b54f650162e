"""Checking in, marking who is there, and how many came from where."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, select

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import Conflict, Rejected
from backend.core.i18n import _
from backend.core.pages import Page, cut
from backend.core.text import last_part
from backend.domain.cities.models import City
from backend.domain.members.audience import known_as
from backend.domain.members.models import Member
from backend.domain.members.queries import taking_part
from backend.domain.roundtables import attendance_rules, queries, seating, wording
from backend.domain.roundtables.attendance import (
    Attendance,
    CheckInDraft,
    PresenceDraft,
    TakenDraft,
)
from backend.domain.roundtables.models import BorneHours, Roundtable, RoundtableCity, Seat

SIZE = 50
"""People on one page of the list."""
MOST_OTHERS = 200
"""So many are offered besides."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who said yes, and whether they are there."""

    id: UUID
    name: str
    slug: str
    city: str
    turn: int
    sitting: int
    is_seated: bool
    way: str
    """Empty while nobody has said that they are there."""


@dataclass(frozen=True, slots=True)
class Places:
    """How many came, by city and by region of the world; partners are from none."""

    total: int
    cities: Mapping[str, int]
    regions: Mapping[str, int]
    ways: Mapping[str, int]


def check_in(db: Session, me: Member, table: Roundtable, draft: CheckInDraft) -> Attendance:
    """Say that one is there. Said twice, it is said once."""
    room = queries.room(db, me, table)
    number = room.seat.sitting if room.seat else 0
    sittings = {one.number: one for one in queries.sittings(db, table)}
    mine = sittings.get(number)
    if mine is None:
        raise Conflict(_("Its time isn’t fixed yet."))
    attendance_rules.may_check_in(
        me, table, room.seat, (mine.starts_at, mine.ends_at), clock.now()
    ).insist()
    way = draft.way or table.place
    if way == "hybrid":
        raise Rejected({"way": _("Say whether you are there in person or online.")})
    _insist_on_a_way(table, way)
    return _note(db, table, me.id, way, None)


def mark(db: Session, me: Member, table: Roundtable, draft: PresenceDraft) -> Attendance | None:
    """Mark that somebody is there, even unexpected, or that they aren't."""
    attendance_rules.may_take(me, table, clock.now()).insist()
    slug = last_part(draft.member)
    who = db.exec(
        select(Member).where(
            col(Member.slug) == slug,
            col(Member.admitted_at).is_not(None),
            col(Member.erased_at).is_(None),
        )
    ).first()
    if who is None:
        raise Rejected({"member": _("We know nobody of this address. It ends their profile’s.")})
    if draft.way == "absent":
        if noted := db.get(Attendance, (table.id, who.id)):
            db.delete(noted)
        _count_anew(db, table)
        return None
    _insist_on_a_way(table, draft.way)
    _seat(db, table, who.id)
    return _note(db, table, who.id, draft.way, me.id)


def take(db: Session, me: Member, table: Roundtable, draft: TakenDraft) -> Roundtable:
    """Say that it is complete: from now on those who were there are those who came."""
    attendance_rules.may_take(me, table, clock.now()).insist()
    table.attendance_at = None if draft.again else clock.now()
    db.add(table)
    _count_anew(db, table)
    return table


def expected(db: Session, me: Member, table: Roundtable, after: int = 0) -> Page[Expected]:
    """One page of those who said yes, in that order, with who is there."""
    found = (
        columns(
            col(Member.id),
            col(Member.name),
            col(Member.slug),
            col(Member.audience),
            func.coalesce(col(City.name), col(Member.organisation)),
            col(Seat.turn),
            col(Seat.sitting),
            col(Seat.seated_at),
            func.coalesce(col(Attendance.way), ""),
        )
        .join(Seat, col(Seat.member_id) == col(Member.id))
        .outerjoin(City, col(City.id) == col(Member.city_id))
        .outerjoin(
            Attendance,
            and_(
                col(Attendance.member_id) == col(Member.id),
                col(Attendance.roundtable_id) == col(Seat.roundtable_id),
            ),
        )
        .where(col(Seat.roundtable_id) == table.id, col(Seat.turn) > after)
        .order_by(col(Seat.turn))
        .limit(SIZE + 1)
    )
    people = [
        Expected(
            one,
            *known_as(name, slug, audience, me),
            city,
            turn or 0,
            sitting,
            is_seated=seated_at is not None,
            way=way,
        )
        for one, name, slug, audience, city, turn, sitting, seated_at, way in rows(db, found)
    ]
    return cut(people, lambda one: str(one.turn), SIZE)


def others(db: Session, me: Member, table: Roundtable) -> list[str]:
    """Who were asked and didn't say yes, by their slugs: whoever comes unexpected is mostly one."""
    said = columns(col(Seat.member_id), col(Seat.answer)).where(col(Seat.roundtable_id) == table.id)
    cities = columns(col(RoundtableCity.city_id)).where(
        col(RoundtableCity.roundtable_id) == table.id
    )
    answered = said.subquery()
    # From those who were asked, not from everybody.
    working = columns(col(Member.id)).where(col(Member.city_id).in_(cities))
    asked = union_all(columns(answered.c.member_id), working)
    found = (
        columns(col(Member.name), col(Member.slug), col(Member.audience))
        .outerjoin(answered, answered.c.member_id == col(Member.id))
        .where(
            col(Member.id).in_(asked),
            func.coalesce(answered.c.answer, "") != "yes",
            taking_part(),
        )
        .order_by(col(Member.folded), col(Member.id))
        .limit(MOST_OTHERS)
    )
    known = [known_as(name, slug, audience, me) for name, slug, audience in rows(db, found)]
    return [slug for _name, slug in known if slug]


def places(db: Session, table: Roundtable) -> Places:
    """From where those came who were there. Whoever shows it asks `may_see_counts` first."""
    found = (
        columns(
            func.coalesce(col(City.name), ""),
            func.coalesce(col(City.region), ""),
            col(Attendance.way),
            func.count(),
        )
        .select_from(Attendance)
        .join(Member, col(Member.id) == col(Attendance.member_id))
        .outerjoin(City, col(City.id) == col(Member.city_id))
        .where(col(Attendance.roundtable_id) == table.id)
        .group_by(col(City.id), col(City.name), col(City.region), col(Attendance.way))
        .order_by(col(City.name))
    )
    cities, regions, ways = Counter[str](), Counter[str](), Counter[str]()
    for city, region, way, count in rows(db, found):
        cities[city] += count
        regions[region] += count
        ways[way] += count
    return Places(ways.total(), cities, regions, ways)


def _insist_on_a_way(table: Roundtable, way: str) -> None:
    if table.place not in (way, "hybrid"):
        raise Rejected({"way": _("Nobody comes this way to this meeting.")})


def _note(
    db: Session, table: Roundtable, member_id: UUID, way: str, by_id: UUID | None
) -> Attendance:
    noted = db.get(Attendance, (table.id, member_id))
    if noted is None:
        noted = Attendance(roundtable_id=table.id, member_id=member_id, way=way, by_id=by_id)
    noted.way = way
    db.add(noted)
    db.flush()
    _count_anew(db, table)
    return noted


def _seat(db: Session, table: Roundtable, member_id: UUID) -> None:
    """Whoever is there has a seat, even where there was none left."""
    seating.hold(db, table)
    seat = db.get(Seat, (table.id, member_id)) or Seat(
        roundtable_id=table.id, member_id=member_id, answer="yes"
    )
    if seat.turn is None:
        table.turns += 1
        seat.turn = table.turns
    is_new = not seat.is_seated
    seat.answer, seat.seated_at = "yes", seat.seated_at or clock.now()
    db.add_all((table, seat))
    db.flush()
    if is_new:
        wording.look_again(db, table, [member_id])


def _count_anew(db: Session, table: Roundtable) -> None:
    """The hours that were borne are written anew if attendance changes after they were."""
    if table.ledger_at is not None:
        db.exec(delete(BorneHours).where(col(BorneHours.roundtable_id) == table.id))
        table.ledger_at = None
        db.add(table)
    db.flush()
