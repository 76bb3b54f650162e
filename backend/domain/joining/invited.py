"""Invitations as those who sent them and the conveners read them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, true
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import N_, _
from backend.core.pages import PAGE, Page, as_key, cut
from backend.domain.joining import admission, policy, standing
from backend.domain.joining.invitations import Invitation
from backend.domain.joining.models import Application
from backend.domain.members.models import Actor, Guest, Member

STATES = {
    "open": N_("Waits for an answer"),
    "used": N_("Used"),
    "expired": N_("Ran out"),
    "withdrawn": N_("Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation with who sent it and, when used, what became of it."""

    id: UUID
    email: str
    name: str
    city: str
    language: str
    inviter_id: UUID
    inviter: str
    inviter_slug: str
    vouched_by_id: UUID | None
    was_sent: bool
    """Not so where the person was here or invited already, which members don't learn."""
    sent_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None
    used_at: datetime | None
    admitted: bool | None

    @property
    def state(self) -> str:
        if self.used_at is not None:
            return "used"
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "open" if self.expires_at > clock.now() else "expired"

    @property
    def may_be_renewed(self) -> bool:
        """Not on the day on which it was sent."""
        return self.sent_at <= clock.now() - timedelta(days=1)

    @property
    def admits(self) -> bool:
        return self.vouched_by_id is not None


def visible_to(me: Actor) -> ColumnElement[bool]:
    """One's own invitations; to conveners all."""
    if isinstance(me, Guest) or not me.is_member:
        return false()
    return true() if me.moderates else col(Invitation.inviter_id) == me.id


def mine(db: Session, me: Member, after: str = "") -> Page[InvitationRow]:
    """What I have sent, the newest first."""
    policy.may_invite(me).insist()
    return _page(db, _rows().where(col(Invitation.inviter_id) == me.id), after)


def every(db: Session, me: Actor, state: str = "", after: str = "") -> Page[InvitationRow]:
    """What anybody has sent, the newest first; of one state or of all."""
    policy.may_list_invitations(me).insist()
    wanted = _rows()
    if state in STATES:
        wanted = wanted.where(_in_state(state))
    return _page(db, wanted, after)


def one(db: Session, me: Actor, invitation_id: UUID) -> Invitation:
    """The invitation itself, for who sent it and for conveners."""
    found = db.exec(
        select(Invitation).where(col(Invitation.id) == invitation_id, visible_to(me))
    ).first()
    if found is None:
        raise NotFound(_("There is no such invitation."))
    return found


def row(db: Session, me: Actor, invitation_id: UUID) -> InvitationRow:
    """As lists show it."""
    found = rows(db, _rows().where(col(Invitation.id) == invitation_id, visible_to(me))).first()
    if found is None:
        raise NotFound(_("There is no such invitation."))
    return InvitationRow(*found)


def is_mine(db: Session, me: Member, email: str) -> bool:
    """Whether I have invited this address, and the invitation hasn't ended."""
    mine_open = select(Invitation.id).where(
        col(Invitation.inviter_id) == me.id,
        col(Invitation.email) == email,
        _in_state("open"),
    )
    return db.exec(mine_open).first() is not None


def why_not(db: Session, email: str) -> str:
    """Why a convener need not invite this address, in a sentence; nothing if they may."""
    known = admission.by_email(db, email)
    if known is not None:
        if known.admitted_at is not None:
            return _("{name} is a member already.", name=known.name)
        waits = select(Application.id).where(
            col(Application.member_id) == known.id, col(Application.decided_at).is_(None)
        )
        if db.exec(waits).first() is not None:
            return _("{name} has asked to join, and waits for your decision.", name=known.name)
    other = standing.of(db, email)
    if other is not None:
        inviter = db.get_one(Member, other.inviter_id)
        return _("{name} has invited this address already.", name=inviter.name)
    return ""


def _in_state(state: str) -> ColumnElement[bool]:
    is_open = and_(col(Invitation.used_at).is_(None), col(Invitation.withdrawn_at).is_(None))
    return {
        "open": and_(is_open, col(Invitation.expires_at) > clock.now()),
        "expired": and_(is_open, col(Invitation.expires_at) <= clock.now()),
        "used": col(Invitation.used_at).is_not(None),
        "withdrawn": col(Invitation.withdrawn_at).is_not(None),
    }[state]


def _rows() -> Select[*tuple[Any, ...]]:
    sent = or_(col(Invitation.standing_for).is_not(None), col(Invitation.used_at).is_not(None))
    return (
        columns(
            col(Invitation.id),
            col(Invitation.email),
            col(Invitation.name),
            col(Invitation.city),
            col(Invitation.language),
            col(Invitation.inviter_id),
            col(Member.name),
            col(Member.slug),
            col(Invitation.vouched_by_id),
            sent,
            col(Invitation.sent_at),
            col(Invitation.expires_at),
            col(Invitation.withdrawn_at),
            col(Invitation.used_at),
            col(Application.admitted),
        )
        .join(Member, col(Member.id) == col(Invitation.inviter_id))
        .outerjoin(Application, col(Application.id) == col(Invitation.application_id))
        .order_by(col(Invitation.id).desc())
    )


def _page(db: Session, wanted: Select[*tuple[Any, ...]], after: str) -> Page[InvitationRow]:
    if key := as_key(after):
        wanted = wanted.where(col(Invitation.id) < key)
    found = [InvitationRow(*one) for one in rows(db, wanted.limit(PAGE + 1))]
    return cut(found, lambda one: str(one.id))
