"""The page of one twinning, with whichever form came back to be mended."""

from dataclasses import dataclass, field

from fastapi import Response

from backend.core import clock
from backend.domain import subjects
from backend.domain.relations.queries import related
from backend.domain.relations.things import of_twinning
from backend.domain.topics.queries import tree
from backend.domain.twinnings import policy, queries, telling
from backend.domain.twinnings.drafts import CallingOffDraft, RefusalDraft, ReportDraft, StepDraft
from backend.domain.twinnings.models import Twinning
from backend.domain.twinnings.standing import KINDS, MEANINGS, STANDINGS
from backend.kit.asking import Asking
from backend.kit.forms import Form
from backend.kit.render import render
from backend.web.twinnings.words import AGREED_DONE, DONE


@dataclass(frozen=True, slots=True)
class Typed:
    """The forms that came back; the others show what is kept, or are empty."""

    steps: dict[str, Form[StepDraft]] = field(default_factory=dict)
    """Of steps that are changed, by their ids, and of one that is "new"."""
    report: Form[ReportDraft] | None = None
    refusal: Form[RefusalDraft] | None = None
    calling_off: Form[CallingOffDraft] | None = None


def found(ask: Asking, slug: str) -> Twinning:
    one, _row = queries.one(ask.db, ask.me, slug, tree(ask.db))
    return one


def page(
    ask: Asking, slug: str, typed: Typed, piece: str | None = None, status: int = 200
) -> Response:
    known = tree(ask.db)
    one, row = queries.one(ask.db, ask.me, slug, known)
    steps, today = queries.plan(ask.db, one.id), clock.now().date()
    is_led = one.is_proposed and telling.is_led(ask.db, one.other_id)
    kept = {
        str(step.id): Form.of(
            StepDraft, title=step.title, words=step.words, side=step.side, due_on=step.due_on
        )
        for step in steps
    }
    report = Form.of(
        ReportDraft, came_of=one.came_of, learned=one.learned, next_steps=one.next_steps
    )
    return render(
        ask,
        "twinnings/show.html",
        piece,
        status=status,
        twinning=one,
        row=row,
        steps=steps,
        today=today,
        related=related(ask.db, ask.me, of_twinning(row), known),
        kinds_named=subjects.kinds(),
        address_of=ask.addresses.of,
        events=queries.events(ask.db, ask.me, one.id),
        done=DONE if one.agreed_at is None else DONE | AGREED_DONE,
        kinds=KINDS,
        meanings=MEANINGS,
        standings=STANDINGS,
        step_forms=kept | {"new": Form.of(StepDraft, side="both")} | typed.steps,
        place=next(iter(typed.steps), ""),
        report_form=typed.report or report,
        refusal_form=typed.refusal or Form.of(RefusalDraft),
        calling_off_form=typed.calling_off or Form.of(CallingOffDraft),
        is_led=is_led,
        may_answer=policy.may_answer(ask.me, one, is_led=is_led),
        may_call_off=policy.may_call_off(ask.me, one, today),
        may_withdraw=policy.may_withdraw(ask.me, one),
        may_plan=policy.may_plan(ask.me, one),
        may_report=policy.may_report(ask.me, one, today),
    )
