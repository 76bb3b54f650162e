"""What the index keeps of a member: the words of the profile by which others find them."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col

from backend.core.i18n import N_
from backend.domain.holdings import Holding, Leaving
from backend.domain.search import actions
from backend.domain.search.models import SearchDocument


def _of(member_id: UUID) -> ColumnElement[bool]:
    return and_(col(SearchDocument.kind) == "member", col(SearchDocument.subject_id) == member_id)


def _forget(db: Session, leaving: Leaving) -> None:
    actions.forget(db, "member", leaving.id)


HOLDINGS = (
    Holding(
        SearchDocument,
        "subject_id",
        N_("Words by which you are found"),
        "removed",
        erase=_forget,
        only=("title", "body", "at"),
        of=_of,
    ),
)
