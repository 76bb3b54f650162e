"""The conveners' own questions on the form to join: asking one more, taking one away."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from backend.core.i18n import _
from backend.domain.joining import policy, questions
from backend.domain.joining.models import QuestionDraft
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/moderation/questions")

QuestionForm = Annotated[Form[QuestionDraft], Depends(submitted(QuestionDraft))]


@router.get("", name="questions:index")
def index(ask: SignedIn) -> Response:
    return _page(ask, Form(QuestionDraft))


@router.post("", name="questions:add")
def add(ask: SignedIn, form: QuestionForm) -> Response:
    if form.submit(lambda draft: questions.add(ask.db, ask.me, draft)) is None:
        return _page(ask, form, status=422)
    said = _("From now on, everybody who asks to join is asked this too.")
    return see_other(ask, ask.path_for("questions:index"), flash=said)


@router.post("/{question_id}/retirement", name="questions:retire")
def retire(ask: SignedIn, question_id: UUID) -> Response:
    questions.retire(ask.db, ask.me, question_id)
    return see_other(
        ask, ask.path_for("questions:index"), flash=_("Nobody is asked this any more.")
    )


def _page(ask: SignedIn, form: Form[QuestionDraft], *, status: int = 200) -> Response:
    policy.may_ask(ask.me).insist()
    return render(
        ask,
        "questions/index.html",
        "questions/_form.html",
        status=status,
        form=form,
        questions=questions.current(ask.db),
    )
