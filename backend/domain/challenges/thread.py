"""What was said to one challenge: answers, and replies under them, in one query."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, Uuid, bindparam, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.challenges.answers import Answer, Helpful
from backend.domain.challenges.person import Person, person, person_columns
from backend.domain.challenges.sight import Role, answers_for, role
from backend.domain.cities.models import City
from backend.domain.members.blocks import between
from backend.domain.members.models import Actor, Member
from backend.domain.members.readers import READER, reader


@dataclass(frozen=True, slots=True)
class AnswerRow:
    id: UUID
    parent_id: UUID | None
    kind: str
    body: str
    language: str
    posted_at: datetime
    edited_at: datetime | None
    hidden_at: datetime | None
    helped_at: datetime | None
    author_id: UUID
    author: Person
    helpful_cities: int
    helpful_partners: int
    """Marks of members who work for no city."""
    marked: bool
    """The reader marked it helpful."""
    apart: bool
    """The reader and its author want to have nothing to do with each other."""
    replies: list["AnswerRow"] = field(default_factory=list)


def answers(db: Session, me: Actor, challenge_id: UUID) -> list[AnswerRow]:
    """What was said to a challenge that this person is known to see: first what helped."""
    found = rows(db, _wanted(role(me)), {**reader(me), "challenge": challenge_id}).mappings()
    every = [_answer(one, me) for one in found]
    by_id = {one.id: one for one in every}
    for one in every:
        if one.parent_id is not None:
            by_id[one.parent_id].replies.append(one)
    return [one for one in every if one.parent_id is None]


@lru_cache
def _wanted(role: Role) -> Select[*tuple[Any, ...]]:
    return (
        columns(
            col(Answer.id),
            col(Answer.parent_id),
            col(Answer.kind),
            col(Answer.body),
            col(Answer.language),
            col(Answer.posted_at),
            col(Answer.edited_at),
            col(Answer.hidden_at),
            col(Answer.helped_at),
            _marks(col(Helpful.city_id).is_not(None), distinct=True).label("helpful_cities"),
            _marks(col(Helpful.city_id).is_(None)).label("helpful_partners"),
            _marks(col(Helpful.member_id) == READER).label("marked"),
            between(READER, col(Answer.author_id)).label("apart"),
            *person_columns(),
        )
        .join(Member, col(Member.id) == col(Answer.author_id))
        .outerjoin(City, col(City.id) == col(Answer.city_id))
        .where(col(Answer.challenge_id) == bindparam("challenge", type_=Uuid()), answers_for(role))
        .order_by(col(Answer.helped_at).is_(None), col(Answer.posted_at), col(Answer.id))
    )


def _answer(one: RowMapping, me: Actor) -> AnswerRow:
    return AnswerRow(
        id=one["id"],
        parent_id=one["parent_id"],
        kind=one["kind"],
        body=one["body"],
        language=one["language"],
        posted_at=one["posted_at"],
        edited_at=one["edited_at"],
        hidden_at=one["hidden_at"],
        helped_at=one["helped_at"],
        author_id=one["author_id"],
        author=person(one, me),
        helpful_cities=one["helpful_cities"],
        helpful_partners=one["helpful_partners"],
        marked=one["marked"] > 0,
        apart=bool(one["apart"]),
    )


def _marks(which: ColumnElement[bool], *, distinct: bool = False) -> Any:
    counted = func.count(col(Helpful.city_id).distinct()) if distinct else func.count()
    return (
        columns(counted)
        .select_from(Helpful)
        .where(col(Helpful.answer_id) == col(Answer.id), which)
        .correlate(Answer)
        .scalar_subquery()
    )
