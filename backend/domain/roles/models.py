from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from pydantic import BeforeValidator
from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.i18n import N_
from backend.core.ids import new_id
from backend.core.text import Line, Prose, last_part

Role: TypeAlias = Literal["lead", "curator", "host"]

SCOPES: dict[str, str] = {"lead": "city", "curator": "topic", "host": "roundtable"}
"""Each role, and of what kind of thing it holds."""

NAMES: dict[str, str] = {
    "lead": N_("Leads {scope}"),
    "curator": N_("Curates {scope}"),
    "host": N_("Hosts {scope}"),
}

OPEN = "ended_at IS NULL"


def _last_part(typed: object) -> object:
    """What is pasted is mostly a whole address."""
    return last_part(typed).lower() if isinstance(typed, str) else typed


Ending: TypeAlias = Annotated[Line, BeforeValidator(_last_part)]
"""The end of a page's address, where people and things are told apart."""


class GrantDraft(SQLModel):
    """To whom a role is given, for what, and why."""

    member: Ending = Field(min_length=1, max_length=80)
    """By their slug."""
    role: Role
    scope: Ending = Field(default="", max_length=80)
    """The slug of the topic or the roundtable; a lead leads the city they work for."""
    until: date | None = None
    """The last day on which it holds; none: until somebody ends it."""
    reason: Prose = Field(min_length=10, max_length=2_000)


class EndDraft(SQLModel):
    """Why a role ends; whoever held it reads this."""

    reason: Prose = Field(min_length=10, max_length=2_000)


class RoleGrant(SQLModel, table=True):
    """A role that a member holds, or has held."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint(one_of("role", *SCOPES), "role"),
        Index(
            "uq_role_grant_open",
            "member_id",
            "role",
            "scope_id",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    role: str = Field(max_length=8)
    scope_id: UUID = Field(index=True)
    """Of the kind that the role says."""
    granted_by_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    """Nobody, where the operator did."""
    granted_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
