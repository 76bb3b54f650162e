"""Questions of a webinar, for programs."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from backend.api.shapes import Shape
from backend.domain.roundtables import page, queries, question_rules, questioning
from backend.domain.roundtables.policy import Room
from backend.domain.roundtables.questioning import QuestionFilters
from backend.domain.roundtables.questions import AskingDraft, MarkDraft, VoteDraft
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.router import Router

router = Router(
    show=errors.show_problem, prefix="/roundtables/{slug}/questions", tags=["roundtables"]
)


class QuestionShape(Shape):
    id: UUID
    words: str
    votes: int
    asked_at: datetime
    answered_at: datetime | None
    reply: str


class QuestionItemShape(QuestionShape):
    author: str
    """Empty where the one who asks may not know it."""
    is_mine: bool
    voted: bool


class QuestionsShape(BaseModel):
    items: list[QuestionItemShape]
    next: str | None


@router.get("", name="api.roundtables:questions")
def index(ask: SignedIn, slug: str, filters: Annotated[QuestionFilters, Query()]) -> QuestionsShape:
    """For those who come and those who run it: the questions with most votes first."""
    opened = page.opened(ask.db, ask.me, slug)
    question_rules.may_read(ask.me, opened.table, Room(seat=opened.seat)).insist()
    found = questioning.listed(ask.db, ask.me, opened.table, filters)
    items = [QuestionItemShape.model_validate(one) for one in found.items]
    return QuestionsShape(items=items, next=found.next_key)


@router.post("", name="api.roundtables:ask", status_code=201)
def put(ask: SignedIn, slug: str, draft: AskingDraft) -> QuestionShape:
    table = queries.one(ask.db, ask.me, slug)
    return QuestionShape.model_validate(questioning.ask(ask.db, ask.me, table, draft))


@router.post("/{question_id}/votes", name="api.roundtables:vote_for")
def vote(ask: SignedIn, slug: str, question_id: UUID, draft: VoteDraft) -> QuestionShape:
    """Raise it; with `stop`, take the vote back."""
    table = queries.one(ask.db, ask.me, slug)
    return QuestionShape.model_validate(questioning.vote(ask.db, ask.me, table, question_id, draft))


@router.post("/{question_id}/answer", name="api.roundtables:mark")
def mark(ask: SignedIn, slug: str, question_id: UUID, draft: MarkDraft) -> QuestionShape:
    """Say that it was answered; with `again`, that it is open after all."""
    table = queries.one(ask.db, ask.me, slug)
    return QuestionShape.model_validate(questioning.mark(ask.db, ask.me, table, question_id, draft))
