"""What programs are told of roundtables."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from backend.api.note_shapes import NoteShape, note_of
from backend.api.shapes import CityShape, Shape, TopicShape
from backend.core import clock
from backend.core.times import zone
from backend.domain.roundtables import company, page, policy
from backend.domain.roundtables.models import Seat
from backend.domain.roundtables.policy import Room
from backend.domain.roundtables.rows import RoundtableRow, SittingRow
from backend.kit.asking import Asking


class SittingShape(Shape):
    number: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    """Where its wall clock hangs; `local` is what it shows there."""
    local: str


class SeatsShape(SittingShape):
    coming: int | None
    waiting: int | None
    """Null where outsiders would learn of a few, under the Chatham House Rule."""


class ItemShape(BaseModel):
    """A roundtable in a list."""

    id: UUID
    slug: str
    path: str
    title: str
    excerpt: str
    language: str
    format: str
    place: str
    visibility: str
    chatham_house: bool
    convener: str
    planned_at: datetime | None
    cancelled_at: datetime | None
    sittings: list[SittingShape]
    topics: list[TopicShape]
    cities: int | None
    coming: int | None
    capacity: int | None
    answer: str
    """What the one who asks answered: yes, maybe, no or nothing yet."""
    is_seated: bool
    has_note: bool


class ListShape(BaseModel):
    items: list[ItemShape]
    next: str | None


class PeerShape(Shape):
    slug: str
    name: str
    city: str
    sitting: int
    is_seated: bool


class AgendaSubjectShape(Shape):
    """A challenge or a resource that the one who asks may see."""

    kind: str
    slug: str
    title: str


class PartShape(Shape):
    minutes: int
    title: str
    lead: str
    speakers: list[str]
    links: list[AgendaSubjectShape]


class AnswerShape(BaseModel):
    """An answer as it was taken: with a seat, or waiting for one."""

    answer: str
    sitting: int
    is_seated: bool
    is_waiting: bool


class RoundtableShape(BaseModel):
    """A roundtable with everything around it that the one who asks may see."""

    id: UUID
    slug: str
    path: str
    title: str
    purpose: str
    language: str
    format: str
    place: str
    venue: str
    minutes: int
    capacity: int | None
    visibility: str
    chatham_house: bool
    convener: str
    planned_at: datetime | None
    cancelled_at: datetime | None
    cancelled_why: str
    topics: list[TopicShape]
    sittings: list[SeatsShape]
    agenda: list[PartShape]
    cities: list[CityShape] | None
    """Null where who is invited isn't told."""
    people: list[PeerShape] | None
    """Those who said yes, the first of them; null where they aren't told."""
    maybe: int | None
    answer: AnswerShape | None
    joining_link: str | None
    """Only for those who have a seat."""
    note: NoteShape | None


def item(ask: Asking, row: RoundtableRow) -> ItemShape:
    plain = {name: getattr(row, name) for name in ItemShape.model_fields if hasattr(row, name)}
    return ItemShape(
        **plain
        | {
            "path": ask.path_for("roundtables:show", slug=row.slug),
            "sittings": [SittingShape(**_times(one)) for one in row.sittings],
            "topics": [TopicShape.model_validate(topic) for topic in row.topics],
        }
    )


def whole(ask: Asking, slug: str) -> RoundtableShape:
    opened = page.opened(ask.db, ask.me, slug)
    table, me, now = opened.table, ask.me, clock.now()
    cities = page.cities(ask.db, table)
    room = Room({city.id for city in cities}, opened.seat)
    shows_people = policy.may_see_people(me, table, room)
    shows_leads = shows_people or not table.chatham_house
    parts = company.agenda(ask.db, me, table, knows_room=opened.knows_room)
    plain = {
        name: getattr(table, name) for name in RoundtableShape.model_fields if hasattr(table, name)
    }
    return RoundtableShape(
        **plain
        | {
            "path": ask.path_for("roundtables:show", slug=slug),
            "convener": opened.convener,
            "venue": table.venue if opened.knows_room else "",
            "topics": [TopicShape.model_validate(one) for one in page.topics_of(ask.db, table)],
            "sittings": [
                SeatsShape(**_times(one), coming=one.coming, waiting=one.waiting)
                for one in page.sittings(ask.db, table, knows_room=opened.knows_room)
            ],
            "agenda": [
                PartShape(
                    minutes=one.minutes,
                    title=one.title,
                    lead=one.lead if shows_leads else "",
                    speakers=[name for name, _slug in one.speakers] if shows_leads else [],
                    links=[AgendaSubjectShape.model_validate(subject) for subject in one.links],
                )
                for one in parts
            ],
            "cities": [CityShape.model_validate(city) for city in cities]
            if policy.may_see_cities(me, table, room)
            else None,
            "people": [PeerShape.model_validate(one) for one in company.people(ask.db, me, table)]
            if shows_people
            else None,
            "maybe": opened.maybe,
            "answer": answer_of(opened.seat) if opened.seat else None,
            "joining_link": table.joining_link
            if policy.may_have_link(me, table, room, now)
            else None,
            "note": note_of(ask, slug, opened.note) if opened.note else None,
        }
    )


def answer_of(seat: Seat) -> AnswerShape:
    return AnswerShape(
        answer=seat.answer,
        sitting=seat.sitting,
        is_seated=seat.is_seated,
        is_waiting=seat.is_waiting,
    )


def _times(one: SittingRow | page.SittingPart) -> dict[str, Any]:
    local = one.starts_at.astimezone(zone(one.zone)).isoformat(timespec="minutes")
    return {
        "number": one.number,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "zone": one.zone,
        "local": local,
    }
