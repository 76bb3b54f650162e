"""Who comes to a roundtable and who leads its parts, as far as their profiles show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, String, cast, exists, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from backend.core import ids
from backend.core.db import rows
from backend.domain import subjects
from backend.domain.cities.models import City
from backend.domain.members.audience import known_as, shows
from backend.domain.members.models import Actor, Member
from backend.domain.roundtables.attendance import Attendance
from backend.domain.roundtables.models import (
    AgendaItem,
    AgendaLink,
    AgendaSpeaker,
    Roundtable,
    Seat,
)

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
class AgendaSubject:
    """A challenge or a resource that a part is about."""

    kind: str
    id: UUID
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class AgendaPart:
    minutes: int
    title: str
    lead: str
    lead_slug: str
    starts_after: int
    """Minutes since the sitting began."""
    speakers: Sequence[tuple[str, str]] = ()
    """Names and slugs."""
    links: Sequence[AgendaSubject] = ()
    """As far as the reader may see them."""


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


def agenda(
    db: Session, me: Actor, table: Roundtable, *, knows_room: bool, is_edited: bool = False
) -> Sequence[AgendaPart]:
    """The parts of it, each with the minute at which it begins, who speaks, and what it is about.

    What a challenge is called may name a city of the room: under the Chatham House Rule only who
    knows the room is told what a part is about.

    Where `is_edited`, that holds what a convener sees by office too, since saving would lose what
    isn't there: the caller notes the look.
    """
    speaker = aliased(Member)
    told = knows_room or not table.chatham_house
    found = rows(
        db,
        columns(
            col(AgendaItem.position),
            col(AgendaItem.minutes),
            col(AgendaItem.title),
            *_named(AgendaItem.lead, Member),
            *_named(AgendaSpeaker.name, speaker),
            _about(me, "challenge", is_edited=is_edited),
            _about(me, "resource", is_edited=is_edited),
        )
        .outerjoin(Member, col(Member.id) == col(AgendaItem.lead_id))
        .outerjoin(
            AgendaSpeaker,
            (col(AgendaSpeaker.roundtable_id) == col(AgendaItem.roundtable_id))
            & (col(AgendaSpeaker.position) == col(AgendaItem.position)),
        )
        .outerjoin(speaker, col(speaker.id) == col(AgendaSpeaker.member_id))
        .where(col(AgendaItem.roundtable_id) == table.id)
        .order_by(col(AgendaItem.position), col(AgendaSpeaker.place)),
    )
    parts: list[AgendaPart] = []
    for _position, lines in groupby(found, key=lambda one: one[0]):
        same = list(lines)
        _same, minutes, title, *rest = same[0]
        before = parts[-1].starts_after + parts[-1].minutes if parts else 0
        parts.append(
            AgendaPart(
                minutes,
                title,
                *_shown(me, *rest[:4]),
                before,
                [_shown(me, *line[7:11]) for line in same if line[7]],
                [*_subjects("challenge", rest[8]), *_subjects("resource", rest[9])] if told else (),
            )
        )
    return parts


def _named(words: str, member: type[Member]) -> Sequence[Any]:
    """How somebody is called in the agenda, and what their profile shows of it, if they have one."""
    return (
        col(words),
        col(member.name),
        func.coalesce(col(member.slug), ""),
        col(member.audience),
    )


def _shown(
    me: Actor, words: str, name: str | None, slug: str, audience: Mapping[str, str] | None
) -> tuple[str, str]:
    return known_as(name, slug, audience or {}, me) if name else (words, "")


def _about(me: Actor, kind: str, *, is_edited: bool) -> Any:
    """What a part is about, in one column: a line for each thing in sight, slug and id first."""
    of = subjects.kind(kind)
    line = of.model.slug + " " + cast(of.model.id, String) + " " + of.model.title
    return (
        columns(func.aggregate_strings(line, "\n"))
        .select_from(AgendaLink)
        .join(of.model, col(of.model.id) == col(AgendaLink.subject_id))
        .where(
            col(AgendaLink.kind) == kind,
            col(AgendaLink.roundtable_id) == col(AgendaItem.roundtable_id),
            col(AgendaLink.position) == col(AgendaItem.position),
            of.visible_to(me) if is_edited else of.listed_for(me),
        )
        .correlate(AgendaItem)
        .scalar_subquery()
    )


def _subjects(kind: str, told: str | None) -> Sequence[AgendaSubject]:
    """What `_about` selected."""
    lines = [line.split(" ", maxsplit=2) for line in sorted((told or "").splitlines())]
    return [AgendaSubject(kind, ids.read(its_id), slug, title) for slug, its_id, title in lines]


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
