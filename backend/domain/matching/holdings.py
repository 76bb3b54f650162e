"""For what a member is known, and whom they passed over; who passed over them keeps it to themselves.

It goes with either of the two.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, false
from sqlmodel import Session, col, delete

from backend.core.i18n import N_
from backend.domain.holdings import Holding, Leaving
from backend.domain.matching.models import HelperRecord, NotUseful


def _no_row(_member_id: UUID) -> ColumnElement[bool]:
    """Nobody is told who passed over them."""
    return false()


def _forget_who(db: Session, leaving: Leaving) -> None:
    db.exec(delete(NotUseful).where(col(NotUseful.other_id) == leaving.id))


HOLDINGS = (
    Holding(
        HelperRecord,
        "member_id",
        N_("What you are known for best, looked up once a day"),
        "removed",
        only=("topic_id", "what", "record_id"),
    ),
    Holding(
        NotUseful,
        "member_id",
        N_("People you passed over when they were suggested"),
        "removed",
        only=("kind", "subject_id", "other_id", "said_at"),
    ),
    Holding(
        NotUseful,
        "other_id",
        N_("What others keep to themselves"),
        "removed",
        erase=_forget_who,
        of=_no_row,
        called="not_useful_of_me",
    ),
)
