"""One meeting of a series is changed, or with it all that follow: there what was changed here."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col, select

from backend.core import clock
from backend.core.db import rows
from backend.domain.members.models import Member
from backend.domain.roundtables import actions, page, policy, queries, timing
from backend.domain.roundtables.drafts import (
    AgendaDraft,
    RoundtableDraft,
    SittingDraft,
    TimesDraft,
)
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.own_questions import OwnQuestionsDraft
from backend.domain.roundtables.series import SeriesPart

Made = TypeVar("Made")


class Which(SQLModel):
    following: bool = False
    """Whether all that follow in its series change with it."""


class RevisionDraft(RoundtableDraft, Which):
    pass


class MoveDraft(TimesDraft, Which):
    pass


class AgendasDraft(AgendaDraft, Which):
    pass


class QuestionsDraft(OwnQuestionsDraft, Which):
    pass


def count(db: Session, table: Roundtable) -> int | None:
    """How many meetings of its series follow it and are to come; None: it is part of no series."""
    here, part = aliased(SeriesPart), aliased(SeriesPart)
    later = (
        columns(func.count())
        .select_from(part)
        .join(Roundtable, col(Roundtable.id) == col(part.roundtable_id))
        .where(col(part.series_id) == col(here.series_id), col(part.number) > col(here.number))
        .where(*_is_to_come())
        .correlate(here)
        .scalar_subquery()
    )
    found = columns(later).where(col(here.roundtable_id) == table.id)
    return rows(db, found).scalar_one_or_none()


def each(
    db: Session, me: Member, table: Roundtable, draft: Which, act: Callable[[Roundtable], Made]
) -> Made:
    """Do it here and, if that is wished, at all that follow; or nowhere, where one of them can't."""
    with db.begin_nested():
        made = act(table)
        for other in _later(db, me, table) if draft.following else ():
            act(other)
    return made


def edit(db: Session, me: Member, table: Roundtable, draft: RevisionDraft) -> Roundtable:
    """Change its words and how it is held; of those that follow, only what changes here."""
    before, words = _words(db, table), draft.model_dump(exclude={"following"})
    words["topics"] = sorted(words["topics"])
    changed = {name: value for name, value in words.items() if before[name] != value}

    def act(one: Roundtable) -> Roundtable:
        theirs = words if one is table else _words(db, one) | changed
        return actions.edit(db, me, one, RoundtableDraft.model_validate(theirs))

    return each(db, me, table, draft, act)


def move(db: Session, me: Member, table: Roundtable, draft: MoveDraft) -> Roundtable:
    """Set its times. Those that follow at the same hour move by as many days, to the new hour.

    In a series whose hours take turns, the others keep theirs.
    """
    hours, days = _hours(db, table), [one.day for one in queries.sittings(db, table)]

    def act(one: Roundtable) -> Roundtable:
        if one is table:
            return timing.choose(db, me, one, draft)
        if not hours or _hours(db, one) != hours or len(draft.sittings) != len(hours):
            return one
        shifts = [new.day - old for new, old in zip(draft.sittings, days, strict=True)]
        moved = _moved(db, one, draft, shifts)
        return timing.choose(db, me, one, TimesDraft(zone=draft.zone, sittings=moved))

    return each(db, me, table, draft, act)


def _moved(
    db: Session, table: Roundtable, draft: MoveDraft, shifts: Sequence[timedelta]
) -> list[SittingDraft]:
    here = queries.sittings(db, table)
    return [
        new.model_copy(update={"day": old.day + shift})
        for new, old, shift in zip(draft.sittings, here, shifts, strict=True)
    ]


def _hours(db: Session, table: Roundtable) -> list[tuple[Any, str]]:
    return [(one.clock_time, one.zone) for one in queries.sittings(db, table)]


def _words(db: Session, table: Roundtable) -> dict[str, Any]:
    words = table.model_dump(include=set(RoundtableDraft.model_fields))
    return words | {"topics": sorted(topic.slug for topic in page.topics_of(db, table))}


def _later(db: Session, me: Member, table: Roundtable) -> Sequence[Roundtable]:
    part = db.get(SeriesPart, table.id)
    if part is None:
        return ()
    found = (
        select(Roundtable)
        .join(SeriesPart, col(SeriesPart.roundtable_id) == col(Roundtable.id))
        .where(col(SeriesPart.series_id) == part.series_id, col(SeriesPart.number) > part.number)
        .where(*_is_to_come())
        .order_by(col(SeriesPart.number))
    )
    return [one for one in db.exec(found).all() if policy.runs(me, one)]


def _is_to_come() -> tuple[Any, ...]:
    started = func.coalesce(col(Roundtable.starts_at), clock.now() + timedelta(days=1))
    return col(Roundtable.cancelled_at).is_(None), started > clock.now()
