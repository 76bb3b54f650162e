"""One’s own tokens for programs: made at a page, listed, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func
from sqlalchemy import select as columns
from sqlmodel import Field, Session, SQLModel, col, update

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import Conflict, NotFound
from backend.core.i18n import _, ngettext
from backend.core.locks import alone
from backend.core.text import Line
from backend.domain.joining import ways_told
from backend.domain.members import sessions
from backend.domain.members.models import ApiToken, Member

MOST = 20
"""Tokens of one member that can be used at a time."""


class TokenDraft(SQLModel):
    """What a program may do for its member, and for how long."""

    name: Line = Field(min_length=1, max_length=80)
    scope: Literal["read", "write"] = "read"
    days: int = Field(default=90, ge=1, le=366)


@dataclass(frozen=True, slots=True)
class OwnToken:
    """One of a member's own tokens: all but the token, which nobody can show again."""

    id: UUID
    name: str
    scope: str
    made_at: datetime
    seen_at: datetime | None
    expires_at: datetime


def mine(db: Session, me: Member) -> Sequence[OwnToken]:
    """My tokens that can be used, the newest first."""
    wanted = (
        columns(*(getattr(ApiToken, name) for name in OwnToken.__dataclass_fields__))
        .where(_usable(me))
        .order_by(col(ApiToken.id).desc())
        .limit(MOST)
    )
    return [OwnToken(*row) for row in rows(db, wanted)]


def make(db: Session, me: Member, draft: TokenDraft, *, strong_at: datetime | None = None) -> str:
    """A new token of mine: shown this once. It can do no more than the browser it is made in."""
    alone(db, f"tokens of {me.id}")
    count = rows(db, columns(func.count()).select_from(ApiToken).where(_usable(me))).scalar_one()
    if count >= MOST:
        raise Conflict(
            ngettext(
                "You have {count} token already. End one first.",
                "You have {count} tokens already. End one first.",
                MOST,
            )
        )
    ways_told.tell(db, me, "token_made", name=draft.name)
    return sessions.grant(
        db, me, draft.scope, days=draft.days, name=draft.name, strong_at=strong_at
    )


def end(db: Session, me: Member, token_id: UUID) -> None:
    """Let this token of mine open nothing any more."""
    this = update(ApiToken).where(_usable(me), col(ApiToken.id) == token_id)
    if db.exec(this.values(ended_at=clock.now())).rowcount != 1:
        raise NotFound(_("There is no such token any more."))


def _usable(me: Member) -> ColumnElement[bool]:
    return and_(
        col(ApiToken.member_id) == me.id,
        col(ApiToken.ended_at).is_(None),
        col(ApiToken.expires_at) > clock.now(),
    )
