"""The shared plan of a twinning, and the report that ends it."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from fastapi import Form as Field

from backend.core.i18n import _
from backend.domain.twinnings import actions, planning
from backend.domain.twinnings.drafts import ReportDraft, StepDraft
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.forms import Form, edited, submitted
from backend.kit.render import see_other
from backend.kit.router import Router
from backend.web.twinnings.page import Typed, found, page

router = Router(show=errors.show_page, prefix="/twinnings")

StepForm = Annotated[Form[StepDraft], Depends(submitted(StepDraft))]
EditedStep = Annotated[Form[StepDraft], Depends(edited(StepDraft))]
STEP = "twinnings/_step_form.html"


@router.post("/{slug}/steps", name="twinnings:plan")
def add(ask: SignedIn, slug: str, form: StepForm) -> Response:
    one = found(ask, slug)
    if not form.submit(lambda draft: planning.add(ask.db, ask.me, one, draft)):
        return page(ask, slug, Typed(steps={"new": form}), STEP, status=422)
    return _back(ask, slug, _("The step is in the plan."))


@router.post("/{slug}/steps/{step_id}", name="twinnings:replan")
def change(ask: SignedIn, slug: str, step_id: UUID, form: EditedStep) -> Response:
    one = found(ask, slug)
    step = planning.step_of(ask.db, one, step_id)
    if not form.submit(lambda draft: planning.change(ask.db, ask.me, one, step, draft)):
        return page(ask, slug, Typed(steps={str(step_id): form}), STEP, status=422)
    return _back(ask, slug, _("The step is changed."))


@router.post("/{slug}/steps/{step_id}/completion", name="twinnings:finish")
def finish(
    ask: SignedIn, slug: str, step_id: UUID, *, said: Annotated[bool, Field()] = True
) -> Response:
    one = found(ask, slug)
    planning.finish(ask.db, ask.me, one, planning.step_of(ask.db, one, step_id), done=said)
    return _back(ask, slug, _("Done.") if said else _("It is to be done again."))


@router.post("/{slug}/steps/{step_id}/removal", name="twinnings:remove")
def remove(ask: SignedIn, slug: str, step_id: UUID) -> Response:
    one = found(ask, slug)
    planning.remove(ask.db, ask.me, one, planning.step_of(ask.db, one, step_id))
    return _back(ask, slug, _("The step is out of the plan."))


@router.post("/{slug}/report", name="twinnings:report")
def report(
    ask: SignedIn, slug: str, form: Annotated[Form[ReportDraft], Depends(edited(ReportDraft))]
) -> Response:
    one = found(ask, slug)
    if not form.submit(lambda draft: actions.report(ask.db, ask.me, one, draft)):
        return page(ask, slug, Typed(report=form), "twinnings/_report_form.html", status=422)
    sentence = _("Thank you. Members read what came of it.")
    return see_other(ask, ask.path_for("twinnings:show", slug=slug), flash=sentence)


def _back(ask: SignedIn, slug: str, words: str) -> Response:
    return see_other(ask, ask.path_for("twinnings:show", slug=slug), flash=words)
