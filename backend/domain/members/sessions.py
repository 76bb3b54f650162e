"""Who a browser or a program is: tokens in, members out. Only hashes are kept and compared."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core import clock, tokens
from backend.core.db import rows
from backend.domain.cities.models import City
from backend.domain.members.models import ApiToken, BrowserSession, Member


@dataclass(frozen=True, slots=True)
class Caller:
    """A known caller, and whether it may write (a read-only token may not)."""

    member: Member
    may_write: bool
    session_id: UUID | None = None
    city: str = ""
    """What the member's city is called, if they have one."""
    city_slug: str = ""
    unread: int = 0


def by_cookie(db: Session, token: str, unread: ColumnElement[int]) -> Caller | None:
    """The member whose signed-in browser carries this token, if the session still holds.

    `unread` counts, for the member's row, what the head of every page says: asked along with who
    it is, it costs no query of its own.
    """
    found = rows(
        db,
        columns(Member, col(BrowserSession.id), col(City.name), col(City.slug), unread)
        .join(BrowserSession, col(BrowserSession.member_id) == col(Member.id))
        .outerjoin(City, col(City.id) == col(Member.city_id))
        .where(
            col(BrowserSession.token_hash) == tokens.hashed(token),
            col(BrowserSession.expires_at) > clock.now(),
            col(BrowserSession.ended_at).is_(None),
            col(Member.erased_at).is_(None),
        ),
    ).first()
    if found is None:
        return None
    member, session_id, city, slug, count = found
    return Caller(
        member,
        may_write=True,
        session_id=session_id,
        city=city or "",
        city_slug=slug or "",
        unread=count,
    )


def by_bearer(db: Session, token: str) -> Caller | None:
    """The member for whom a program with this token acts."""
    found = db.exec(
        select(Member, col(ApiToken.scope))
        .join(ApiToken, col(ApiToken.member_id) == col(Member.id))
        .where(
            col(ApiToken.token_hash) == tokens.hashed(token),
            col(ApiToken.expires_at) > clock.now(),
            col(ApiToken.ended_at).is_(None),
            col(Member.erased_at).is_(None),
        )
    ).first()
    return Caller(found[0], may_write=found[1] == "write") if found else None


def start(db: Session, member: Member, *, device: str = "", days: int = 30) -> str:
    """Sign a browser in: the token for its cookie, shown this once."""
    token = tokens.new_token()
    db.add(
        BrowserSession(
            token_hash=tokens.hashed(token),
            member_id=member.id,
            device=device[:200],
            expires_at=clock.now() + timedelta(days=days),
        )
    )
    return token


def end(db: Session, session_id: UUID) -> None:
    """Sign a browser out."""
    session = db.get(BrowserSession, session_id)
    if session is not None:
        session.ended_at = clock.now()


def grant(db: Session, member: Member, scope: str, *, days: int = 90) -> str:
    """A token for a program: shown this once."""
    token = tokens.new_token()
    db.add(
        ApiToken(
            token_hash=tokens.hashed(token),
            member_id=member.id,
            scope=scope,
            expires_at=clock.now() + timedelta(days=days),
        )
    )
    return token
