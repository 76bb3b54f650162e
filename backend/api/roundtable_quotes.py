"""Quotes with their consent, and feedback, for programs."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from backend.api.shapes import Shape
from backend.api.whole import Whole
from backend.core import clock
from backend.domain.roundtables import (
    consenting,
    feedback,
    feedback_policy,
    following,
    policy,
    queries,
)
from backend.domain.roundtables.feedback_forms import FeedbackDraft
from backend.domain.roundtables.following import QuestionsDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.quotes import ConsentDraft, QuoteDraft, RewordDraft, ShowDraft
from backend.kit import errors
from backend.kit.asking import Ask, Asking, SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/roundtables/{slug}", tags=["roundtables"])


class KeptShape(Shape):
    id: UUID
    words: str
    consent: str
    """agreed, declined or withdrawn; empty while its author is asked."""


class QuoteShape(KeptShape):
    is_shown: bool
    is_mine: bool
    name: str
    """Whose it is, for who runs the roundtable."""


class OwnQuestionShape(Shape):
    words: str
    choices: list[str]


class GivenShape(Shape):
    helped: str
    benefits: str
    answers: list[str]
    words: str
    said_at: datetime


class ShareShape(Shape):
    choice: str
    count: int | None
    """Null for fewer than three."""


class FiguresShape(Shape):
    shares: list[ShareShape]
    total: int | None


class ResultsShape(BaseModel):
    helped: FiguresShape
    benefits: FiguresShape
    own: dict[str, FiguresShape]
    texts: dict[str, list[str]]


class FeedbackShape(BaseModel):
    questions: list[OwnQuestionShape]
    given: GivenShape | None
    """What the one who asks said."""
    results: ResultsShape | None
    """For who runs the roundtable."""


@router.get("/quotes", name="api.roundtables:quotes")
def quotes(ask: Ask, slug: str) -> list[QuoteShape]:
    """What participants agreed to be told; one's own; for who runs it, all."""
    table = queries.one(ask.db, ask.me, slug)
    return [QuoteShape.model_validate(one) for one in consenting.listed(ask.db, ask.me, table)]


@router.post("/quotes", name="api.roundtables:ask_quote", status_code=201)
def ask_for(ask: SignedIn, slug: str, draft: QuoteDraft) -> KeptShape:
    table = queries.one(ask.db, ask.me, slug)
    return KeptShape.model_validate(consenting.ask(ask.db, ask.me, table, draft))


@router.post("/quotes/{quote_id}/words", name="api.roundtables:reword_quote")
def reword(ask: SignedIn, slug: str, quote_id: UUID, draft: RewordDraft) -> KeptShape:
    """Other words: their author is asked again."""
    table = queries.one(ask.db, ask.me, slug)
    return KeptShape.model_validate(consenting.reword(ask.db, ask.me, table, quote_id, draft))


@router.post("/quotes/{quote_id}/consent", name="api.roundtables:decide_quote")
def decide(ask: SignedIn, slug: str, quote_id: UUID, draft: ConsentDraft) -> KeptShape:
    table = queries.one(ask.db, ask.me, slug)
    return KeptShape.model_validate(consenting.decide(ask.db, ask.me, table, quote_id, draft))


@router.post("/quotes/{quote_id}/publication", name="api.roundtables:show_quote")
def show(ask: SignedIn, slug: str, quote_id: UUID, draft: ShowDraft) -> KeptShape:
    table = queries.one(ask.db, ask.me, slug)
    return KeptShape.model_validate(consenting.show(ask.db, ask.me, table, quote_id, draft))


@router.get("/feedback", name="api.roundtables:feedback")
def read(ask: SignedIn, slug: str) -> FeedbackShape:
    """The questions, what one said, and for who runs it the figures."""
    table = queries.one(ask.db, ask.me, slug)
    if not policy.may_edit(ask.me, table):
        room = queries.room(ask.db, ask.me, table)
        feedback_policy.may_give(ask.me, table, room, clock.now()).insist()
    return _feedback(ask, table)


@router.post("/feedback", name="api.roundtables:give_feedback")
def give(ask: SignedIn, slug: str, draft: FeedbackDraft) -> GivenShape:
    table = queries.one(ask.db, ask.me, slug)
    room = queries.room(ask.db, ask.me, table)
    return GivenShape.model_validate(feedback.give(ask.db, ask.me, table, room, draft))


@router.post("/feedback/questions", name="api.roundtables:ask_feedback")
def ask_besides(
    ask: SignedIn, slug: str, draft: Annotated[QuestionsDraft, Whole("following")]
) -> FeedbackShape:
    table = queries.one(ask.db, ask.me, slug)
    db, me = ask.db, ask.me
    following.each(db, me, table, draft, lambda one: feedback.ask_besides(db, me, one, draft))
    return _feedback(ask, table)


def _feedback(ask: Asking, table: Roundtable) -> FeedbackShape:
    found = feedback.questions(ask.db, table)
    mine = feedback.mine(ask.db, ask.me, table)
    return FeedbackShape(
        questions=[OwnQuestionShape.model_validate(one) for one in found],
        given=GivenShape.model_validate(mine) if mine else None,
        results=_results(feedback.results(ask.db, ask.me, table, found))
        if policy.may_edit(ask.me, table)
        else None,
    )


def _results(found: feedback.Results) -> ResultsShape:
    return ResultsShape(
        helped=FiguresShape.model_validate(found.helped),
        benefits=FiguresShape.model_validate(found.benefits),
        own={words: FiguresShape.model_validate(one) for words, one in found.own},
        texts={one.question: list(one.texts) for one in found.texts},
    )
