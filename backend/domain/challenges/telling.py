"""Who hears of what happens to a challenge: never of what they may not see."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core.db import rows
from backend.domain.challenges import policy
from backend.domain.challenges.answers import Answer
from backend.domain.challenges.models import Challenge, Facing
from backend.domain.challenges.queries import chosen_cities
from backend.domain.members.audience import known_as
from backend.domain.members.models import Member
from backend.domain.notifications.actions import tell
from backend.domain.notifications.queries import followers, weary

CAN_BE_UNDONE = frozenset(
    {
        *("challenge.addressed", "challenge.faced", "challenge.in_progress"),
        *("challenge.reopened", "answer.helped"),
    }
)
"""What somebody can do, take back and do again, as often as they like."""


def tell_of(
    db: Session,
    challenge: Challenge,
    recipients: Iterable[UUID],
    event: str,
    by: Member,
    *,
    answer: Answer | None = None,
    by_mail: bool = True,
    **facts: Any,
) -> set[UUID]:
    """Tell those of the recipients who see the challenge, without who did it; who was told.

    Who edits or steers another's challenge does so in office, and is heard by who muted them too.
    """
    told = _seeing(db, challenge, set(recipients) - {by.id})
    about = ("answer", answer.id) if answer else ("challenge", challenge.id)
    name, _slug = known_as(by.name, by.slug, by.audience, by)
    said = {"title": challenge.title, "by": name, **facts}
    if event in CAN_BE_UNDONE:
        told -= weary(db, told, event, about, said)
    own = answer is not None or event == "challenge.faced" or by.id == challenge.author_id
    by_id, owner = by.id if own else None, challenge.author_id
    tell(db, told, event, about, said, by=by_id, owner=owner, by_mail=by_mail)
    return told


def tell_of_posting(db: Session, challenge: Challenge, by: Member, topics: Iterable[UUID]) -> None:
    """The chosen cities hear that they are asked, others that follow the city, person, topics.

    Conveners hear only of what their lists hold, too.
    """
    chosen = chosen_cities(db, challenge.id)
    addressed = tell_of_choice(db, challenge, by, chosen)
    following = followers(db, "member", by.id)
    for topic_id in topics:
        following |= followers(db, "topic", topic_id)
    if challenge.city_id is not None:
        following |= followers(db, "city", challenge.city_id)
    conveners = db.exec(
        select(Member).where(col(Member.id).in_(following), col(Member.is_convener))
    )
    by_office = {one.id for one in conveners if policy.sees_by_office(one, challenge, chosen)}
    tell_of(db, challenge, following - addressed - by_office, "challenge.posted", by)


def tell_of_choice(
    db: Session, challenge: Challenge, by: Member, city_ids: Iterable[UUID]
) -> set[UUID]:
    """The people of these cities hear that a challenge was put before them."""
    people = db.exec(select(Member.id).where(col(Member.city_id).in_(set(city_ids))))
    return tell_of(db, challenge, people, "challenge.addressed", by)


def listening(db: Session, challenge: Challenge) -> set[UUID]:
    """The author and whoever follows the challenge."""
    return {challenge.author_id} | followers(db, "challenge", challenge.id)


def taking_part(db: Session, challenge: Challenge) -> set[UUID]:
    """Those too who answered it, or said for their city that it faces it."""
    answered = columns(col(Answer.author_id)).where(col(Answer.challenge_id) == challenge.id)
    facing = columns(col(Facing.said_by_id)).where(col(Facing.challenge_id) == challenge.id)
    either = answered.union(facing).subquery()
    return listening(db, challenge) | set(rows(db, columns(either.c.author_id)).scalars())


def _seeing(db: Session, challenge: Challenge, member_ids: set[UUID]) -> set[UUID]:
    people = db.exec(select(Member).where(col(Member.id).in_(member_ids))).all()
    chosen = chosen_cities(db, challenge.id) if challenge.visibility == "cities" else set()
    return {one.id for one in people if one.is_member and policy.may_see(one, challenge, chosen)}
