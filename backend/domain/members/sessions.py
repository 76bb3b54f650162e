"""Signed-in browsers and programs: begun, listed, ended. Only hashes of their tokens are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col, select, update

from backend.core import clock, tokens
from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain.members.models import ApiToken, BrowserSession, Member

MOST = 30
"""Signed-in browsers of one member. Another one signs the longest unused out."""
BY_OPERATOR = ""
"""What a token is called that no member named."""


@dataclass(frozen=True, slots=True)
class Device:
    """What signs in, as it calls itself, and roughly where it is."""

    agent: str = ""
    network: str = ""


@dataclass(frozen=True, slots=True)
class SignedInBrowser:
    """One of a member's own sessions, as they may see it."""

    id: UUID
    device: str
    network: str
    made_at: datetime
    seen_at: datetime
    expires_at: datetime
    strong_at: datetime | None


def start(
    db: Session,
    member: Member,
    *,
    device: Device | None = None,
    days: int = 30,
    strong: bool = False,
) -> str:
    """Sign a browser in: the token for its cookie, shown this once. `strong`: by a passkey."""
    seen = device or Device()
    token = tokens.new_token()
    _make_room(db, member.id)
    db.add(
        BrowserSession(
            token_hash=tokens.hashed(token),
            member_id=member.id,
            device=seen.agent[:200],
            network=seen.network,
            strong_at=clock.now() if strong else None,
            expires_at=clock.now() + timedelta(days=days),
        )
    )
    return token


def mine(db: Session, me: Member, idle: timedelta) -> Sequence[SignedInBrowser]:
    """The browsers in which I am signed in, the last used first."""
    wanted = (
        columns(
            *(getattr(BrowserSession, name) for name in SignedInBrowser.__dataclass_fields__),
        )
        .where(col(BrowserSession.member_id) == me.id, HOLDS)
        .order_by(col(BrowserSession.seen_at).desc(), col(BrowserSession.id).desc())
        .limit(MOST)
    )
    return [SignedInBrowser(*row) for row in rows(db, wanted, moments(idle))]


def end(db: Session, session_id: UUID) -> None:
    """Sign a browser out."""
    session = db.get(BrowserSession, session_id)
    if session is not None:
        session.ended_at = clock.now()


def end_mine(db: Session, me: Member, session_id: UUID) -> None:
    """Sign one of my browsers out; it is out with its next request."""
    if not _ended(db, me, col(BrowserSession.id) == session_id):
        raise NotFound(_("You are not signed in there any more."))


def end_others(db: Session, me: Member, but: UUID | None) -> int:
    """Sign all my browsers out but this one; how many that were."""
    others = col(BrowserSession.id) != but if but else col(BrowserSession.id).is_not(None)
    return _ended(db, me, others)


def weaken(db: Session, member: Member, but: UUID | None) -> None:
    """What a passkey has confirmed is confirmed no more: it may have been the one that is gone.

    Browsers but this one confirm anew, and programs do what a member may until their tokens are
    made anew. What the operator handed over stands: no passkey made it strong.
    """
    browsers = update(BrowserSession).where(col(BrowserSession.member_id) == member.id)
    if but is not None:
        browsers = browsers.where(col(BrowserSession.id) != but)
    programs = update(ApiToken).where(
        col(ApiToken.member_id) == member.id, col(ApiToken.name) != BY_OPERATOR
    )
    for strong in (browsers, programs):
        db.exec(strong.values(strong_at=None).execution_options(synchronize_session=False))


def grant(
    db: Session,
    member: Member,
    scope: str,
    *,
    days: int = 90,
    name: str = BY_OPERATOR,
    strong_at: datetime | None = None,
) -> str:
    """A token for a program: shown this once. It is as strong as what made it."""
    token = tokens.new_token()
    db.add(
        ApiToken(
            token_hash=tokens.hashed(token),
            member_id=member.id,
            scope=scope,
            name=name,
            strong_at=strong_at,
            expires_at=clock.now() + timedelta(days=days),
        )
    )
    return token


HOLDS: Final = and_(
    col(BrowserSession.ended_at).is_(None),
    col(BrowserSession.expires_at) > bindparam("now"),
    col(BrowserSession.seen_at) > bindparam("used_since"),
)
"""Neither ended, nor too old, nor unused for too long, at the `moments` that are given."""


def moments(idle: timedelta) -> dict[str, datetime]:
    now = clock.now()
    return {"now": now, "used_since": now - idle}


def _ended(db: Session, me: Member, which: ColumnElement[bool]) -> int:
    mine_still = and_(
        col(BrowserSession.member_id) == me.id, col(BrowserSession.ended_at).is_(None)
    )
    ended = db.exec(update(BrowserSession).where(mine_still, which).values(ended_at=clock.now()))
    return ended.rowcount


def _make_room(db: Session, member_id: UUID) -> None:
    """Keep one member's sessions to so many as a list can show."""
    still = and_(col(BrowserSession.member_id) == member_id, col(BrowserSession.ended_at).is_(None))
    beyond = (
        select(BrowserSession.id)
        .where(still)
        .order_by(col(BrowserSession.seen_at).desc())
        .offset(MOST - 1)
    )
    db.exec(
        update(BrowserSession)
        .where(col(BrowserSession.id).in_(beyond))
        .values(ended_at=clock.now())
        .execution_options(synchronize_session=False)
    )
