"""What the conveners ask everybody who wants to join, beside what the form asks anyway."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.errors import Conflict, NotFound, Rejected
from backend.core.i18n import _, ngettext
from backend.core.locks import alone
from backend.domain.joining import policy
from backend.domain.joining.models import QUESTIONS, JoinDraft, JoinQuestion, QuestionDraft
from backend.domain.members.models import Member
from backend.domain.moderation import log


def current(db: Session) -> Sequence[JoinQuestion]:
    """The questions that are asked now, the oldest first. They are public."""
    return db.exec(
        select(JoinQuestion)
        .where(col(JoinQuestion.retired_at).is_(None))
        .order_by(col(JoinQuestion.id))
    ).all()


def check(db: Session, draft: JoinDraft) -> None:
    """Refuse a draft (field `answers`) that leaves a question unanswered."""
    asked = {question.id for question in current(db)}
    given = [answer for answer in draft.answers if answer]
    if set(draft.questions) != asked or len(given) != len(asked):
        raise Rejected({"answers": _("Please answer each of the conveners’ questions.")})


def answered(db: Session, draft: JoinDraft) -> list[list[str]]:
    """Each question in its words of today, with the answer."""
    found = db.exec(select(JoinQuestion).where(col(JoinQuestion.id).in_(draft.questions)))
    words = {question.id: question.words for question in found}
    return [
        [words[question], answer]
        for question, answer in zip(draft.questions, draft.answers, strict=False)
        if question in words
    ]


def add(db: Session, me: Member, draft: QuestionDraft) -> JoinQuestion:
    """Ask one thing more from now on."""
    policy.may_ask(me).insist()
    alone(db, "join questions")
    if len(current(db)) >= QUESTIONS:
        raise Conflict(
            ngettext(
                "There is {count} question already. Take one away first.",
                "There are {count} questions already. Take one away first.",
                QUESTIONS,
            )
        )
    question = JoinQuestion.model_validate(draft)
    db.add(question)
    log.append(db, me.id, "ask", ("join_question", question.id), reason=question.words)
    return question


def retire(db: Session, me: Member, question_id: UUID) -> JoinQuestion:
    """Ask it no more. What was answered stays with the applications."""
    policy.may_ask(me).insist()
    question = db.get(JoinQuestion, question_id)
    if question is None or question.retired_at is not None:
        raise NotFound(_("There is no such question."))
    question.retired_at = clock.now()
    db.add(question)
    log.append(db, me.id, "ask_no_more", ("join_question", question.id), reason=question.words)
    return question
