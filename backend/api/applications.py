"""Applications to join, for programs of those who decide; and who one is oneself."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from backend.domain.joining import actions, further, queries
from backend.domain.joining.further import FurtherDraft
from backend.domain.joining.models import VerdictDraft
from backend.domain.joining.queries import ApplicationRow
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, tags=["members"])


class MeAnswer(BaseModel):
    """The member for whom a token acts."""

    id: UUID
    slug: str
    name: str
    email: str
    title: str
    zone: str
    language: str
    is_member: bool
    is_lead: bool
    is_convener: bool


class AnsweredQuestion(BaseModel):
    question: str
    answer: str


class FurtherAnswer(BaseModel):
    """What an applicant was asked besides, and what they answered."""

    by: str
    words: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


class ApplicationAnswer(BaseModel):
    """Somebody's wish to join: where from, why it waits, and how it was decided."""

    id: UUID
    slug: str
    name: str
    title: str
    email: str
    where: str
    would_convene: bool
    waits_for: str
    made_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    admitted: bool | None
    reason: str
    answers: list[AnsweredQuestion]
    inviter: str | None
    withdrawn: bool
    asked_at: datetime | None
    """When they were asked something that they have yet to answer."""

    @classmethod
    def of(cls, row: ApplicationRow) -> "ApplicationAnswer":
        answers = [{"question": question, "answer": answer} for question, answer in row.answers]
        return cls.model_validate(asdict(row) | {"where": row.where, "answers": answers})


class ApplicationsAnswer(BaseModel):
    items: list[ApplicationAnswer]
    next: str | None


@router.get("/me", name="api.me:show")
def me(ask: SignedIn) -> MeAnswer:
    return MeAnswer.model_validate(ask.me, from_attributes=True)


@router.get("/applications", name="api.applications:list")
def index(
    ask: SignedIn,
    state: Literal["waiting", "decided"] = "waiting",
    after: Annotated[str, Query(max_length=40)] = "",
) -> ApplicationsAnswer:
    listed = queries.waiting if state == "waiting" else queries.decided
    page = listed(ask.db, ask.me, after)
    _note_looks(ask, page.items)
    return ApplicationsAnswer(
        items=[ApplicationAnswer.of(row) for row in page.items], next=page.next_key
    )


@router.get("/applications/{slug}", name="api.applications:show")
def show(ask: SignedIn, slug: str) -> ApplicationAnswer:
    row = queries.one(ask.db, ask.me, slug)
    _note_looks(ask, [row])
    return ApplicationAnswer.of(row)


@router.post("/applications/{slug}/decision", name="api.applications:decide")
def decide(ask: SignedIn, slug: str, draft: VerdictDraft) -> ApplicationAnswer:
    application = queries.entity(ask.db, ask.me, slug)
    actions.decide(ask.db, ask.me, application, draft)
    ask.db.flush()
    row = queries.one(ask.db, ask.me, slug)
    _note_looks(ask, [row])
    return ApplicationAnswer.of(row)


@router.get("/applications/{slug}/questions", name="api.applications:questions")
def questions(ask: SignedIn, slug: str) -> list[FurtherAnswer]:
    row = queries.one(ask.db, ask.me, slug)
    _note_looks(ask, [row])
    return [FurtherAnswer.model_validate(asdict(one)) for one in further.of(ask.db, row.id)]


@router.post("/applications/{slug}/questions", name="api.applications:question", status_code=201)
def question(ask: SignedIn, slug: str, draft: FurtherDraft) -> list[FurtherAnswer]:
    """Ask the applicant something before it is decided."""
    further.ask(ask.db, ask.me, queries.entity(ask.db, ask.me, slug), draft)
    ask.db.flush()
    return questions(ask, slug)


@router.post("/applications/{slug}/answers", name="api.applications:answer")
def answer(ask: SignedIn, slug: str, draft: FurtherDraft) -> list[FurtherAnswer]:
    """Answer what one was asked oneself."""
    further.answer(ask.db, ask.me, queries.entity(ask.db, ask.me, slug), draft)
    ask.db.flush()
    return questions(ask, slug)


@router.post("/applications/{slug}/withdrawal", name="api.applications:withdraw")
def withdraw(ask: SignedIn, slug: str) -> ApplicationAnswer:
    """Take one's own application back."""
    actions.withdraw(ask.db, ask.me, queries.entity(ask.db, ask.me, slug))
    ask.db.flush()
    return ApplicationAnswer.of(queries.one(ask.db, ask.me, slug))


def _note_looks(ask: SignedIn, found: Sequence[ApplicationRow]) -> None:
    """Each of these shows what its applicant told those who decide, and nobody else."""
    for one, member_id in queries.applicants(ask.db, [row.id for row in found]).items():
        ask.look(member_id, "application", one)
