"""The page of one twinning, with whichever form came back to be mended."""

from dataclasses import dataclass, field

from fastapi import Response

from backend.core import clock
from backend.domain import subjects
from backend.domain.relations.queries import related
from backend.domain.relations.things import of_twinning
from backend.domain.topics.queries import tree
from backend.domain.twinnings import policy, queries
from backend.domain.twinnings.drafts import RefusalDraft, ReportDraft, StepDraft
from backend.domain.twinnings.models import Twinning
from backend.domain.twinnings.standing import KINDS, MEANINGS, STANDINGS
from backend.kit.asking import Asking
from backend.kit.forms import Form
from backend.kit.render import render
from backend.web.twinnings.words import DONE


@dataclass(frozen=True, slots=True)
class Typed:
    """The forms that came back; the others show what is kept, or are empty."""

    step: Form[StepDraft] | None = None
    steps: dict[str, Form[StepDraft]] = field(default_factory=dict)
    """Those of steps that are changed, by their ids."""
    report: Form[ReportDraft] | None = None
    refusal: Form[RefusalDraft] | None = None


def found(ask: Asking, slug: str) -> Twinning:
    one, _row = queries.one(ask.db, ask.me, slug, tree(ask.db))
    return one


def page(
    ask: Asking, slug: str, typed: Typed, piece: str | None = None, status: int = 200
) -> Response:
    known = tree(ask.db)
    one, row = queries.one(ask.db, ask.me, slug, known)
    steps = queries.plan(ask.db, one.id)
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
        today=clock.now().date(),
        related=related(ask.db, ask.me, of_twinning(row), known),
        kinds_named=subjects.kinds(),
        address_of=ask.addresses.of,
        events=queries.events(ask.db, ask.me, one.id),
        done=DONE,
        kinds=KINDS,
        meanings=MEANINGS,
        standings=STANDINGS,
        step_form=typed.step or Form.of(StepDraft, side="both"),
        step_forms=kept | typed.steps,
        report_form=typed.report or report,
        refusal_form=typed.refusal or Form.of(RefusalDraft),
        may_answer=policy.may_answer(ask.me, one),
        may_withdraw=policy.may_withdraw(ask.me, one),
        may_plan=policy.may_plan(ask.me, one),
        may_report=policy.may_report(ask.me, one),
    )
