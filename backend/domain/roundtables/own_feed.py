"""The secret address at which a member's calendar finds their roundtables.

There is one at a time. It is shown when it is made and kept as a hash; a new one ends the old one,
and who is suspended or gone has none that answers. Whoever knows it reads what its owner may see
as a member: no role of theirs works there, since nothing proves who asks.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Field, Session, SQLModel, col, select, update

from backend.core import clock, tokens
from backend.core.db import UtcDateTime
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain.members.models import Member
from backend.domain.members.policy import takes_part
from backend.domain.members.queries import taking_part

NOTED = timedelta(hours=1)
"""How exactly we note when it was asked last."""
ROLES = frozenset({"convener", "lead", "curator", "host"})


class CalendarFeed(SQLModel, table=True):
    """A member's secret address; only the hash of what is secret in it."""

    __tablename__ = "calendar_feed"

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When a calendar asked last."""

    @property
    def is_to_be_noted(self) -> bool:
        return self.seen_at is None or clock.now() - self.seen_at >= NOTED


def mine(db: Session, me: Member) -> CalendarFeed | None:
    return db.get(CalendarFeed, me.id)


def renew(db: Session, me: Member) -> str:
    """A new secret, shown this once; the one before opens nothing any more."""
    takes_part(me).insist()
    stop(db, me)
    token = tokens.new_token()
    db.add(CalendarFeed(member_id=me.id, token_hash=tokens.hashed(token)))
    db.flush()
    return token


def stop(db: Session, me: Member) -> None:
    """From now on nothing is found there."""
    if kept := mine(db, me):
        db.delete(kept)
        db.flush()


def owner(db: Session, token: str) -> tuple[Member, CalendarFeed]:
    """Whose it is; NotFound alike for what never was, what ended, and who takes no part."""
    found = db.exec(
        select(Member, CalendarFeed)
        .join(CalendarFeed, col(CalendarFeed.member_id) == col(Member.id))
        .where(col(CalendarFeed.token_hash) == tokens.hashed(token), taking_part())
    ).first()
    if found is None:
        raise NotFound(_("There is no such calendar."))
    member, feed = found
    member.hold_back(ROLES)
    return member, feed


def note(db: Session, token: str) -> None:
    """Note that a calendar has just asked."""
    used = update(CalendarFeed).where(col(CalendarFeed.token_hash) == tokens.hashed(token))
    db.exec(used.values(seen_at=clock.now()))
