"""The shared plan of a twinning: both cities' leads add to it and tick off what is done."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from backend.core import clock
from backend.core.errors import NotFound, Rejected, TooMany
from backend.core.i18n import _
from backend.core.locks import alone
from backend.domain.members.models import Member
from backend.domain.twinnings import policy, telling
from backend.domain.twinnings.actions import note
from backend.domain.twinnings.drafts import StepDraft
from backend.domain.twinnings.models import PlanStep, Twinning, TwinningEvent

MOST_STEPS = 40
DAY = timedelta(days=1)
MOST_A_DAY = MOST_STEPS
"""Steps that one lead adds in that time, taken out again or not. Only the first writes a letter."""


def add(db: Session, me: Member, one: Twinning, draft: StepDraft) -> PlanStep:
    policy.may_plan(me, one).insist()
    alone(db, f"plan of {one.id}")
    counted = select(func.count()).where(col(PlanStep.twinning_id) == one.id)
    if db.exec(counted).one() >= MOST_STEPS:
        sentence = _("A plan of {count} steps is long enough. Remove one first.", count=MOST_STEPS)
        raise Rejected({"title": sentence})
    _check_due(one, draft)
    added = _added_lately(db, one, me)
    if added >= MOST_A_DAY:
        sentence = _("You have added very many steps today. Please go on tomorrow.")
        raise TooMany(sentence, again_in=int(DAY.total_seconds()))
    update: dict[str, Any] = {"twinning_id": one.id, "added_by_id": me.id}
    step = PlanStep.model_validate(draft, update=update)
    db.add(step)
    note(db, one, me, "step_added", step.title)
    _tell_other(db, one, me, step, by_mail=added == 0)
    return step


def change(db: Session, me: Member, one: Twinning, step: PlanStep, draft: StepDraft) -> PlanStep:
    policy.may_plan(me, one).insist()
    _check_due(one, draft)
    for field in StepDraft.model_fields:
        setattr(step, field, getattr(draft, field))
    db.add(step)
    note(db, one, me, "step_changed", step.title)
    return step


def finish(db: Session, me: Member, one: Twinning, step: PlanStep, *, done: bool) -> PlanStep:
    """Tick a step off, or take the tick away."""
    policy.may_plan(me, one).insist()
    if (step.done_at is not None) == done:
        return step
    step.done_at = clock.now() if done else None
    db.add(step)
    note(db, one, me, "step_done" if done else "step_undone", step.title)
    return step


def remove(db: Session, me: Member, one: Twinning, step: PlanStep) -> None:
    """Take a step out of the plan; the history keeps its title."""
    policy.may_plan(me, one).insist()
    db.delete(step)
    note(db, one, me, "step_removed", step.title)


def step_of(db: Session, one: Twinning, step_id: UUID) -> PlanStep:
    found = db.get(PlanStep, step_id)
    if found is None or found.twinning_id != one.id:
        raise NotFound(_("There is no such step in this plan."))
    return found


def _check_due(one: Twinning, draft: StepDraft) -> None:
    if draft.due_on is not None and not one.starts_on <= draft.due_on <= one.ends_on:
        raise Rejected({"due_on": _("Please choose a day within the time of the twinning.")})


def _added_lately(db: Session, one: Twinning, me: Member) -> int:
    """How many steps this lead has added to the plan within a day."""
    added = select(func.count()).where(
        col(TwinningEvent.twinning_id) == one.id,
        col(TwinningEvent.by_id) == me.id,
        col(TwinningEvent.what) == "step_added",
        col(TwinningEvent.at) > clock.now() - DAY,
    )
    return db.exec(added).one()


def _tell_other(db: Session, one: Twinning, me: Member, step: PlanStep, *, by_mail: bool) -> None:
    other, event = one.other_id if me.leads(one.city_id) else one.city_id, "twinning.planned"
    if telling.leads_of(db, {other}):
        telling.tell_leads(db, one, event, me, {other}, by_mail=by_mail, step=step.title)
