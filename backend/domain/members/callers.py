"""Who a browser or a program is: tokens in, members out. Only hashes are kept and compared."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col, update

from backend.core import clock, tokens
from backend.core.db import rows
from backend.domain.cities.models import City
from backend.domain.members.models import ApiToken, BrowserSession, Member
from backend.domain.members.sessions import HOLDS, moments
from backend.domain.topics import edition

NOTED = timedelta(minutes=5)
"""How exactly we note when a session or a token was used last: one write in so much time."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A known caller, and whether it may write (a read-only token may not)."""

    member: Member
    may_write: bool
    session_id: UUID | None = None
    token_id: UUID | None = None
    proven_at: datetime | None = None
    """When this browser last proved whose it is."""
    strong_at: datetime | None = None
    """When a passkey confirmed whose it is."""
    seen_at: datetime | None = None
    city: str = ""
    """What the member's city is called, if they have one."""
    city_slug: str = ""
    unread: int = 0
    edition: str = ""
    """Of the topics, as it is now: see `topics.edition`."""

    def is_fresh(self, minutes: int) -> bool:
        """Whether they signed in so lately that it is sure who this is."""
        lately = timedelta(minutes=minutes)
        return self.proven_at is not None and clock.now() - self.proven_at < lately

    @property
    def is_to_be_noted(self) -> bool:
        """Whether it was seen last so long ago that this time should be noted."""
        return self.seen_at is None or clock.now() - self.seen_at >= NOTED


def by_cookie(
    db: Session, token: str, unread: ColumnElement[int], idle: timedelta
) -> Caller | None:
    """The member whose signed-in browser carries this token, if the session still holds.

    `unread` counts, for the member's row, what the head of every page says: asked along with who
    it is, it costs no query of its own.
    """
    found = rows(db, _signed_in(unread), {"token": tokens.hashed(token), **moments(idle)}).first()
    if found is None:
        return None
    member, session_id, made_at, seen_at, strong_at, city, slug, count, name = found
    return Caller(
        member,
        may_write=True,
        session_id=session_id,
        proven_at=made_at,
        strong_at=strong_at,
        seen_at=seen_at,
        city=city or "",
        city_slug=slug or "",
        unread=count,
        edition=name,
    )


@lru_cache(maxsize=1)
def _signed_in(unread: ColumnElement[int]) -> Select[*tuple[Any, ...]]:
    """Whose a token is and what comes along: made once, since every page asks it first."""
    return (
        columns(
            Member,
            col(BrowserSession.id),
            col(BrowserSession.made_at),
            col(BrowserSession.seen_at),
            col(BrowserSession.strong_at),
            col(City.name),
            col(City.slug),
            unread,
            edition.now(),
        )
        .join(BrowserSession, col(BrowserSession.member_id) == col(Member.id))
        .outerjoin(City, col(City.id) == col(Member.city_id))
        .where(
            col(BrowserSession.token_hash) == bindparam("token"),
            HOLDS,
            col(Member.erased_at).is_(None),
        )
    )


def by_bearer(db: Session, token: str) -> Caller | None:
    """The member for whom a program with this token acts."""
    found = rows(
        db,
        columns(
            Member,
            col(ApiToken.id),
            col(ApiToken.scope),
            col(ApiToken.strong_at),
            col(ApiToken.seen_at),
            edition.now(),
        )
        .join(ApiToken, col(ApiToken.member_id) == col(Member.id))
        .where(
            col(ApiToken.token_hash) == tokens.hashed(token),
            col(ApiToken.expires_at) > clock.now(),
            col(ApiToken.ended_at).is_(None),
            col(Member.erased_at).is_(None),
        ),
    ).first()
    if found is None:
        return None
    member, token_id, scope, strong_at, seen_at, name = found
    return Caller(
        member,
        may_write=scope == "write",
        token_id=token_id,
        strong_at=strong_at,
        seen_at=seen_at,
        edition=name,
    )


def note(db: Session, caller: Caller, network: str) -> None:
    """Note that a session or a token has just been used, and roughly where."""
    if caller.session_id is not None:
        used = update(BrowserSession).where(col(BrowserSession.id) == caller.session_id)
        db.exec(used.values(seen_at=clock.now(), network=network))
    elif caller.token_id is not None:
        used = update(ApiToken).where(col(ApiToken.id) == caller.token_id)
        db.exec(used.values(seen_at=clock.now()))
