"""The questions to those who come: put by conveners, answered, read, and forgotten in time."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, and_, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, select

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.pages import PAGE, Page, cut
from backend.domain.members.audience import known_as
from backend.domain.members.models import Member
from backend.domain.roundtables import queries, registration_rules
from backend.domain.roundtables.models import Roundtable, Seat
from backend.domain.roundtables.own_questions import OwnQuestionsDraft
from backend.domain.roundtables.registration import (
    AccessNeed,
    AnswerDraft,
    Registration,
    RegistrationDraft,
    RegistrationQuestion,
)


@dataclass(frozen=True, slots=True)
class Mine:
    """What one has answered so far."""

    registration: Registration | None
    need: AccessNeed | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What one person answered, as it is shown to who runs the meeting."""

    member_id: UUID
    name: str
    slug: str
    turn: int
    languages: Sequence[str]
    level: str
    brings: str
    answers: Mapping[str, str]
    needs: Sequence[str]
    needs_words: str
    """Both empty for who may not read them."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How many answered what, most first."""

    count: int
    languages: Sequence[tuple[str, int]]
    levels: Sequence[tuple[str, int]]
    needs: Sequence[tuple[str, int]]
    choices: Mapping[UUID, Sequence[tuple[str, int]]]
    """For each question that has choices."""


def questions(db: Session, table: Roundtable) -> Sequence[RegistrationQuestion]:
    """What the convener asks besides, in its order."""
    found = select(RegistrationQuestion).where(col(RegistrationQuestion.roundtable_id) == table.id)
    return db.exec(found.order_by(col(RegistrationQuestion.position))).all()


def put(
    db: Session, me: Member, table: Roundtable, draft: OwnQuestionsDraft
) -> Sequence[RegistrationQuestion]:
    """Ask these. A question that stays as it was keeps its answers; of one that goes, they go."""
    registration_rules.may_put_questions(me, table, clock.now()).insist()
    known = {one.words: one for one in questions(db, table)}
    wanted = {one.words: one for one in draft.questions}
    if len(wanted) < len(draft.questions):
        raise Rejected({"questions": _("Please ask each question only once.")})
    for words, one in known.items():
        if words not in wanted:
            db.delete(one)
    for place, one in enumerate(known.values()):
        one.position = -1 - place  # out of the way of those that move up
    db.flush()
    for position, (words, asked) in enumerate(wanted.items()):
        kept = known.get(words) or RegistrationQuestion(
            roundtable_id=table.id, position=position, words=words
        )
        kept.position, kept.choices = position, asked.each
        db.add(kept)
    db.flush()
    return questions(db, table)


def mine(db: Session, me: Member, table: Roundtable) -> Mine:
    key = (table.id, me.id)
    return Mine(db.get(Registration, key), db.get(AccessNeed, key))


def register(db: Session, me: Member, table: Roundtable, draft: RegistrationDraft) -> Registration:
    """Keep what one answered, in place of what one had; what isn't sent stays."""
    room = queries.room(db, me, table)
    registration_rules.may_register(me, table, room, clock.now()).insist()
    known, sent = mine(db, me, table), draft.model_dump(exclude_unset=True)
    kept = known.registration or Registration(roundtable_id=table.id, member_id=me.id)
    if "answers" in sent:
        sent["answers"] = _answers(questions(db, table), draft.answers)
    kept.sqlmodel_update(sent, update={"written_at": clock.now()})
    kept.languages = list(dict.fromkeys(kept.languages))
    db.add(kept)
    _keep_need(db, known.need or AccessNeed(roundtable_id=table.id, member_id=me.id), sent)
    db.flush()
    return kept


def _keep_need(db: Session, need: AccessNeed, sent: Mapping[str, Any]) -> None:
    need.needs = list(dict.fromkeys(sent.get("needs", need.needs)))
    need.words = sent.get("needs_words", need.words)
    if need.needs or need.words:
        db.add(need)
    elif need in db:
        db.delete(need)


def forget(db: Session, table: Roundtable, member_id: UUID) -> None:
    """Who doesn't come has answered nothing."""
    for model in (Registration, AccessNeed):
        db.exec(
            delete(model).where(
                col(model.roundtable_id) == table.id, col(model.member_id) == member_id
            )
        )


def forget_needs(db: Session, before: datetime) -> int:
    """Forget what people needed at meetings that were over, or called off, by then."""
    over = columns(col(Roundtable.id)).where(
        or_(col(Roundtable.ends_at) < before, col(Roundtable.cancelled_at) < before)
    )
    return db.exec(delete(AccessNeed).where(col(AccessNeed.roundtable_id).in_(over))).rowcount


def summary(db: Session, me: Member, table: Roundtable) -> Summary:
    """How many answered what; of needs nothing for who may not read them."""
    registration_rules.may_read(me, table).insist()
    found = columns(col(Registration.languages), col(Registration.answers), col(Registration.level))
    told = list(rows(db, found.where(col(Registration.roundtable_id) == table.id)))
    needed: Iterable[Sequence[str]] = ()
    if registration_rules.may_read_needs(me, table):
        wanted = columns(col(AccessNeed.needs)).where(col(AccessNeed.roundtable_id) == table.id)
        needed = rows(db, wanted).scalars().all()
    return Summary(
        len(told),
        Counter(one for languages, *_rest in told for one in languages).most_common(),
        Counter(level for *_rest, level in told if level).most_common(),
        Counter(one for needs in needed for one in needs).most_common(),
        {
            one.id: Counter(
                said[str(one.id)] for _languages, said, _level in told if said.get(str(one.id))
            ).most_common()
            for one in questions(db, table)
            if one.choices
        },
    )


def answered(db: Session, me: Member, table: Roundtable, after: int = 0) -> Page[Answered]:
    """One page of who answered what, in the order in which they said that they come."""
    registration_rules.may_read(me, table).insist()
    knows = bool(registration_rules.may_read_needs(me, table))
    found = (
        columns(
            col(Member.id),
            col(Member.name),
            col(Member.slug),
            col(Member.audience),
            col(Seat.turn),
            col(Registration.languages),
            col(Registration.level),
            col(Registration.brings),
            col(Registration.answers),
            col(AccessNeed.needs),
            col(AccessNeed.words),
        )
        .join(Registration, col(Registration.member_id) == col(Member.id))
        .join(
            Seat,
            and_(
                col(Seat.member_id) == col(Member.id),
                col(Seat.roundtable_id) == col(Registration.roundtable_id),
            ),
        )
        .outerjoin(
            AccessNeed,
            and_(
                col(AccessNeed.member_id) == col(Member.id),
                col(AccessNeed.roundtable_id) == col(Registration.roundtable_id),
            ),
        )
        .where(col(Registration.roundtable_id) == table.id, col(Seat.turn) > after)
        .order_by(col(Seat.turn))
        .limit(PAGE + 1)
    )
    people = [_answered(me, one, knows=knows) for one in rows(db, found).mappings()]
    return cut(people, lambda one: str(one.turn))


def _answered(me: Member, one: RowMapping, *, knows: bool) -> Answered:
    name, slug = known_as(one["name"], one["slug"], one["audience"], me)
    return Answered(
        member_id=one["id"],
        name=name,
        slug=slug,
        turn=one["turn"],
        languages=one["languages"],
        level=one["level"],
        brings=one["brings"],
        answers=one["answers"],
        needs=(one["needs"] or ()) if knows else (),
        needs_words=(one["words"] or "") if knows else "",
    )


def _answers(asked: Sequence[RegistrationQuestion], given: Sequence[AnswerDraft]) -> dict[str, str]:
    """What was answered to what is asked; Rejected where it isn't one of the choices."""
    said = {one.question_id: one.words for one in given if one.words}
    for place, one in enumerate(asked):
        if one.choices and said.get(one.id, one.choices[0]) not in one.choices:
            raise Rejected({f"answers.{place}.words": _("Please choose one of the list.")})
    return {str(one.id): said[one.id] for one in asked if one.id in said}
