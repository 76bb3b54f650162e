"""What somebody is in the network. The first convener has nobody but the operator to say so."""

from typing import Literal, TypeAlias

from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.domain.cities.actions import from_place
from backend.domain.joining import admission, places
from backend.domain.joining.admission import Word
from backend.domain.joining.models import Application
from backend.domain.members.models import Member
from backend.domain.moderation import log
from backend.domain.roles import actions as roles

Role: TypeAlias = Literal["member", "lead", "convener"]


def give(db: Session, member: Member, role: Role, *, reason: str, by: Member | None = None) -> None:
    """Make somebody a convener, the lead of their city, or a plain member; the log keeps it.

    Without `by` it is the operator who does so, and that is logged as the member's own entry.
    Whoever has applied, and waits, is admitted with it.
    """
    if member.admitted_at is None:
        _admit(db, member, reason, by)
    if role == "lead" and member.city_id is None:
        raise Rejected(
            {"role": _("{name} belongs to no city that they could lead.", name=member.name)}
        )
    member.is_convener = role == "convener"
    db.add(member)
    if role == "lead" and member.city_id is not None:
        roles.give(db, member, "lead", member.city_id, by=by)
    elif member.city_id is not None:
        roles.stop(db, member, "lead", member.city_id)
    log.append(db, (by or member).id, "role", ("member", member.id), reason=reason)


def _admit(db: Session, member: Member, reason: str, by: Member | None) -> None:
    waiting = db.exec(
        select(Application).where(
            col(Application.member_id) == member.id, col(Application.decided_at).is_(None)
        )
    ).first()
    place = places.by_id(waiting.place_id) if waiting else None
    if waiting is not None:
        waiting.decided_at, waiting.admitted, waiting.reason = clock.now(), True, reason
        waiting.decided_by_id = by.id if by else None
        db.add(waiting)
    word = Word("admit", reason, by.id) if by else Word("admit_by_operator", reason)
    admission.admit(db, member, from_place(db, place) if place else None, waiting, word)
