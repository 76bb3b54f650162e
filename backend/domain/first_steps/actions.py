from sqlmodel import Session

from backend.core import clock
from backend.domain.first_steps import policy
from backend.domain.members.models import Member


def put_away(db: Session, me: Member) -> None:
    """Show the first steps no more."""
    policy.may_put_away(me).insist()
    me.first_steps_over_at = me.first_steps_over_at or clock.now()
    db.add(me)


def take_out(db: Session, me: Member) -> None:
    """Show them again, while there is one to take."""
    policy.may_put_away(me).insist()
    me.first_steps_over_at = None
    db.add(me)
