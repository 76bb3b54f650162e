"""Which quotes of a roundtable in sight somebody reads who doesn't run it, as SQL."""

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from backend.domain.members.models import Actor
from backend.domain.roundtables.quotes import Quote


def visible_to(me: Actor) -> ColumnElement[bool]:
    """What participants agreed to and is shown; and one's own words."""
    told = and_(col(Quote.shown_at).is_not(None), col(Quote.consent) == "agreed")
    return or_(told, col(Quote.member_id) == me.id) if me.id else told
