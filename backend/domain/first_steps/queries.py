"""How far a member has come with the first steps: one query, while they are shown at all."""

from collections.abc import Sequence

from sqlalchemy import exists, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.challenges.answers import Answer
from backend.domain.cities.models import CityPriority
from backend.domain.first_steps.steps import Facts, Step, steps
from backend.domain.members.models import Member, MemberLanguage, MemberTopic
from backend.domain.notifications.models import Follow


def mine(db: Session, me: Member) -> Sequence[Step]:
    """My own steps; none once they are all taken, or put away."""
    if me.first_steps_over_at is not None or not me.is_member:
        return []
    found = steps(_facts(db, me))
    return [] if all(step.is_done for step in found) else found


def _facts(db: Session, me: Member) -> Facts:
    followed = (
        columns(func.count())
        .where(col(Follow.member_id) == me.id, col(Follow.kind) == "member")
        .scalar_subquery()
    )
    speaks = exists().where(col(MemberLanguage.member_id) == me.id)
    prioritised = exists().where(col(CityPriority.city_id) == me.city_id)
    wanted = columns(
        speaks,
        exists().where(col(MemberTopic.member_id) == me.id),
        prioritised,
        followed,
        exists().where(col(Answer.author_id) == me.id),
    )
    spoken, topics, priorities, follows, answered = rows(db, wanted).one()
    return Facts(
        tells_of_themself=bool(me.title and me.bio and spoken),
        has_topics=topics,
        has_city=me.city_id is not None,
        city_has_priorities=priorities,
        follows=follows,
        has_answered=answered,
    )
