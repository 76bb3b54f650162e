"""Everything around one roundtable, as its page shows it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain.cities.models import City
from backend.domain.members.audience import known_as
from backend.domain.members.models import Actor, Member
from backend.domain.notifications.models import Follow
from backend.domain.roundtables import quote_sight
from backend.domain.roundtables.attendance import Attendance
from backend.domain.roundtables.breakout_places import BreakoutPlace
from backend.domain.roundtables.models import (
    Note,
    Roundtable,
    RoundtableCity,
    RoundtableTopic,
    Seat,
    Sitting,
)
from backend.domain.roundtables.polls import Poll
from backend.domain.roundtables.quotes import Quote
from backend.domain.roundtables.rows import NOWHERE
from backend.domain.roundtables.series import SeriesPart
from backend.domain.roundtables.sight import cities_shown_to, visible_to
from backend.domain.roundtables.small_counts import at_least
from backend.domain.topics import queries as topics
from backend.domain.topics.queries import TopicRow


@dataclass(frozen=True, slots=True)
class Opened:
    """A roundtable, who called it, and how the reader stands to it."""

    table: Roundtable
    convener: str
    convener_slug: str
    knows_room: bool
    """Whether the reader may know who is invited: under the Chatham House Rule, who is."""
    seat: Seat | None
    """The reader's answer."""
    home: str
    """The reader's city, where its clock is theirs."""
    follows: bool
    maybe: int | None
    """How many may come; None where outsiders would learn of a few."""
    note: Note | None
    """The newest that is published."""
    notes: int
    """How many versions of it are."""
    in_review: int
    """The number of the draft that those who had a seat may object to now; 0 where there is none."""
    way: str
    """How the reader said that they are there; empty while they haven't."""
    quotes: int
    """How many words of participants the reader may read, or is asked for."""
    part: int
    """Its place in its series, from 1; 0 where it is part of none."""
    is_polled: bool
    """Whether people are being asked when they could come."""
    at_table: int
    """At which table the reader sits in small groups; 0 while none is set."""


@dataclass(frozen=True, slots=True)
class SittingPart:
    """One sitting, with who comes to it."""

    number: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    coming: int | None
    waiting: int | None
    """None where outsiders would learn of a few."""
    attended: int | None
    """How many are marked as having been there."""
    place: int
    """The reader's place in the line of those who wait; 0 for who doesn't."""


@dataclass(frozen=True, slots=True)
class InvitedCity:
    id: UUID
    slug: str
    name: str
    country: str
    region: str
    zone: str
    latitude: float
    longitude: float


def opened(db: Session, me: Actor, slug: str) -> Opened:
    """The roundtable of this slug; NotFound alike for what may not be seen and what isn't there."""
    latest = aliased(Note)
    follows = exists().where(
        col(Follow.member_id) == me.id,
        col(Follow.kind) == "roundtable",
        col(Follow.subject_id) == col(Roundtable.id),
    )
    found = rows(
        db,
        columns(
            Roundtable,
            col(Member.name),
            col(Member.slug),
            col(Member.audience),
            cities_shown_to(me),
            Seat,
            func.coalesce(home(me).scalar_subquery(), ""),
            follows,
            _counted(Seat, col(Seat.answer) == "maybe"),
            Note,
            _counted(latest, col(latest.published_at).is_not(None)),
            _in_review(),
            func.coalesce(col(Attendance.way), ""),
            _counted(Quote, quote_sight.visible_to(me)),
            func.coalesce(col(SeriesPart.number), 0),
            exists().where(
                col(Poll.roundtable_id) == col(Roundtable.id), col(Poll.closed_at).is_(None)
            ),
            func.coalesce(col(BreakoutPlace.number), 0),
        )
        .join(Member, col(Member.id) == col(Roundtable.author_id))
        .outerjoin(
            Seat, (col(Seat.roundtable_id) == col(Roundtable.id)) & (col(Seat.member_id) == me.id)
        )
        .outerjoin(
            Attendance,
            (col(Attendance.roundtable_id) == col(Roundtable.id))
            & (col(Attendance.member_id) == me.id),
        )
        .outerjoin(
            BreakoutPlace,
            (col(BreakoutPlace.roundtable_id) == col(Roundtable.id))
            & (col(BreakoutPlace.member_id) == me.id),
        )
        .outerjoin(SeriesPart, col(SeriesPart.roundtable_id) == col(Roundtable.id))
        .outerjoin(Note, (col(Note.roundtable_id) == col(Roundtable.id)) & _is_latest())
        .where(col(Roundtable.slug) == slug, visible_to(me)),
    ).first()
    if found is None:
        raise NotFound(_("There is no such roundtable."))
    table, name, convener, audience, knows_room, *rest = found
    called_by = known_as(name, convener, audience, me) if knows_room else ("", "")
    whole = Opened(table, *called_by, bool(knows_room), *rest)
    return whole if knows_room else replace(whole, maybe=at_least(whole.maybe or 0))


def home(me: Actor) -> Select[str]:
    """The name of this person's city, where its clock is the one they live by."""
    return columns(col(City.name)).where(col(City.id) == me.city_id, col(City.zone) == me.zone)


def sittings(
    db: Session, table: Roundtable, turn: int | None = None, *, knows_room: bool
) -> list[SittingPart]:
    """When it is held, how many come to each sitting, and how many wait up to this turn."""
    seat = aliased(Seat)
    here = (
        col(seat.roundtable_id) == col(Sitting.roundtable_id),
        col(seat.sitting) == col(Sitting.number),
        col(seat.answer) == "yes",
    )

    def counted(condition: ColumnElement[bool]) -> Any:
        found = columns(func.count()).select_from(seat).where(*here, condition)
        return found.correlate(Sitting).scalar_subquery()

    was_there = exists().where(
        col(Attendance.roundtable_id) == col(seat.roundtable_id),
        col(Attendance.member_id) == col(seat.member_id),
    )
    found = rows(
        db,
        columns(
            col(Sitting.number),
            col(Sitting.starts_at),
            col(Sitting.ends_at),
            col(Sitting.zone),
            counted(col(seat.seated_at).is_not(None)),
            counted(col(seat.seated_at).is_(None)),
            counted(was_there),
            counted(and_(col(seat.seated_at).is_(None), col(seat.turn) <= (turn or 0))),
        )
        .where(col(Sitting.roundtable_id) == table.id)
        .order_by(col(Sitting.number)),
    )
    parts = [SittingPart(*one) for one in found]
    return parts if knows_room else [_from_outside(one) for one in parts]


def _from_outside(one: SittingPart) -> SittingPart:
    coming, waiting, attended = (
        at_least(count or 0) for count in (one.coming, one.waiting, one.attended)
    )
    return replace(one, zone=NOWHERE, coming=coming, waiting=waiting, attended=attended)


def topics_of(db: Session, table: Roundtable) -> list[TopicRow]:
    chosen = columns(col(RoundtableTopic.topic_id)).where(
        col(RoundtableTopic.roundtable_id) == table.id
    )
    return topics.some(db, chosen)


def cities(db: Session, table: Roundtable) -> list[InvitedCity]:
    """The invited cities, by name."""
    found = rows(
        db,
        columns(
            col(City.id),
            col(City.slug),
            col(City.name),
            col(City.country),
            col(City.region),
            col(City.zone),
            col(City.latitude),
            col(City.longitude),
        )
        .join(RoundtableCity, col(RoundtableCity.city_id) == col(City.id))
        .where(col(RoundtableCity.roundtable_id) == table.id)
        .order_by(col(City.folded), col(City.id)),
    )
    return [InvitedCity(*one) for one in found]


def _is_latest() -> ColumnElement[bool]:
    other = aliased(Note)
    newest = (
        columns(func.max(other.number))
        .where(col(other.roundtable_id) == col(Roundtable.id), col(other.published_at).is_not(None))
        .correlate(Roundtable)
        .scalar_subquery()
    )
    return col(Note.number) == newest


def _in_review() -> Any:
    draft = aliased(Note)
    found = columns(func.coalesce(func.max(draft.number), 0)).where(
        col(draft.roundtable_id) == col(Roundtable.id),
        col(draft.published_at).is_(None),
        col(draft.review_until) > clock.now(),
    )
    return found.correlate(Roundtable).scalar_subquery()


def _counted(model: Any, condition: ColumnElement[bool]) -> Any:
    thing = columns(func.count()).select_from(model)
    of_table = col(model.roundtable_id) == col(Roundtable.id)
    return thing.where(of_table, condition).correlate(Roundtable).scalar_subquery()
