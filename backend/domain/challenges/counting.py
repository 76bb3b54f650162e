"""How many answers a challenge has: kept with it, so that lists neither count them nor look for none."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select, update

from backend.domain.challenges.answers import Answer
from backend.domain.challenges.models import Challenge

_IN_VIEW = (
    columns(func.count())
    .where(
        col(Answer.challenge_id) == col(Challenge.id),
        col(Answer.parent_id).is_(None),
        col(Answer.hidden_at).is_(None),
    )
    .correlate(Challenge)
    .scalar_subquery()
)


def count_answers(db: Session, challenge_ids: Collection[UUID]) -> None:
    """Count them anew: replies and what is hidden aside. For whoever says, hides or takes away."""
    db.flush()
    these = col(Challenge.id).in_(challenge_ids)
    # Held first: what somebody else says at the same time is waited for, and counted.
    held = select(Challenge.id).where(these).order_by(col(Challenge.id))
    db.exec(held.with_for_update(key_share=True)).all()
    db.exec(update(Challenge).where(these).values(answers=_IN_VIEW))
