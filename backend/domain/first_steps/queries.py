"""How far a member has come with the first steps."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.challenges.answers import Answer
from backend.domain.cities.models import CityPriority
from backend.domain.first_steps.steps import Facts, Step, steps
from backend.domain.members.models import Member, MemberLanguage
from backend.domain.members.profiles import sides, topics_of
from backend.domain.notifications.models import Follow


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the desk shows of a member's own."""

    steps: Sequence[Step]
    """None once they are all taken, or put away."""
    topics: Collection[UUID]
    """What they can help with or look for. It comes along, so that the desk asks once for both."""
    beside: Sequence[Any] = ()
    """What else the desk wanted to know, in its order."""


def mine(db: Session, me: Member, *beside: ColumnElement[Any]) -> Beginning:
    """My own first steps and topics, and other single values, in one query."""
    followed = (
        columns(func.count())
        .where(col(Follow.member_id) == me.id, col(Follow.kind) == "member")
        .scalar_subquery()
    )
    wanted = columns(
        topics_of(me.id),
        exists().where(col(MemberLanguage.member_id) == me.id),
        exists().where(col(CityPriority.city_id) == me.city_id),
        followed,
        exists().where(col(Answer.author_id) == me.id),
        *beside,
    )
    named, speaks, prioritised, follows, answered, *more = rows(db, wanted).one()
    topics = set[UUID]().union(*sides(named).values())
    facts = Facts(
        tells_of_themself=bool(me.title and me.bio and speaks),
        has_topics=bool(topics),
        has_city=me.city_id is not None,
        city_has_priorities=prioritised,
        follows=follows,
        has_answered=answered,
    )
    is_over = me.first_steps_over_at is not None or not me.is_member
    found = [] if is_over else steps(facts)
    return Beginning([] if all(step.is_done for step in found) else found, topics, more)
