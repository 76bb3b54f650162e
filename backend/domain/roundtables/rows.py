"""A roundtable as lists show it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import reduce
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, RowMapping, Select, String, case, cast, extract, func, literal
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from backend.core import clock, ids
from backend.core.db import rows
from backend.domain.members.audience import known_as
from backend.domain.members.models import Actor, Member
from backend.domain.members.readers import reader
from backend.domain.roundtables.attendance import Attendance
from backend.domain.roundtables.models import (
    Note,
    Roundtable,
    RoundtableCity,
    RoundtableTopic,
    Seat,
    Sitting,
)
from backend.domain.roundtables.sight import EXCERPT, cities_shown_to
from backend.domain.roundtables.small_counts import at_least
from backend.domain.topics.queries import TopicRow, Tree, tree

NOWHERE = "UTC"
"""The zone that outsiders are told: that of a meeting is often a city that comes."""


@dataclass(frozen=True, slots=True)
class SittingRow:
    """One time at which it is held."""

    number: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    """Where its wall clock hangs."""


@dataclass(frozen=True, slots=True)
class RoundtableRow:
    id: UUID
    slug: str
    title: str
    excerpt: str
    language: str
    format: str
    place: str
    visibility: str
    chatham_house: bool
    capacity: int | None
    starts_at: datetime | None
    ends_at: datetime | None
    planned_at: datetime | None
    cancelled_at: datetime | None
    hidden_at: datetime | None
    convener: str
    convener_slug: str
    """Who called it; nobody for who is outside of a room under the Chatham House Rule."""
    cities: int | None
    """How many are invited; None where outsiders would learn of a few."""
    coming: int | None
    """How many have a seat or, where attendance was taken, were there; None alike."""
    answer: str
    """The reader's own: yes, maybe, no, or nothing yet."""
    sitting: int
    is_seated: bool
    has_note: bool
    sittings: Sequence[SittingRow]
    topics: Sequence[TopicRow]

    @property
    def is_waiting(self) -> bool:
        return self.answer == "yes" and not self.is_seated


def wanted(me: Actor) -> Select[*tuple[Any, ...]]:
    """What a row is made of; lists add their conditions and their order."""
    mine = aliased(Seat)
    return (
        columns(
            col(Roundtable.id),
            col(Roundtable.slug),
            col(Roundtable.title),
            func.substr(Roundtable.purpose, 1, EXCERPT).label("excerpt"),
            col(Roundtable.language),
            col(Roundtable.format),
            col(Roundtable.place),
            col(Roundtable.visibility),
            col(Roundtable.chatham_house),
            col(Roundtable.capacity),
            col(Roundtable.starts_at),
            col(Roundtable.ends_at),
            col(Roundtable.planned_at),
            col(Roundtable.cancelled_at),
            col(Roundtable.hidden_at),
            col(Member.name).label("convener"),
            col(Member.slug).label("convener_slug"),
            col(Member.audience),
            cities_shown_to(me).label("knows_room"),
            _counted(RoundtableCity).label("cities"),
            case(
                (col(Roundtable.attendance_at).is_not(None), _counted(Attendance)),
                else_=_counted(Seat, col(Seat.seated_at).is_not(None)),
            ).label("coming"),
            func.coalesce(col(mine.answer), "").label("answer"),
            func.coalesce(col(mine.sitting), 0).label("sitting"),
            col(mine.seated_at).label("my_seat"),
            _counted(Note, col(Note.published_at).is_not(None)).label("notes"),
            _about().label("about"),
            _held().label("held"),
        )
        .join(Member, col(Member.id) == col(Roundtable.author_id))
        .outerjoin(
            mine, (col(mine.roundtable_id) == col(Roundtable.id)) & (col(mine.member_id) == me.id)
        )
    )


def made(
    db: Session, me: Actor, found: Select[*tuple[Any, ...]], topics: Tree | None = None
) -> list[RoundtableRow]:
    """The rows of a select that began with `wanted`, with topics and times: one or two queries."""
    raw = list(rows(db, found, reader(me) | {"now": clock.now()}).mappings())
    if not raw:
        return []
    known = topics or tree(db)
    return [_row(me, one, known) for one in raw]


def _counted(model: Any, *conditions: Any) -> Any:
    return (
        columns(func.count())
        .select_from(model)
        .where(col(model.roundtable_id) == col(Roundtable.id), *conditions)
        .correlate(Roundtable)
        .scalar_subquery()
    )


def _about() -> Any:
    """The topics in one column."""
    return (
        columns(func.aggregate_strings(cast(col(RoundtableTopic.topic_id), String), ","))
        .where(col(RoundtableTopic.roundtable_id) == col(Roundtable.id))
        .correlate(Roundtable)
        .scalar_subquery()
    )


def _held() -> Any:
    """The sittings in one column, each as its number, its moments in whole seconds, and its zone."""
    parts = (
        cast(col(Sitting.number), String),
        *(cast(cast(extract("epoch", at), BigInteger), String) for at in _MOMENTS),
        col(Sitting.zone),
    )
    said = reduce(lambda before, part: before + literal(" ") + part, parts)
    return (
        columns(func.aggregate_strings(said, ","))
        .where(col(Sitting.roundtable_id) == col(Roundtable.id))
        .correlate(Roundtable)
        .scalar_subquery()
    )


_MOMENTS = (col(Sitting.starts_at), col(Sitting.ends_at))


def _sittings(held: str | None) -> list[SittingRow]:
    """What `_held` selected, the first to begin first."""
    found = []
    for one in filter(None, (held or "").split(",")):
        number, starts, ends, zone = one.split(" ")
        found.append(SittingRow(int(number), _moment(starts), _moment(ends), zone))
    return sorted(found, key=lambda one: one.starts_at)


def _moment(seconds: str) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def _row(me: Actor, one: RowMapping, topics: Tree) -> RoundtableRow:
    known = known_as(one["convener"], one["convener_slug"], one["audience"], me)
    counts = {"cities": one["cities"], "coming": one["coming"]}
    sittings = _sittings(one["held"])
    if not one["knows_room"]:
        known = "", ""
        counts = {name: at_least(count) for name, count in counts.items()}
        sittings = [replace(sitting, zone=NOWHERE) for sitting in sittings]
    about = [ids.read(topic_id) for topic_id in filter(None, (one["about"] or "").split(","))]
    plain = {name: value for name, value in one.items() if name in RoundtableRow.__slots__}
    return RoundtableRow(
        **plain | counts | {"convener": known[0], "convener_slug": known[1]},
        is_seated=one["my_seat"] is not None,
        has_note=one["notes"] > 0,
        sittings=sittings,
        topics=topics.of(about),
    )
