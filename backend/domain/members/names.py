"""What is kept of names: what each looks like, what it was before, and addresses that it had."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import true
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime
from backend.core.ids import new_id

LONGEST_SHAPE = 320
"""A letter can look like several."""


class NameShape(SQLModel, table=True):
    """What a member's name looks like (`core.names.shape`), so that others like it are found."""

    __tablename__ = "name_shape"

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    shape: str = Field(max_length=LONGEST_SHAPE, index=True)


class NameChange(SQLModel, table=True):
    """A member's name became another, or is to; with what conveners should look at, if anything."""

    __tablename__ = "name_change"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    before: str = Field(max_length=80)
    after: str = Field(max_length=80)
    at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    stands: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    """It is the name that everybody reads. Otherwise it waits, was not accepted or was taken back."""
    is_mixed: bool = False
    """Letters of one script pass for those of another."""
    twin_id: UUID | None = Field(default=None, foreign_key="member.id")
    """The member whose name this one could be taken for."""
    looked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    looked_by_id: UUID | None = Field(default=None, foreign_key="member.id")

    @property
    def is_flagged(self) -> bool:
        return self.is_mixed or self.twin_id is not None


class FormerSlug(SQLModel, table=True):
    """An address that a profile had: it leads to the new one, and nobody else gets it."""

    __tablename__ = "former_slug"

    slug: str = Field(max_length=80, primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    until: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
