"""Who comes to a roundtable and who leads its parts, as far as their profiles show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import RowMapping, exists, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.cities.models import City
from backend.domain.members.audience import known_as, shows
from backend.domain.members.models import Actor, Member
from backend.domain.roundtables.attendance import Attendance
from backend.domain.roundtables.models import AgendaItem, Roundtable, Seat

MOST_PEOPLE = 60
"""So many are listed by name; of more, the rest is a number."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody who said yes: with a seat, or waiting for one."""

    id: UUID
    name: str
    slug: str
    city: str
    city_slug: str
    sitting: int
    is_seated: bool


@dataclass(frozen=True, slots=True)
class AgendaPart:
    minutes: int
    title: str
    lead: str
    lead_slug: str
    starts_after: int
    """Minutes since the sitting began."""


def people(db: Session, me: Actor, table: Roundtable) -> list[Peer]:
    """The first who have a seat, in the order in which they said yes, as their profiles show them.

    Who still waits for one is known to conveners alone. Once attendance was taken, those are
    listed who were there.
    """
    to_name = col(Seat.answer) == "yes" if me.moderates else col(Seat.seated_at).is_not(None)
    if table.attendance_at is not None:
        to_name = exists().where(
            col(Attendance.roundtable_id) == table.id, col(Attendance.member_id) == col(Member.id)
        )
    found = rows(
        db,
        columns(
            col(Member.id),
            col(Member.name),
            col(Member.slug),
            col(Member.audience),
            col(Member.city_id).label("works_for"),
            func.coalesce(col(City.name), col(Member.organisation)).label("city"),
            func.coalesce(col(City.slug), "").label("city_slug"),
            col(Seat.sitting),
            col(Seat.seated_at),
        )
        .join(Seat, col(Seat.member_id) == col(Member.id))
        .outerjoin(City, col(City.id) == col(Member.city_id))
        .where(col(Seat.roundtable_id) == table.id, to_name)
        .order_by(col(Seat.turn))
        .limit(MOST_PEOPLE),
    ).mappings()
    return [_peer(me, one) for one in found]


def agenda(db: Session, me: Actor, table: Roundtable) -> Sequence[AgendaPart]:
    """The parts of it, each with the minute at which it begins."""
    found = rows(
        db,
        columns(
            col(AgendaItem.minutes),
            col(AgendaItem.title),
            col(AgendaItem.lead),
            col(Member.name),
            func.coalesce(col(Member.slug), ""),
            col(Member.audience),
        )
        .outerjoin(Member, col(Member.id) == col(AgendaItem.lead_id))
        .where(col(AgendaItem.roundtable_id) == table.id)
        .order_by(col(AgendaItem.position)),
    )
    parts: list[AgendaPart] = []
    for minutes, title, lead, name, slug, audience in found:
        before = parts[-1].starts_after + parts[-1].minutes if parts else 0
        shown = known_as(name, slug, audience, me) if name else (lead, "")
        parts.append(AgendaPart(minutes, title, *shown, before))
    return parts


def _peer(me: Actor, one: RowMapping) -> Peer:
    name, slug = known_as(one["name"], one["slug"], one["audience"], me)
    for_city = shows(one["audience"], "city", me, one["works_for"])
    return Peer(
        id=one["id"],
        name=name,
        slug=slug,
        city=one["city"] if for_city else "",
        city_slug=one["city_slug"] if for_city else "",
        sitting=one["sitting"],
        is_seated=one["seated_at"] is not None,
    )
