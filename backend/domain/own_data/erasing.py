"""The end of an account: who it was is forgotten everywhere, at once or not at all."""

from sqlmodel import Session

from backend.domain.holdings import Leaving
from backend.domain.members.models import Member
from backend.domain.own_data.everything import HOLDINGS


def erase(db: Session, member: Member, *, takes_away: bool) -> None:
    """Forget a member; their contributions go too, or stay under "a former member"."""
    leaving = Leaving(member.id, member.name, member.email, member.slug, takes_away)
    for holding in HOLDINGS:
        holding.apply(db, leaving)
