"""What is kept of somebody's wish to join."""

from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select

from backend.core.i18n import N_
from backend.domain import subjects
from backend.domain.holdings import Holding, Leaving
from backend.domain.joining.models import Application
from backend.domain.members.models import SignInLink


def _forget(db: Session, leaving: Leaving) -> None:
    """Their applications, and what was typed in with their address and never proven."""
    typed = select(Application).where(
        col(Application.member_id).is_(None), leaving.mentioned(col(Application.draft))
    )
    unproven = [one.id for one in db.exec(typed) if one.draft.get("email") == leaving.email]
    theirs = select(Application.id).where(col(Application.member_id) == leaving.id)
    every = {*db.exec(theirs), *unproven}
    db.exec(delete(SignInLink).where(col(SignInLink.application_id).in_(every)))
    db.exec(delete(Application).where(col(Application.id).in_(every)))
    subjects.gone(db, "application", every)


def _unsay(db: Session, leaving: Leaving) -> None:
    """The reason somebody was given stays theirs; it may be signed."""
    decided = select(Application).where(_decided(leaving.id), leaving.mentioned(Application.reason))
    for one in db.exec(decided):
        one.reason = leaving.unnamed(one.reason)
        db.add(one)


def _decided(member_id: UUID) -> ColumnElement[bool]:
    return col(Application.decided_by_id) == member_id


HOLDINGS = (
    Holding(
        Application,
        "member_id",
        N_("Applications to join"),
        "removed",
        erase=_forget,
        leaves_out=("draft", "reminded_at", "place_id"),
    ),
    Holding(
        Application,
        "decided_by_id",
        N_("Applications that you decided"),
        "unnamed",
        erase=_unsay,
        only=("id", "decided_at", "admitted", "reason"),
    ),
)
