"""What a member asked of us about their own data, and what we told them about an unused account."""

from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime
from backend.core.ids import new_id
from backend.core.text import Line

TRIES = 5
"""How often an archive is tried before it is given up."""

Choice: TypeAlias = Literal["leave", "take"]


class ErasureDraft(SQLModel):
    """What becomes of the contributions, and that it is really meant."""

    choice: Choice
    """Leave them under "a former member", or take them away too."""
    email: Line = Field(default="", max_length=254)
    """One's own address, typed again."""


class Archive(SQLModel, table=True):
    """Everything held on a member in one file: asked for, made by the worker, gone after a while."""

    __tablename__ = "archive"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    asked_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    tries: int = 0
    made_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    sha256: str = Field(default="", max_length=64, index=True)
    """Under which the archives' own shelf has it."""
    size: int = 0

    @property
    def is_ready(self) -> bool:
        return self.made_at is not None

    @property
    def is_given_up(self) -> bool:
        return self.made_at is None and self.tries >= TRIES


class Erasure(SQLModel, table=True):
    """A member's wish to be forgotten. Whoever signs in after it was said takes it back."""

    __tablename__ = "erasure"

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    takes_away: bool
    asked_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime, index=True)


class UnusedWarning(SQLModel, table=True):
    """That somebody was told how long their account has not been used, and when it ends."""

    __tablename__ = "unused_warning"

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    first_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    last_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the last letter before the end was sent."""
