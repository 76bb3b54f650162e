"""The invitation that stands for an address: found and used by whoever proves the address."""

from uuid import UUID

from sqlmodel import Session, col, select, update

from backend.core import clock, tokens
from backend.domain.joining.invitations import Invitation
from backend.domain.members.models import Member


def of(db: Session, email: str) -> Invitation | None:
    """The invitation that this address can use now."""
    return db.exec(
        select(Invitation).where(
            col(Invitation.standing_for) == email, col(Invitation.expires_at) > clock.now()
        )
    ).first()


def by_token(db: Session, token: str) -> Invitation | None:
    """The invitation to which the link in a letter leads, while it can be used."""
    return db.exec(
        select(Invitation).where(
            col(Invitation.token_hash) == tokens.hashed(token),
            col(Invitation.standing_for).is_not(None),
            col(Invitation.expires_at) > clock.now(),
        )
    ).first()


def voucher(db: Session, invitation: Invitation | None, place_id: int | None) -> Member | None:
    """The convener on whose word this invitation admits to that place; None if it only recommends.

    A convener's word is good while they are one, and for the city that they named, if any. Where
    they named none it is for the person alone; see `admission.receive`.
    """
    if invitation is None or invitation.vouched_by_id is None:
        return None
    if invitation.place_id is not None and invitation.place_id != place_id:
        return None
    convener = db.get_one(Member, invitation.vouched_by_id)
    return convener if convener.moderates else None


def use(db: Session, invitation: Invitation, application_id: UUID) -> bool:
    """Use an invitation up; whether it could still be used at that very moment."""
    used = db.exec(
        update(Invitation)
        .where(
            col(Invitation.id) == invitation.id,
            col(Invitation.standing_for) == invitation.email,
            col(Invitation.expires_at) > clock.now(),
        )
        .values(used_at=clock.now(), standing_for=None, application_id=application_id)
    )
    return used.rowcount == 1


def inviter_of(db: Session, application_id: UUID) -> UUID | None:
    """Who invited the person who made this application."""
    return db.exec(
        select(Invitation.inviter_id)
        .where(col(Invitation.application_id) == application_id)
        .order_by(col(Invitation.id).desc())
    ).first()
