"""A letter whenever the ways into an account change: whoever did not do it hears of it."""

from sqlmodel import Session

from backend.domain.members.models import Member
from backend.domain.notifications.actions import write_to


def tell(db: Session, member: Member, what: str, *, name: str) -> None:
    """What happened to the way in of that name, and what to do for who didn't do it."""
    facts = {"name": name, "warns": True}
    write_to(db, member.email, f"way_in.{what}", facts, language=member.language or "en")
