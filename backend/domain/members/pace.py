"""How much one member posts in an hour. Each post writes to many: what nobody types is not sent."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import TooMany
from backend.core.i18n import _
from backend.domain.members.models import Member

HOUR = timedelta(hours=1)
NEW = timedelta(days=14)
"""So long after being admitted somebody is new, and may do less."""
MOST = {"challenge": (30, 10), "resource": (60, 20), "answer": (300, 60), "message": (300, 60)}
"""Of each kind in an hour; and of those who are new."""


def is_new(me: Member) -> bool:
    return me.admitted_at is None or me.admitted_at > clock.now() - NEW


def insist(db: Session, me: Member, model: Any) -> None:
    """TooMany for who has posted enough of these for now; `model` has an author and a time."""
    now = clock.now()
    usual, if_new = MOST[model.__tablename__]
    posted_at = col(model.posted_at)
    enough = (
        columns(posted_at)
        .where(col(model.author_id) == me.id, posted_at > now - HOUR)
        .order_by(posted_at.desc())
        .offset((if_new if is_new(me) else usual) - 1)
        .limit(1)
    )
    first = rows(db, enough).scalar()
    if first is not None:
        again_in = int((first + HOUR - now).total_seconds()) + 1
        raise TooMany(
            _("You have posted very much within an hour. Please go on a little later."), again_in
        )
