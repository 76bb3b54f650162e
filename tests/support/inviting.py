"""What somebody who invites writes, and what the invited find in their mail."""

from typing import Any

from sqlmodel import Session, col, select

from backend.core.config import Settings
from backend.domain.joining import inviting, listing
from backend.domain.joining.invitations import (
    Invitation,
    InvitationDraft,
    InvitationList,
    ListDraft,
)
from backend.domain.joining.list_report import Line, Report
from backend.domain.members.models import Member
from backend.domain.notifications.models import Letter

INVITED = "amina@gmail.com"


def draft(**given: Any) -> InvitationDraft:
    return InvitationDraft.model_validate({"email": INVITED} | given)


def invites(db: Session, settings: Settings, me: Member, **given: Any) -> Invitation:
    """Somebody invites Amina, or whom else is named."""
    sent = inviting.invite(db, settings, me, draft(**given))
    db.commit()
    return sent


def letters_of_invitation(db: Session, address: str = INVITED) -> list[Letter]:
    wanted = select(Letter).where(col(Letter.event) == "invitation", col(Letter.address) == address)
    return list(db.exec(wanted.order_by(col(Letter.id))))


def link(db: Session, address: str = INVITED) -> str:
    """The address to which the newest letter of invitation leads."""
    return f"/invitations/{letters_of_invitation(db, address)[-1].facts['token']}"


def checked(db: Session, me: Member, text: str = "", raw: bytes | None = None) -> InvitationList:
    kept = listing.read(db, me, ListDraft(text=text), raw)
    db.commit()
    return kept


def report(db: Session, me: Member, text: str = "", raw: bytes | None = None) -> list[Line]:
    """What is said of each line of a list."""
    return list(Report.of(checked(db, me, text, raw).lines).lines)
