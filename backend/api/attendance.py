"""Who was at a roundtable, for programs."""

from datetime import datetime
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from backend.api.shapes import Shape
from backend.core import clock
from backend.domain.roundtables import attendance_rules, attending, queries
from backend.domain.roundtables.attendance import (
    CheckInDraft,
    PresenceDraft,
    TakenDraft,
    collapsed,
)
from backend.domain.roundtables.policy import runs
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/roundtables/{slug}", tags=["roundtables"])


class CheckedInShape(Shape):
    way: str
    at: datetime


class ExpectedShape(Shape):
    slug: str
    name: str
    city: str
    sitting: int
    is_seated: bool
    way: str
    """Empty while nobody has said that they are there."""


class AttendanceShape(BaseModel):
    """How many came from where; by city and by name for those who run the meeting."""

    total: int
    complete_at: datetime | None
    regions: dict[str, int]
    elsewhere: int
    """From regions that are too few to be told of by themselves."""
    cities: dict[str, int] | None
    people: list[ExpectedShape] | None
    next: str | None


@router.post("/check-in", name="api.roundtables:check_in", status_code=201)
def check_in(ask: SignedIn, slug: str, draft: CheckInDraft) -> CheckedInShape:
    table = queries.one(ask.db, ask.me, slug)
    return CheckedInShape.model_validate(attending.check_in(ask.db, ask.me, table, draft))


@router.get("/attendance", name="api.roundtables:attendance")
def show(
    ask: SignedIn, slug: str, after: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0
) -> AttendanceShape:
    return _attendance(ask, slug, after)


@router.post("/attendance", name="api.roundtables:mark_presence")
def mark(ask: SignedIn, slug: str, draft: PresenceDraft) -> AttendanceShape:
    """Mark one who is there, or isn't."""
    attending.mark(ask.db, ask.me, queries.one(ask.db, ask.me, slug), draft)
    return _attendance(ask, slug)


@router.post("/attendance/completion", name="api.roundtables:complete_attendance")
def complete(ask: SignedIn, slug: str, draft: TakenDraft) -> AttendanceShape:
    """Say that everybody is marked; with `again`, that they aren't after all."""
    attending.take(ask.db, ask.me, queries.one(ask.db, ask.me, slug), draft)
    return _attendance(ask, slug)


def _attendance(ask: AskingMember, slug: str, after: int = 0) -> AttendanceShape:
    table = queries.one(ask.db, ask.me, slug)
    room = queries.room(ask.db, ask.me, table)
    attendance_rules.may_see_counts(ask.me, table, room, clock.now()).insist()
    places = attending.places(ask.db, table)
    if not runs(ask.me, table):
        regions, elsewhere = collapsed(places.regions)
        return AttendanceShape(
            total=places.total,
            complete_at=table.attendance_at,
            regions=dict(regions),
            elsewhere=elsewhere,
            cities=None,
            people=None,
            next=None,
        )
    people = attending.expected(ask.db, ask.me, table, after)
    return AttendanceShape(
        total=places.total,
        complete_at=table.attendance_at,
        regions=dict(places.regions),
        elsewhere=0,
        cities=dict(places.cities),
        people=[ExpectedShape.model_validate(one) for one in people.items],
        next=people.next_key,
    )
