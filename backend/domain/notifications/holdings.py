"""What a member was told and sent; and what others were told of what they did."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, select

from backend.core.i18n import N_
from backend.domain.holdings import Holding, Leaving
from backend.domain.members.models import Member
from backend.domain.notifications.models import (
    Digest,
    Follow,
    Letter,
    Notification,
    QuietHours,
    Wishes,
)

Told = TypeVar("Told", Notification, Letter)


def _forget_told(db: Session, leaving: Leaving) -> None:
    db.exec(delete(Notification).where(col(Notification.recipient_id) == leaving.id))
    _unname(db, leaving, Notification)


def _forget_letters(db: Session, leaving: Leaving) -> None:
    """Those to their address too that were written before anybody knew whose it was."""
    theirs = or_(_sent_to(leaving.id), col(Letter.address) == leaving.email)
    db.exec(delete(Letter).where(theirs))
    _unname(db, leaving, Letter)


def _unname(db: Session, leaving: Leaving, model: type[Told]) -> None:
    """What others were told keeps what happened, without saying who did it."""
    for one in db.exec(select(model).where(leaving.mentioned(col(model.facts)))):
        facts = without_name(leaving, one.facts)
        if facts != one.facts:
            one.facts = facts
            db.add(one)


def without_name(leaving: Leaving, facts: Mapping[str, Any]) -> dict[str, Any]:
    """An empty fact is said as "a former member", in the reader's language."""

    def said(fact: Any) -> Any:
        if fact in leaving.names:
            return ""
        return leaving.unnamed(fact) if isinstance(fact, str) else fact

    return {what: said(fact) for what, fact in facts.items()}


def _sent_to(member_id: UUID) -> ColumnElement[bool]:
    """Letters to a member; sign-in links go to an address, whoever has it."""
    address = columns(col(Member.email)).where(col(Member.id) == member_id).scalar_subquery()
    return or_(col(Letter.recipient_id) == member_id, col(Letter.address) == address)


HOLDINGS = (
    Holding(Notification, "recipient_id", N_("What you were told"), "removed", erase=_forget_told),
    Holding(
        Letter,
        "recipient_id",
        N_("Letters sent to you"),
        "removed",
        erase=_forget_letters,
        of=_sent_to,
        only=("id", "address", "language", "event", "written_at", "sent_at", "gave_up_at"),
    ),
    Holding(Follow, "member_id", N_("What you follow"), "removed"),
    Holding(Wishes, "member_id", N_("Of what you want to hear, and how"), "removed"),
    Holding(Digest, "member_id", N_("Digests that were made for you"), "removed"),
    Holding(QuietHours, "member_id", N_("Your quiet hours"), "removed"),
)
