"""What is said to challenges, for programs."""

from uuid import UUID

from backend.api.challenge_shapes import MadeShape
from backend.api.saying import Said
from backend.domain.challenges import answering, queries
from backend.domain.challenges.answers import Answer, AnswerDraft, ReplyDraft
from backend.domain.challenges.models import Challenge
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/challenges/{slug}/answers", tags=["challenges"])


@router.post("", name="api.answers:answer", status_code=201)
def answer(ask: SignedIn, slug: str, draft: AnswerDraft) -> MadeShape:
    challenge = queries.one(ask.db, ask.me, slug)
    return MadeShape(id=answering.answer(ask.db, ask.me, challenge, draft).id)


@router.post("/{answer_id}/replies", name="api.answers:reply", status_code=201)
def reply(ask: SignedIn, slug: str, answer_id: UUID, draft: ReplyDraft) -> MadeShape:
    challenge, said = _found(ask, slug, answer_id)
    return MadeShape(id=answering.reply(ask.db, ask.me, challenge, said, draft).id)


@router.post("/{answer_id}/edit", name="api.answers:edit", status_code=204)
def edit(ask: SignedIn, slug: str, answer_id: UUID, draft: AnswerDraft | ReplyDraft) -> None:
    _challenge, said = _found(ask, slug, answer_id)
    answering.edit(ask.db, ask.me, said, draft)


@router.post("/{answer_id}/helpful", name="api.answers:mark_helpful", status_code=204)
def mark_helpful(ask: SignedIn, slug: str, answer_id: UUID, draft: Said) -> None:
    _challenge, answer = _found(ask, slug, answer_id)
    act = answering.mark_helpful if draft.said else answering.unmark_helpful
    act(ask.db, ask.me, answer)


@router.post("/{answer_id}/help", name="api.answers:mark_help", status_code=204)
def mark_help(ask: SignedIn, slug: str, answer_id: UUID, draft: Said) -> None:
    """Say for the city that asked that it helped, or take that back."""
    challenge, answer = _found(ask, slug, answer_id)
    act = answering.say_it_helped if draft.said else answering.unsay_it_helped
    act(ask.db, ask.me, challenge, answer)


def _found(ask: SignedIn, slug: str, answer_id: UUID) -> tuple[Challenge, Answer]:
    challenge = queries.one(ask.db, ask.me, slug)
    return challenge, queries.one_answer(ask.db, ask.me, challenge, answer_id)
