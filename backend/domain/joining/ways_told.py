"""A letter whenever the ways into an account change: whoever did not do it hears of it."""

from sqlmodel import Session

from backend.domain.members.models import Member
from backend.domain.members.queries import deciders
from backend.domain.moderation import log
from backend.domain.notifications.actions import tell as tell_members
from backend.domain.notifications.actions import write_to


def tell(db: Session, member: Member, what: str, *, name: str) -> None:
    """What happened to the way in of that name, and what to do for who didn't do it."""
    facts = {"name": name, "warns": True}
    write_to(db, member.email, f"way_in.{what}", facts, language=member.language or "en")


def tell_colleagues(db: Session, member: Member) -> None:
    """Somebody's role rests on a first passkey, made after signing in by mail alone.

    Whoever reads their mail could have made it: so all conveners hear of it, and the log keeps it.
    """
    log.append(db, member.id, "first_passkey", ("member", member.id))
    facts = {"name": member.name}
    colleagues = deciders(db, None) - {member.id}
    tell_members(db, colleagues, "member.first_passkey", ("member", member.id), facts)
