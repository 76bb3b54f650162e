"""How it was: asked of those who had a seat, read by conveners as figures."""

from typing import Annotated

from fastapi import Depends, Response

from backend.core import clock
from backend.core.i18n import N_, _
from backend.domain.roundtables import feedback, feedback_policy, following, page, policy
from backend.domain.roundtables.feedback_forms import (
    SAYS,
    FeedbackDraft,
)
from backend.domain.roundtables.following import QuestionsDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.own_questions import (
    MOST_QUESTIONS,
    OwnQuestionDraft,
    typed,
)
from backend.domain.roundtables.policy import Room
from backend.kit import errors
from backend.kit.asking import Asking, SignedIn
from backend.kit.forms import Form, edited, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/roundtables/{slug}/feedback")

FeedbackFields = Annotated[Form[FeedbackDraft], Depends(submitted(FeedbackDraft))]
QuestionFields = Annotated[Form[QuestionsDraft], Depends(edited(QuestionsDraft))]
SAY_LABELS = {"yes": N_("Yes"), "maybe": N_("Maybe"), "no": N_("No")}


@router.get("", name="roundtables:feedback")
def show(ask: SignedIn, slug: str) -> Response:
    return _page(ask, *_opened(ask, slug))


@router.post("", name="roundtables:give_feedback")
def give(ask: SignedIn, slug: str, form: FeedbackFields) -> Response:
    table, room = _opened(ask, slug)
    asked, before = feedback.questions(ask.db, table), feedback.mine(ask.db, ask.me, table)
    kept = [*(before.answers if before else ()), *[""] * len(asked)]
    form.values["answers"] = [
        form.values.get(f"answers-{n}", [kept[n]])[-1] or " " for n in range(len(asked))
    ]
    given = form.submit(lambda draft: feedback.give(ask.db, ask.me, table, room, draft))
    if given is None:
        return _page(ask, table, room, form, status=422)
    path = ask.path_for("roundtables:feedback", slug=slug)
    return see_other(ask, path, flash=_("Thank you. You can change it for a month."))


@router.post("/questions", name="roundtables:ask_feedback")
def ask_besides(ask: SignedIn, slug: str, form: QuestionFields) -> Response:
    """A convener's own questions."""
    table, room = _opened(ask, slug)
    policy.may_edit(ask.me, table).insist()

    def act(draft: QuestionsDraft) -> object:
        return following.each(
            ask.db,
            ask.me,
            table,
            draft,
            lambda one: feedback.ask_besides(ask.db, ask.me, one, draft),
        )

    if form.submit(act) is None:
        return _page(ask, table, room, questions=form, status=422)
    path = ask.path_for("roundtables:feedback", slug=slug)
    return see_other(ask, path, flash=_("Your questions are kept."))


def _opened(ask: Asking, slug: str) -> tuple[Roundtable, Room]:
    """For who may answer or read the answers; to others there is nothing."""
    opened = page.opened(ask.db, ask.me, slug)
    table, room = opened.table, Room(seat=opened.seat)
    if not policy.may_edit(ask.me, table):
        feedback_policy.may_give(ask.me, table, room, clock.now()).insist()
    return table, room


def _page(
    ask: Asking,
    table: Roundtable,
    room: Room,
    form: Form[FeedbackDraft] | None = None,
    questions: Form[QuestionsDraft] | None = None,
    *,
    status: int = 200,
) -> Response:
    given = feedback.mine(ask.db, ask.me, table) if room.is_seated else None
    asked = feedback.questions(ask.db, table)
    if form is None:
        known = given.model_dump(include={"helped", "benefits", "words"}) if given else {}
        form = Form.of(FeedbackDraft, **known)
        for number, answer in enumerate(given.answers if given else ()):
            form.values[f"answers-{number}"] = [answer]
    runs = policy.may_edit(ask.me, table)
    results = feedback.results(ask.db, ask.me, table, asked) if runs else None
    lines = [OwnQuestionDraft(words=one.words, choices=typed(one.choices)) for one in asked]
    questions = questions or Form.of(QuestionsDraft, questions=lines)
    return render(
        ask,
        "roundtables/feedback.html",
        status=status,
        table=table,
        form=form,
        given=given,
        asked=asked,
        pairs=[[(choice, choice) for choice in one.choices] for one in asked],
        says=[(key, _(SAY_LABELS[key])) for key in SAYS],
        labels=SAY_LABELS,
        may_give=feedback_policy.may_give(ask.me, table, room, clock.now()),
        runs=runs,
        results=results,
        questions=questions,
        settled=_(feedback.SETTLED) if results and results.is_settled else "",
        later=following.count(ask.db, table) if runs else None,
        lines=(questions.lines("questions") + [{}] * MOST_QUESTIONS)[:MOST_QUESTIONS],
    )
