from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.ids import new_id

KINDS = ("challenges", "cities", "people", "resources", "roundtables", "search", "twinnings")
ALERTS = ("mail", "here", "off")
"""What is new is told here and once a day by mail, only here, or not at all."""


class SavedSearch(SQLModel, table=True):
    """A list as a member asked for it, under a name of theirs."""

    __tablename__ = "saved_search"
    __table_args__ = (
        CheckConstraint(one_of("kind", *KINDS), "kind"),
        CheckConstraint(one_of("alert", *ALERTS), "alert"),
        UniqueConstraint("member_id", "kind", "query"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(max_length=32, unique=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    name: str = Field(max_length=80)
    kind: str = Field(max_length=12)
    query: str = Field(max_length=1_500)
    """What stands behind the question mark of its address."""
    alert: str = Field(default="mail", max_length=4)
    shared_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Since when every convener can run it."""
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    looked_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    """When its owner ran it last: what was found before is not news to them."""
    checked_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime, index=True)
    mailed_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class SavedSearchMatch(SQLModel, table=True):
    """What a saved search has found since it was saved: each is told once."""

    __tablename__ = "saved_search_match"

    search_id: UUID = Field(foreign_key="saved_search.id", primary_key=True)
    kind: str = Field(max_length=40, primary_key=True)
    subject_id: UUID = Field(primary_key=True, index=True)
    found_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it was put into a letter, or seen before that."""
