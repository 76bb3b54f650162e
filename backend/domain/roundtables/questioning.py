"""Questions of a webinar: listed by what most want to hear, asked, raised, answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, RowMapping, exists, func, literal, tuple_, update
from sqlalchemy import Uuid as UuidType
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import NotFound, Rejected
from backend.core.i18n import _
from backend.core.pages import PAGE, Page, cut
from backend.domain.members.audience import known_as
from backend.domain.members.models import Actor, Member
from backend.domain.roundtables import queries, question_rules
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.policy import runs
from backend.domain.roundtables.question_sight import visible_to
from backend.domain.roundtables.questions import (
    MOST_BY_ONE,
    AskingDraft,
    AttendeeQuestion,
    MarkDraft,
    QuestionVote,
    VoteDraft,
)


class QuestionFilters(BaseModel):
    show: Literal["open", "answered"] = "open"
    after: str = Field("", max_length=60)
    """Where the page starts."""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    id: UUID
    words: str
    reply: str
    votes: int
    asked_at: datetime
    answered_at: datetime | None
    hidden_at: datetime | None
    author: str
    """Where the reader may know it: their own name, conveners every name, others who wants it."""
    author_slug: str
    is_mine: bool
    voted: bool


def listed(
    db: Session, me: Actor, table: Roundtable, filters: QuestionFilters
) -> Page[QuestionRow]:
    """One page of the questions in sight, those with most votes first."""
    voted = exists().where(
        col(QuestionVote.question_id) == col(AttendeeQuestion.id),
        col(QuestionVote.member_id) == me.id,
    )
    answered = col(AttendeeQuestion.answered_at)
    wanted = (
        columns(
            *(col(getattr(AttendeeQuestion, name)) for name in _SHOWN),
            col(Member.name),
            col(Member.slug),
            col(Member.audience),
            voted.label("voted"),
        )
        .join(Member, col(Member.id) == col(AttendeeQuestion.author_id))
        .where(
            col(AttendeeQuestion.roundtable_id) == table.id,
            visible_to(me),
            answered.is_(None) if filters.show == "open" else answered.is_not(None),
        )
        .order_by(col(AttendeeQuestion.votes).desc(), col(AttendeeQuestion.id).desc())
        .limit(PAGE + 1)
    )
    if filters.after:
        place = tuple_(col(AttendeeQuestion.votes), col(AttendeeQuestion.id))
        wanted = wanted.where(place < _place(filters.after))
    knows = runs(me, table)
    found = [_row(me, one, knows=knows) for one in rows(db, wanted).mappings()]
    return cut(found, lambda one: f"{one.votes}.{one.id.hex}")


def ask(db: Session, me: Member, table: Roundtable, draft: AskingDraft) -> AttendeeQuestion:
    """Ask something; at most so often."""
    room = queries.room(db, me, table)
    question_rules.may_ask(me, table, room, clock.now()).insist()
    mine = columns(func.count()).where(
        col(AttendeeQuestion.roundtable_id) == table.id, col(AttendeeQuestion.author_id) == me.id
    )
    if rows(db, mine).scalar_one() >= MOST_BY_ONE:
        raise Rejected(
            {"words": _("You have asked {count} questions, as many as one may.", count=MOST_BY_ONE)}
        )
    if draft.is_named and table.chatham_house:
        raise Rejected(
            {"is_named": _("Under the Chatham House Rule questions are asked without a name.")}
        )
    question = AttendeeQuestion.model_validate(
        draft, update={"author_id": me.id, "roundtable_id": table.id}
    )
    db.add(question)
    db.flush()
    return question


def vote(
    db: Session, me: Member, table: Roundtable, question_id: UUID, draft: VoteDraft
) -> AttendeeQuestion:
    """Say that one wants to hear it too, or no more. The same said again changes nothing."""
    question = one(db, me, table, question_id)
    room = queries.room(db, me, table)
    question_rules.may_vote_for(me, table, room, question, clock.now()).insist()
    cast = db.get(QuestionVote, (question.id, me.id))
    if draft.stop == (cast is None):
        return question
    if cast is not None:
        db.delete(cast)
    else:
        db.add(QuestionVote(question_id=question.id, member_id=me.id))
    count(db, col(AttendeeQuestion.id) == question.id, -1 if draft.stop else 1)
    db.refresh(question)
    return question


def mark(
    db: Session, me: Member, table: Roundtable, question_id: UUID, draft: MarkDraft
) -> AttendeeQuestion:
    """Say that it was answered, with the answer in short if one likes; or that it is open again."""
    question = one(db, me, table, question_id)
    question_rules.may_mark(me, table).insist()
    question.answered_at = None if draft.again else clock.now()
    said = draft.reply if "reply" in draft.model_fields_set else question.reply
    question.reply = "" if draft.again else said
    db.add(question)
    db.flush()
    return question


def one(db: Session, me: Actor, table: Roundtable, question_id: UUID) -> AttendeeQuestion:
    """A question of this webinar; NotFound for what may not be seen and what isn't there alike."""
    found = db.exec(
        select(AttendeeQuestion).where(
            col(AttendeeQuestion.id) == question_id,
            col(AttendeeQuestion.roundtable_id) == table.id,
            visible_to(me),
        )
    ).first()
    if found is None:
        raise NotFound(_("There is no such question."))
    return found


def count(db: Session, which: ColumnElement[bool], more: int) -> None:
    """Count votes where they are kept: two who vote at once are both counted."""
    db.flush()
    db.exec(update(AttendeeQuestion).where(which).values(votes=col(AttendeeQuestion.votes) + more))


_SHOWN = (
    *("id", "words", "reply", "votes", "asked_at", "answered_at", "hidden_at"),
    *("author_id", "is_named"),
)


def _row(me: Actor, one: RowMapping, *, knows: bool) -> QuestionRow:
    is_mine = one["author_id"] == me.id
    shown = knows or is_mine or one["is_named"]
    author = known_as(one["name"], one["slug"], one["audience"], me) if shown else ("", "")
    plain = {name: one[name] for name in QuestionRow.__slots__ if name in one}
    return QuestionRow(**plain, author=author[0], author_slug=author[1], is_mine=is_mine)


def _place(after: str) -> Any:
    votes, _dot, last = after.partition(".")
    try:
        place, last_id = int(votes), UUID(last)
    except ValueError:
        raise NotFound(_("This list has no such page.")) from None
    if not 0 <= place < 1_000_000:  # noqa: PLR2004 - more members than there will be
        raise NotFound(_("This list has no such page."))
    return tuple_(literal(place), literal(last_id, UuidType()))
