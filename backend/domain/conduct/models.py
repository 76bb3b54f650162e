"""The pages that bind everybody, kept by conveners: the code of conduct, and what is done with data.

Each is kept in versions, never changed afterwards; each version may be read in several languages.
Version 0 is what the program itself brings, until the conveners publish one of their own.
"""

from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.i18n import N_
from backend.core.ids import new_id
from backend.core.text import Line, Prose
from backend.core.tongues import Tongue

PageName: TypeAlias = Literal["conduct", "privacy"]

TITLES: dict[PageName, str] = {"conduct": N_("Code of conduct"), "privacy": N_("Privacy")}


class VersionDraft(SQLModel):
    """What a convener wants the page to say from now on."""

    body: Prose = Field(min_length=40, max_length=30_000)
    language: Tongue = "en"
    change: Line = Field(min_length=8, max_length=300)
    """What is different from the version before, for those who have read that."""
    must_accept: bool = False
    """Whether everybody has to accept it before they write anything again."""
    after: int = Field(ge=0, le=1_000_000)
    """The number of the version that this one changes: two who edit at once don't undo each other."""


class TranslationDraft(SQLModel):
    """The newest version in one language more, or that language's words anew."""

    body: Prose = Field(min_length=40, max_length=30_000)
    language: Tongue
    number: int = Field(ge=1, le=1_000_000)
    """The version that was translated."""


class AcceptanceDraft(SQLModel):
    """Which version somebody has read and accepts."""

    number: int = Field(ge=0, le=1_000_000)


class Version(SQLModel, table=True):
    """One version of a page, as it was published."""

    __tablename__ = "conduct_version"
    __table_args__ = (
        CheckConstraint(one_of("page", *TITLES), "page"),
        UniqueConstraint("page", "number"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    page: str = Field(max_length=12)
    number: int
    language: str = Field(max_length=12)
    """The language that it was written in; the others are translations."""
    change: str = Field(max_length=300)
    must_accept: bool = False
    published_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    by_id: UUID = Field(foreign_key="member.id", index=True)


class Wording(SQLModel, table=True):
    """What a version says in one language (Markdown)."""

    __tablename__ = "conduct_wording"

    version_id: UUID = Field(foreign_key="conduct_version.id", primary_key=True)
    language: str = Field(max_length=12, primary_key=True)
    body: str = Field(max_length=30_000)


class Acceptance(SQLModel, table=True):
    """That a member has accepted a version, and when."""

    __tablename__ = "conduct_acceptance"
    __table_args__ = (CheckConstraint(one_of("page", *TITLES), "page"),)

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    page: str = Field(max_length=12, primary_key=True)
    number: int = Field(primary_key=True)
    at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
