"""What somebody who leaves a city had in hand of its challenges, and how a colleague takes it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy import select as columns
from sqlmodel import Session, col, or_, update

from backend.core.db import rows
from backend.core.i18n import N_
from backend.domain.affiliations import duties
from backend.domain.affiliations.duties import Duty, Held, Passing
from backend.domain.challenges.models import IS_OPEN, Challenge, Facing
from backend.domain.notifications import actions as notifications


def _kept(db: Session, member_id: UUID, city_id: UUID) -> Sequence[Held]:
    """Challenges that were posted for the city and are still open."""
    theirs = or_(
        col(Challenge.keeper_id) == member_id,
        col(Challenge.keeper_id).is_(None) & (col(Challenge.author_id) == member_id),
    )
    return _held(db, _glance().where(theirs, col(Challenge.city_id) == city_id))


def _keep(db: Session, passing: Passing) -> None:
    challenge = db.get(Challenge, passing.subject_id)
    if challenge is None:
        return
    challenge.keeper_id = passing.to.id
    db.add(challenge)
    notifications.follow(db, passing.to.id, "challenge", challenge.id)


def _faced(db: Session, member_id: UUID, city_id: UUID) -> Sequence[Held]:
    said = columns(col(Facing.challenge_id)).where(
        col(Facing.said_by_id) == member_id, col(Facing.city_id) == city_id
    )
    elsewhere = or_(col(Challenge.city_id).is_(None), col(Challenge.city_id) != city_id)
    return _held(db, _glance().where(col(Challenge.id).in_(said), elsewhere))


def _say_again(db: Session, passing: Passing) -> None:
    """The words stay; who stands for them changes."""
    said = update(Facing).where(
        col(Facing.challenge_id) == passing.subject_id, col(Facing.city_id) == passing.city_id
    )
    db.exec(said.values(said_by_id=passing.to.id))


def _glance() -> Select[*tuple[Any, ...]]:
    open_and_seen = (IS_OPEN, col(Challenge.hidden_at).is_(None))
    return (
        columns(col(Challenge.id), col(Challenge.title), col(Challenge.slug))
        .where(*open_and_seen)
        .order_by(col(Challenge.id))
    )


def _held(db: Session, wanted: Select[*tuple[Any, ...]]) -> Sequence[Held]:
    return [Held(*one) for one in rows(db, wanted)]


duties.register(Duty("challenge", N_("Challenge"), "challenge", _kept, _keep))
duties.register(
    Duty("facing", N_("What the city said: “we face this too”"), "challenge", _faced, _say_again)
)
