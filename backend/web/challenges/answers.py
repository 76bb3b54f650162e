"""What is said to a challenge: answers, replies, and that they were of use."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from fastapi import Form as Field

from backend.core import tongues
from backend.core.i18n import _
from backend.domain.challenges import answering, page, policy, queries
from backend.domain.challenges.answers import Answer, AnswerDraft, ReplyDraft
from backend.domain.challenges.models import Challenge
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.forms import Form, edited, submitted
from backend.kit.htmx import wants_piece
from backend.kit.looking import look_into
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.web.challenges.showing import show_opened

router = Router(show=errors.show_page, prefix="/challenges/{slug}/answers")

AnswerForm = Annotated[Form[AnswerDraft], Depends(submitted(AnswerDraft))]
ReplyForm = Annotated[Form[ReplyDraft], Depends(submitted(ReplyDraft))]
EditedAnswer = Annotated[Form[AnswerDraft], Depends(edited(AnswerDraft))]
EditedReply = Annotated[Form[ReplyDraft], Depends(edited(ReplyDraft))]
Said = Annotated[bool, Field()]
"""Whether it is said, or taken back."""

ANSWERS = "challenges/_answers.html"
ANSWER = "challenges/_answer.html"


@router.post("", name="challenges:answer")
def answer(ask: SignedIn, slug: str, form: AnswerForm) -> Response:
    found = page.opened(ask.db, ask.me, slug)
    policy.may_answer(ask.me, found.challenge).insist()
    made = form.submit(lambda draft: answering.answer(ask.db, ask.me, found.challenge, draft))
    if made is None:
        return show_opened(ask, found, ANSWERS, status=422, answering=form)
    if wants_piece(ask.request):
        return show_opened(ask, found, ANSWERS)
    return see_other(ask, _place(ask, slug, made.id), flash=_("Your answer is posted."))


@router.post("/{answer_id}/replies", name="challenges:reply")
def reply(ask: SignedIn, slug: str, answer_id: UUID, form: ReplyForm) -> Response:
    found = page.opened(ask.db, ask.me, slug)
    parent = queries.one_answer(ask.db, ask.me, found.challenge, answer_id)
    policy.may_reply(ask.me, found.challenge, parent).insist()
    made = form.submit(
        lambda draft: answering.reply(ask.db, ask.me, found.challenge, parent, draft)
    )
    if made is None:
        return show_opened(
            ask, found, ANSWER, status=422, only=answer_id, replying={answer_id: form}
        )
    if wants_piece(ask.request):
        return show_opened(ask, found, ANSWER, only=answer_id)
    return see_other(ask, _place(ask, slug, made.id), flash=_("Your reply is posted."))


@router.post("/{answer_id}/helpful", name="challenges:mark_helpful")
def mark_helpful(ask: SignedIn, slug: str, answer_id: UUID, *, said: Said = True) -> Response:
    found, answer = _found(ask, slug, answer_id)
    act = answering.mark_helpful if said else answering.unmark_helpful
    act(ask.db, ask.me, answer)
    return _changed(ask, found, answer)


@router.post("/{answer_id}/help", name="challenges:mark_help")
def mark_help(ask: SignedIn, slug: str, answer_id: UUID, *, said: Said = True) -> Response:
    found, answer = _found(ask, slug, answer_id)
    act = answering.say_it_helped if said else answering.unsay_it_helped
    act(ask.db, ask.me, found.challenge, answer)
    return _changed(ask, found, answer)


@router.get("/{answer_id}/edit", name="challenges:edit_answer")
def edit(ask: SignedIn, slug: str, answer_id: UUID) -> Response:
    found, answer = _found(ask, slug, answer_id)
    policy.may_edit_answer(ask.me, answer).insist()
    look_into(ask, found.challenge)
    form = Form.of(AnswerDraft, kind=answer.kind, body=answer.body, language=answer.language)
    return _form(ask, found.challenge, answer, form)


@router.post("/{answer_id}/edit", name="challenges:revise_answer")
def revise(
    ask: SignedIn, slug: str, answer_id: UUID, form: EditedAnswer, reply: EditedReply
) -> Response:
    found, answer = _found(ask, slug, answer_id)
    policy.may_edit_answer(ask.me, answer).insist()
    sent: Form[AnswerDraft] | Form[ReplyDraft] = form if answer.parent_id is None else reply
    if sent.submit(lambda draft: answering.edit(ask.db, ask.me, answer, draft)) is None:
        return _form(ask, found.challenge, answer, sent, status=422)
    return see_other(ask, _place(ask, slug, answer.id), flash=_("Your changes are saved."))


def _found(ask: SignedIn, slug: str, answer_id: UUID) -> tuple[page.Opened, Answer]:
    found = page.opened(ask.db, ask.me, slug)
    return found, queries.one_answer(ask.db, ask.me, found.challenge, answer_id)


def _place(ask: SignedIn, slug: str, answer_id: UUID) -> str:
    return f"{ask.path_for('challenges:show', slug=slug)}#answer-{answer_id}"


def _changed(ask: SignedIn, found: page.Opened, answer: Answer) -> Response:
    """The page at the answer again or, for htmx, the answer with what hangs on it."""
    if wants_piece(ask.request):
        return show_opened(ask, found, ANSWER, only=answer.parent_id or answer.id)
    return see_other(ask, _place(ask, found.challenge.slug, answer.id))


def _form(
    ask: SignedIn,
    challenge: Challenge,
    answer: Answer,
    form: Form[AnswerDraft] | Form[ReplyDraft],
    *,
    status: int = 200,
) -> Response:
    return render(
        ask,
        "challenges/edit_answer.html",
        "challenges/_answer_form.html",
        status=status,
        challenge=challenge,
        answer=answer,
        form=form,
        languages_to_write=tongues.choices(),
    )
