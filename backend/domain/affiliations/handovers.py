"""What was left by those who left, as colleagues, leads and conveners read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    false,
    func,
    literal,
    or_,
    true,
)
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import N_, _
from backend.core.pages import PAGE, Page, as_key, cut
from backend.domain import subjects
from backend.domain.affiliations import duties
from backend.domain.affiliations.models import Handover
from backend.domain.cities.models import City
from backend.domain.members.audience import called
from backend.domain.members.blocks import near
from backend.domain.members.models import Actor, Member
from backend.domain.members.queries import in_lists, shown
from backend.domain.subjects import Glance, Subject

_Offered = aliased(Member, name="offered")
_Taker = aliased(Member, name="taker")


@dataclass(frozen=True, slots=True)
class HandoverRow:
    id: UUID
    affiliation_id: UUID
    noun: str
    """What kind of thing it is, in the reader's language."""
    about: Glance
    """What was left, and where it can be read."""
    left_by: str
    city: str
    due_at: datetime
    offered_to: str
    taken_by: str
    taken_at: datetime | None
    unclaimed_at: datetime | None
    is_role: bool
    """It goes to nobody by itself: a convener gives it."""
    handover: Handover
    """For policies to judge."""


def visible_to(me: Actor) -> ColumnElement[bool]:
    """What was left to my city, or by me; all to conveners. `policy.may_see_handover` in SQL."""
    if me.moderates:
        return true()
    if not me.is_member:
        return false()
    own: ColumnElement[bool] = col(Handover.member_id) == me.id
    return own if me.city_id is None else or_(own, col(Handover.city_id) == me.city_id)


def in_sight_of(me: Actor) -> ColumnElement[bool]:
    """The same, without what a convener has hidden: then its title isn't for colleagues either."""
    if me.moderates:
        return visible_to(me)
    models = [one.model for one in subjects.kinds().values() if issubclass(one.model, Subject)]
    hidden = [columns(col(one.id)).where(col(one.hidden_at).is_not(None)) for one in models]
    return and_(visible_to(me), *(col(Handover.subject_id).not_in(one) for one in hidden))


def open_ones(db: Session, me: Actor, after: str = "") -> Page[HandoverRow]:
    """What still waits for somebody to take it over, the oldest first."""
    wanted = _rows(me).where(col(Handover.taken_at).is_(None))
    if key := as_key(after):
        wanted = wanted.where(col(Handover.id) > key)
    wanted = wanted.order_by(col(Handover.id)).limit(PAGE + 1)
    return cut([_row(one) for one in rows(db, wanted)], lambda one: str(one.id))


def desk(me: Actor) -> ColumnElement[int]:
    """How much waits to be taken over, for who answers for that: the city's lead, or a convener."""
    if not (me.moderates or me.leads(me.city_id)):
        return literal(0)
    waits = (in_sight_of(me), col(Handover.taken_at).is_(None))
    counted = columns(func.count(col(Handover.id))).where(*waits)
    return counted.correlate(None).scalar_subquery()


def left_with(db: Session, me: Actor, affiliation_id: UUID) -> Sequence[HandoverRow]:
    """Everything that was left with one affiliation, what was taken over too."""
    wanted = _rows(me).where(col(Handover.affiliation_id) == affiliation_id)
    found = [_row(one) for one in rows(db, wanted.order_by(col(Handover.id)))]
    if not found:
        raise NotFound(_("There is nothing to take over here."))
    return found


def entity(db: Session, me: Actor, handover_id: UUID, affiliation_id: UUID) -> Handover:
    wanted = select(Handover).where(
        col(Handover.id) == handover_id,
        col(Handover.affiliation_id) == affiliation_id,
        in_sight_of(me),
    )
    found = db.exec(wanted).first()
    if found is None:
        raise NotFound(_("There is nothing to take over here."))
    return found


def to_be_asked(me: Actor, city_id: UUID, but: UUID) -> tuple[ColumnElement[bool], ...]:
    """The people of a city whom somebody can ask: those whom they would find there, no others."""
    of_city = (col(Member.city_id) == city_id, shown("city", me))
    return (*of_city, in_lists(), near(me, col(Member.id)), col(Member.id) != but)


def colleagues(db: Session, me: Actor, city_id: UUID, but: UUID) -> list[tuple[str, str]]:
    """Who could take something over: slug and name of the people of a city."""
    wanted = columns(col(Member.slug), col(Member.name)).where(*to_be_asked(me, city_id, but))
    return [(slug, name) for slug, name in rows(db, wanted.order_by(col(Member.folded)))]


def _rows(me: Actor) -> Select[*tuple[Any, ...]]:
    return (
        columns(
            Handover,
            col(Member.name).label("left_by"),
            col(City.name).label("city"),
            col(_Offered.name).label("offered_to"),
            col(_Taker.name).label("taken_by"),
        )
        .join(Member, col(Member.id) == col(Handover.member_id))
        .join(City, col(City.id) == col(Handover.city_id))
        .outerjoin(_Offered, col(_Offered.id) == col(Handover.offered_to_id))
        .outerjoin(_Taker, col(_Taker.id) == col(Handover.taken_by_id))
        .where(in_sight_of(me))
    )


def _row(one: Any) -> HandoverRow:
    kept: Handover = one.Handover
    duty = duties.known()[kept.kind]
    return HandoverRow(
        id=kept.id,
        affiliation_id=kept.affiliation_id,
        noun=_(duty.noun),
        about=Glance(duty.leads_to, kept.subject_id, kept.title, kept.slug),
        left_by=called(one.left_by),
        city=one.city,
        due_at=kept.due_at,
        offered_to=called(one.offered_to) if kept.offered_to_id else "",
        taken_by=called(one.taken_by) if kept.taken_by_id else "",
        taken_at=kept.taken_at,
        unclaimed_at=kept.unclaimed_at,
        is_role=duty.is_role,
        handover=kept,
    )


def _glance() -> Select[*tuple[Any, ...]]:
    return columns(
        col(Handover.id).label("id"),
        col(Handover.title).label("title"),
        cast(col(Handover.affiliation_id), String).label("slug"),
        col(Handover.member_id).label("author_id"),
        literal("").label("excerpt"),
        subjects.NEVER.label("hidden_at"),
    )


subjects.register(
    subjects.Kind("handover", N_("something to take over"), Handover, in_sight_of, _glance)
)
