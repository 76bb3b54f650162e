"""What those who decide want to know besides: asked by letter, answered on the applicant's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Field, Session, SQLModel, col, select

from backend.core import clock
from backend.core.db import UtcDateTime, rows
from backend.core.errors import Conflict
from backend.core.i18n import _
from backend.core.ids import new_id
from backend.core.locks import alone
from backend.core.text import Prose
from backend.domain.joining import policy
from backend.domain.joining.models import Application
from backend.domain.members.audience import called
from backend.domain.members.models import Member
from backend.domain.moderation import log
from backend.domain.notifications.actions import tell

MOST = 5
"""Questions on one application: who wants to know more than that should talk with them."""


class FurtherDraft(SQLModel):
    """What is asked, or answered."""

    words: Prose = Field(min_length=8, max_length=2_000)


class FurtherQuestion(SQLModel, table=True):
    """One question to an applicant, and their answer."""

    __tablename__ = "further_question"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    application_id: UUID = Field(foreign_key="application.id", index=True)
    by_id: UUID = Field(foreign_key="member.id", index=True)
    words: str = Field(max_length=2_000)
    asked_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    answer: str = Field(default="", max_length=2_000)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


@dataclass(frozen=True, slots=True)
class FurtherRow:
    """A question as the applicant and those who decide read it."""

    by: str
    words: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


def of(db: Session, application_id: UUID) -> Sequence[FurtherRow]:
    """What was asked on an application, the oldest first; for who may see that."""
    wanted = (
        columns(
            col(Member.name),
            col(FurtherQuestion.words),
            col(FurtherQuestion.asked_at),
            col(FurtherQuestion.answer),
            col(FurtherQuestion.answered_at),
        )
        .join(Member, col(Member.id) == col(FurtherQuestion.by_id))
        .where(col(FurtherQuestion.application_id) == application_id)
        .order_by(col(FurtherQuestion.id))
    )
    return [FurtherRow(called(row[0]), *row[1:]) for row in rows(db, wanted)]


def ask(db: Session, me: Member, application: Application, draft: FurtherDraft) -> FurtherQuestion:
    """Ask an applicant something: they get a letter, and the application waits for their answer."""
    applicant = db.get_one(Member, application.member_id)
    policy.may_decide(me, application, applicant).insist()
    alone(db, f"application {application.id}")
    asked = db.exec(
        select(FurtherQuestion).where(col(FurtherQuestion.application_id) == application.id)
    ).all()
    if any(one.answered_at is None for one in asked):
        raise Conflict(_("They have been asked something already, and have yet to answer."))
    if len(asked) >= MOST:
        raise Conflict(_("They have been asked often enough. Please decide, or talk with them."))
    question = FurtherQuestion(application_id=application.id, by_id=me.id, words=draft.words)
    db.add(question)
    about = ("application", application.id)
    log.append(db, me.id, "ask_applicant", about, reason=draft.words)
    tell(db, {applicant.id}, "application.asked", about, {"by": me.name, "words": draft.words})
    return question


def answer(
    db: Session, me: Member, application: Application, draft: FurtherDraft
) -> FurtherQuestion:
    """Answer what I was asked; whoever asked it hears."""
    policy.may_answer(me, application).insist()
    question = db.exec(
        select(FurtherQuestion)
        .where(
            col(FurtherQuestion.application_id) == application.id,
            col(FurtherQuestion.answered_at).is_(None),
        )
        .with_for_update()
    ).first()
    if question is None:
        raise Conflict(_("Nothing that you were asked waits for an answer."))
    question.answer, question.answered_at = draft.words, clock.now()
    db.add(question)
    facts = {"name": me.name, "words": draft.words}
    tell(db, {question.by_id}, "application.answered", ("application", application.id), facts)
    return question
