"""What those who come to a roundtable need and bring, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from backend.api.shapes import Shape
from backend.api.whole import Whole
from backend.core import clock
from backend.domain.roundtables import following, queries, registering, registration_rules
from backend.domain.roundtables.following import QuestionsDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.registration import RegistrationDraft
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/roundtables/{slug}", tags=["roundtables"])


class OwnQuestionShape(Shape):
    id: UUID
    words: str
    choices: list[str]


class RegistrationShape(BaseModel):
    """What one answered oneself, and what is asked."""

    questions: list[OwnQuestionShape]
    languages: list[str]
    level: str
    brings: str
    answers: dict[str, str]
    needs: list[str]
    needs_words: str


class AnsweredShape(Shape):
    slug: str
    name: str
    languages: list[str]
    level: str
    brings: str
    answers: dict[str, str]
    needs: list[str]
    needs_words: str


class RegistrationsShape(BaseModel):
    """Needs are empty for who may not read them."""

    count: int
    languages: dict[str, int]
    levels: dict[str, int]
    needs: dict[str, int]
    questions: list[OwnQuestionShape]
    choices: dict[str, dict[str, int]]
    items: list[AnsweredShape]
    next: str | None


@router.get("/registration", name="api.roundtables:registration")
def mine(ask: SignedIn, slug: str) -> RegistrationShape:
    table = queries.one(ask.db, ask.me, slug)
    room = queries.room(ask.db, ask.me, table)
    registration_rules.may_register(ask.me, table, room, clock.now()).insist()
    return _mine(ask, table)


@router.post("/registration", name="api.roundtables:register")
def register(ask: SignedIn, slug: str, draft: RegistrationDraft) -> RegistrationShape:
    table = queries.one(ask.db, ask.me, slug)
    registering.register(ask.db, ask.me, table, draft)
    return _mine(ask, table)


@router.post("/registration/questions", name="api.roundtables:put_questions")
def put(
    ask: SignedIn, slug: str, draft: Annotated[QuestionsDraft, Whole("following")]
) -> list[OwnQuestionShape]:
    """Ask these besides, in place of those that were asked."""
    table = queries.one(ask.db, ask.me, slug)
    db, me = ask.db, ask.me
    asked = following.each(db, me, table, draft, lambda one: registering.put(db, me, one, draft))
    return [OwnQuestionShape.model_validate(one) for one in asked]


@router.get("/registrations", name="api.roundtables:registrations")
def everybody(
    ask: SignedIn, slug: str, after: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0
) -> RegistrationsShape:
    """For those who run the meeting: counts, and who answered what."""
    table = queries.one(ask.db, ask.me, slug)
    told = registering.summary(ask.db, ask.me, table)
    found = registering.answered(ask.db, ask.me, table, after)
    for one in found.items:
        if one.needs or one.needs_words:
            ask.look(one.member_id, "access_need", table.id)
    return RegistrationsShape(
        count=told.count,
        languages=dict(told.languages),
        levels=dict(told.levels),
        needs=dict(told.needs),
        questions=_questions(ask, table),
        choices={str(key): dict(counts) for key, counts in told.choices.items()},
        items=[AnsweredShape.model_validate(one) for one in found.items],
        next=found.next_key,
    )


def _questions(ask: AskingMember, table: Roundtable) -> list[OwnQuestionShape]:
    found = registering.questions(ask.db, table)
    return [OwnQuestionShape.model_validate(one) for one in found]


def _mine(ask: AskingMember, table: Roundtable) -> RegistrationShape:
    known = registering.mine(ask.db, ask.me, table)
    kept, need = known.registration, known.need
    return RegistrationShape(
        questions=_questions(ask, table),
        languages=kept.languages if kept else [],
        level=kept.level if kept else "",
        brings=kept.brings if kept else "",
        answers=kept.answers if kept else {},
        needs=need.needs if need else [],
        needs_words=need.words if need else "",
    )
