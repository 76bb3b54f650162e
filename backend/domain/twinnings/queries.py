"""Twinnings in lists, and one with its plan and its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, RowMapping, Select, String, and_, cast, false, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.choices import Question
from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.core.pages import MOST_NEW, PAGE, Page, as_key, cut
from backend.domain.cities.rows import PRECISION, stages, stages_of
from backend.domain.members.audience import known_as
from backend.domain.members.models import Actor, Member
from backend.domain.topics.queries import TopicRow, Tree, tree
from backend.domain.twinnings import policy
from backend.domain.twinnings.models import PlanStep, Twinning, TwinningEvent, TwinningTopic
from backend.domain.twinnings.sight import Asked, Asking, visible_to
from backend.domain.twinnings.standing import ended_on, standing

ENDS = ("ends_on", "agreed_at", "withdrawn_at", "closed_at")
"""What tells when it ended, in the order of `ended_on`."""


@dataclass(frozen=True, slots=True)
class Partner:
    """One of the two cities."""

    slug: str
    name: str
    country: str
    stages: Sequence[str]
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class TwinningRow:
    id: UUID
    slug: str
    kind: str
    asking: Partner
    asked: Partner
    purpose: str
    standing: str
    starts_on: date
    ends_on: date
    ended_on: date | None
    """When it ended before its last day, or before it began."""
    hidden_at: datetime | None
    topics: Sequence[TopicRow]


@dataclass(frozen=True, slots=True)
class EventRow:
    what: str
    words: str
    by: str
    by_slug: str
    at: datetime


class Filters(BaseModel):
    """As they stand in the address."""

    city: Question = ""
    """One of the two, by its slug."""
    standing: Question = ""
    topic: Question = ""
    after: Question = ""

    def chosen(self) -> dict[str, Any]:
        return self.model_dump(exclude={"after"}, exclude_defaults=True)


def listed(db: Session, me: Actor, filters: Filters, topics: Tree) -> Page[TwinningRow]:
    """The twinnings that I may see, those that were asked last first."""
    policy.may_list(me).insist()
    wanted = _asked_for(_rows(me), filters, topics)
    if key := as_key(filters.after):
        wanted = wanted.where(col(Twinning.id) < key)
    found = rows(db, wanted.order_by(col(Twinning.id).desc()).limit(PAGE + 1)).mappings()
    return cut([_row(one, topics) for one in found], lambda one: str(one.id))


def new_since(db: Session, me: Member, filters: Filters, since: datetime) -> Sequence[UUID]:
    """Which of those asked for have come within this member's sight since, besides their own."""
    begun = func.coalesce(col(Twinning.agreed_at), col(Twinning.asked_at))
    wanted = _asked_for(_rows(me), filters, tree(db)).with_only_columns(
        col(Twinning.id), maintain_column_froms=True
    )
    fresh = wanted.where(
        begun > since, col(Twinning.author_id) != me.id, col(Twinning.hidden_at).is_(None)
    )
    return rows(db, fresh.order_by(col(Twinning.id).desc()).limit(MOST_NEW)).scalars().all()


def _asked_for(
    wanted: Select[*tuple[Any, ...]], filters: Filters, topics: Tree
) -> Select[*tuple[Any, ...]]:
    if filters.city:
        named = (col(Asking.slug) == filters.city, col(Asked.slug) == filters.city)
        wanted = wanted.where(or_(*named))
    if filters.standing:
        wanted = wanted.where(_stands(filters.standing, clock.now().date()))
    if filters.topic:
        about = columns(col(TwinningTopic.twinning_id)).where(
            col(TwinningTopic.topic_id).in_(topics.branches_of([filters.topic]))
        )
        wanted = wanted.where(col(Twinning.id).in_(about))
    return wanted


def one(db: Session, me: Actor, slug: str, topics: Tree) -> tuple[Twinning, TwinningRow]:
    """The twinning itself, for policies to judge, and what its page shows of it; one query."""
    wanted = _rows(me).add_columns(Twinning).where(col(Twinning.slug) == slug)
    found = rows(db, wanted).mappings().first()
    if found is None:
        raise NotFound(_("There is no such twinning here."))
    return found["Twinning"], _row(found, topics)


def plan(db: Session, twinning_id: UUID) -> Sequence[PlanStep]:
    """The steps, by their day; those without one last, as they were added."""
    wanted = select(PlanStep).where(col(PlanStep.twinning_id) == twinning_id)
    nearest = (col(PlanStep.due_on).is_(None), col(PlanStep.due_on), col(PlanStep.id))
    return db.exec(wanted.order_by(*nearest)).all()


def events(db: Session, me: Actor, twinning_id: UUID, limit: int = 100) -> list[EventRow]:
    """What was done to it, the newest first."""
    wanted = (
        columns(
            *(col(TwinningEvent.what), col(TwinningEvent.words), col(TwinningEvent.at)),
            *(col(Member.name), col(Member.slug), col(Member.audience)),
        )
        .join(Member, col(Member.id) == col(TwinningEvent.by_id))
        .where(col(TwinningEvent.twinning_id) == twinning_id)
        .order_by(col(TwinningEvent.id).desc())
        .limit(limit)
    )
    return [
        EventRow(what, words, *known_as(name, slug, audience, me), at)
        for what, words, at, name, slug, audience in rows(db, wanted)
    ]


def _stands(standing: str, today: date) -> ColumnElement[bool]:
    """The rule of `standing.standing` in SQL; nothing for a word that is none."""
    agreed, closed = col(Twinning.agreed_at), col(Twinning.closed_at)
    declined, withdrawn = col(Twinning.declined_at), col(Twinning.withdrawn_at)
    open_still = and_(closed.is_(None), declined.is_(None), withdrawn.is_(None))
    alive = and_(agreed.is_not(None), open_still)
    begun = col(Twinning.starts_on) <= today
    over = col(Twinning.ends_on) < today
    known: dict[str, ColumnElement[bool]] = {
        "proposed": and_(agreed.is_(None), open_still),
        "declined": and_(closed.is_(None), declined.is_not(None)),
        "withdrawn": and_(closed.is_(None), declined.is_(None), withdrawn.is_not(None)),
        "agreed": and_(alive, ~begun),
        "running": and_(alive, begun, ~over),
        "over": and_(alive, over),
        "ended": closed.is_not(None),
    }
    return known.get(standing, false())


def _rows(me: Actor) -> Select[*tuple[Any, ...]]:
    partners = [
        column.label(f"{side}_{name}")
        for side, city in (("asking", Asking), ("asked", Asked))
        for name, column in (
            ("slug", col(city.slug)),
            ("name", col(city.name)),
            ("country", col(city.country)),
            ("longitude", col(city.longitude)),
            ("latitude", col(city.latitude)),
            ("said", stages_of(city.id)),
        )
    ]
    topics = (
        columns(func.aggregate_strings(cast(col(TwinningTopic.topic_id), String), ","))
        .where(col(TwinningTopic.twinning_id) == col(Twinning.id))
        .scalar_subquery()
    )
    return (
        columns(
            *(col(Twinning.id), col(Twinning.slug), col(Twinning.kind), col(Twinning.purpose)),
            *(col(Twinning.starts_on), col(Twinning.ends_on), col(Twinning.hidden_at)),
            *(col(Twinning.agreed_at), col(Twinning.declined_at), col(Twinning.withdrawn_at)),
            *(col(Twinning.closed_at), topics.label("about"), *partners),
        )
        .join(Asking, col(Asking.id) == col(Twinning.city_id))
        .join(Asked, col(Asked.id) == col(Twinning.other_id))
        .where(visible_to(me))
    )


def _row(found: RowMapping, topics: Tree) -> TwinningRow:
    moments = ("starts_on", "ends_on", "agreed_at", "declined_at", "withdrawn_at", "closed_at")
    return TwinningRow(
        id=found["id"],
        slug=found["slug"],
        kind=found["kind"],
        asking=_partner(found, "asking"),
        asked=_partner(found, "asked"),
        purpose=found["purpose"],
        standing=standing(clock.now().date(), **{name: found[name] for name in moments}),
        starts_on=found["starts_on"],
        ends_on=found["ends_on"],
        ended_on=ended_on(*(found[name] for name in ENDS)),
        hidden_at=found["hidden_at"],
        topics=topics.of({UUID(one) for one in (found["about"] or "").split(",") if one}),
    )


def _partner(found: RowMapping, side: str) -> Partner:
    return Partner(
        slug=found[f"{side}_slug"],
        name=found[f"{side}_name"],
        country=found[f"{side}_country"],
        stages=stages(found[f"{side}_said"]),
        longitude=round(found[f"{side}_longitude"], PRECISION),
        latitude=round(found[f"{side}_latitude"], PRECISION),
    )
