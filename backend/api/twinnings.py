"""Twinnings, for programs."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.api.saying import Said
from backend.api.shapes import CityShape, Shape, TopicShape
from backend.api.whole import Whole
from backend.core import clock
from backend.core.verdict import Verdict
from backend.domain.topics.queries import tree
from backend.domain.twinnings import actions, planning, policy, queries, telling
from backend.domain.twinnings.drafts import (
    CallingOffDraft,
    RefusalDraft,
    ReportDraft,
    StepDraft,
    TwinningDraft,
)
from backend.domain.twinnings.models import Twinning
from backend.domain.twinnings.queries import Filters, TwinningRow
from backend.kit import errors
from backend.kit.asking import Ask, Asking, AskingMember, SignedIn
from backend.kit.router import Router, gated

router = Router(show=errors.show_problem, prefix="/twinnings", tags=["twinnings"])


def _may_propose(ask: AskingMember) -> Verdict:
    return policy.may_propose(ask.me, ask.me.city_id)


def _may_answer(ask: AskingMember, slug: str) -> Verdict:
    one = _found(ask, slug)
    return policy.may_answer(ask.me, one, is_led=telling.is_led(ask.db, one.other_id))


def _may_call_off(ask: AskingMember, slug: str) -> Verdict:
    return policy.may_call_off(ask.me, _found(ask, slug), clock.now().date())


def _may_report(ask: AskingMember, slug: str) -> Verdict:
    return policy.may_report(ask.me, _found(ask, slug), clock.now().date())


def _may_plan(ask: AskingMember, slug: str, **_rest: str) -> Verdict:
    return policy.may_plan(ask.me, _found(ask, slug))


class ItemShape(Shape):
    slug: str
    path: str
    kind: str
    """twin, mentor (the city that is asked helps) or peer."""
    asking: CityShape
    asked: CityShape
    purpose: str
    standing: str
    """proposed, agreed, running, over (a report is due), ended, declined or withdrawn (taken back, or
    called off before it began)."""
    starts_on: date
    ends_on: date
    ended_on: date | None
    """When what was agreed ended before its last day; called off, before its first."""
    topics: list[TopicShape]


class ListShape(Shape):
    items: list[ItemShape]
    next: str | None
    """What to send as `after` for the page that follows."""


class StepShape(Shape):
    id: UUID
    title: str
    words: str
    side: str
    """Who does it: both, the asking or the asked city."""
    due_on: date | None
    done_at: datetime | None


class EventShape(Shape):
    what: str
    words: str
    by: str
    at: datetime


class WholeShape(ItemShape):
    came_of: str
    learned: str
    next_steps: str
    steps: list[StepShape]
    history: list[EventShape]
    """The newest first."""


@router.get("", name="api.twinnings:list")
def index(ask: SignedIn, filters: Annotated[Filters, Query()]) -> ListShape:
    page = queries.listed(ask.db, ask.me, filters, tree(ask.db))
    return ListShape(items=[_item(ask, row) for row in page.items], next=page.next_key)


@router.get("/{slug}", name="api.twinnings:show")
def show(ask: Ask, slug: str) -> WholeShape:
    return _whole(ask, slug)


@router.post("", name="api.twinnings:propose", status_code=201)
@gated(_may_propose)
def propose(ask: SignedIn, draft: TwinningDraft) -> WholeShape:
    return _whole(ask, actions.propose(ask.db, ask.me, draft).slug)


@router.post("/{slug}/agreement", name="api.twinnings:agree")
def agree(ask: SignedIn, slug: str) -> WholeShape:
    actions.agree(ask.db, ask.me, _found(ask, slug))
    return _whole(ask, slug)


@router.post("/{slug}/refusal", name="api.twinnings:decline")
@gated(_may_answer)
def decline(ask: SignedIn, slug: str, draft: RefusalDraft) -> WholeShape:
    actions.decline(ask.db, ask.me, _found(ask, slug), draft)
    return _whole(ask, slug)


@router.post("/{slug}/withdrawal", name="api.twinnings:withdraw")
def withdraw(ask: SignedIn, slug: str) -> WholeShape:
    actions.withdraw(ask.db, ask.me, _found(ask, slug))
    return _whole(ask, slug)


@router.post("/{slug}/cancellation", name="api.twinnings:call_off")
@gated(_may_call_off)
def call_off(ask: SignedIn, slug: str, draft: CallingOffDraft) -> WholeShape:
    """Let fall what was agreed, before its first day; all members read why."""
    actions.call_off(ask.db, ask.me, _found(ask, slug), draft)
    return _whole(ask, slug)


@router.post("/{slug}/report", name="api.twinnings:report")
@gated(_may_report)
def report(ask: SignedIn, slug: str, draft: Annotated[ReportDraft, Whole()]) -> WholeShape:
    """End it with what came of it; later, say that better."""
    actions.report(ask.db, ask.me, _found(ask, slug), draft)
    return _whole(ask, slug)


@router.post("/{slug}/steps", name="api.twinnings:plan")
@gated(_may_plan)
def add(ask: SignedIn, slug: str, draft: StepDraft) -> WholeShape:
    planning.add(ask.db, ask.me, _found(ask, slug), draft)
    return _whole(ask, slug)


@router.post("/{slug}/steps/{step_id}", name="api.twinnings:replan")
@gated(_may_plan)
def change(
    ask: SignedIn, slug: str, step_id: UUID, draft: Annotated[StepDraft, Whole()]
) -> WholeShape:
    one = _found(ask, slug)
    planning.change(ask.db, ask.me, one, planning.step_of(ask.db, one, step_id), draft)
    return _whole(ask, slug)


@router.post("/{slug}/steps/{step_id}/completion", name="api.twinnings:finish")
@gated(_may_plan)
def finish(ask: SignedIn, slug: str, step_id: UUID, sent: Said) -> WholeShape:
    one = _found(ask, slug)
    step = planning.step_of(ask.db, one, step_id)
    planning.finish(ask.db, ask.me, one, step, done=sent.said)
    return _whole(ask, slug)


@router.post("/{slug}/steps/{step_id}/removal", name="api.twinnings:remove")
def remove(ask: SignedIn, slug: str, step_id: UUID) -> WholeShape:
    one = _found(ask, slug)
    planning.remove(ask.db, ask.me, one, planning.step_of(ask.db, one, step_id))
    return _whole(ask, slug)


def _found(ask: Asking, slug: str) -> Twinning:
    return queries.one(ask.db, ask.me, slug, tree(ask.db))[0]


def _item(ask: Asking, row: TwinningRow) -> ItemShape:
    return ItemShape(
        slug=row.slug,
        path=ask.path_for("twinnings:show", slug=row.slug),
        kind=row.kind,
        asking=CityShape.model_validate(row.asking),
        asked=CityShape.model_validate(row.asked),
        purpose=row.purpose,
        standing=row.standing,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        ended_on=row.ended_on,
        topics=[TopicShape.model_validate(topic) for topic in row.topics],
    )


def _whole(ask: Asking, slug: str) -> WholeShape:
    one, row = queries.one(ask.db, ask.me, slug, tree(ask.db))
    return WholeShape(
        **_item(ask, row).model_dump(),
        came_of=one.came_of,
        learned=one.learned,
        next_steps=one.next_steps,
        steps=[StepShape.model_validate(step) for step in queries.plan(ask.db, one.id)],
        history=[EventShape.model_validate(e) for e in queries.events(ask.db, ask.me, one.id)],
    )
