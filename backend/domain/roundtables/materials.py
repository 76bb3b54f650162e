"""What belongs to a meeting: papers before it, slides and recordings after it, with their consent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel, col

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.i18n import N_
from backend.core.ids import new_id
from backend.core.links import LONGEST
from backend.core.text import Line
from backend.domain.resources import files

SORTS: Mapping[str, str] = {
    "paper": N_("Material"),
    "slides": N_("Slides"),
    "recording": N_("Recording"),
}
SAYS = ("", "yes", "no")
MOST = 40
"""Things that one meeting can have."""
MOST_ASKED = 60


class MaterialDraft(SQLModel):
    """A link, a resource of the library, or a file that was taken in before."""

    sort: Literal["paper", "slides", "recording"] = "paper"
    title: Line = Field(min_length=3, max_length=160)
    link: Line = Field(default="", max_length=2 * LONGEST)
    resource: Line = Field(default="", max_length=200)
    """Its address, or the last piece of it."""
    file_id: UUID | None = None
    asked: Line = Field(default="", max_length=2_000)
    """Whom to ask for consent: profiles by their addresses, with commas between."""
    consent_by: Line = Field(default="", max_length=200)
    """Who gave their consent already, and how, in the words of who attaches it."""


class ConsentDraft(SQLModel):
    says: Literal["yes", "no"]


class Material(SQLModel, table=True):
    """One thing that belongs to a meeting."""

    __tablename__ = "material"
    __table_args__ = (
        CheckConstraint(one_of("sort", *SORTS), "sort"),
        CheckConstraint(
            "(CASE WHEN link = '' THEN 0 ELSE 1 END)"
            " + (CASE WHEN file_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN resource_id IS NULL THEN 0 ELSE 1 END) = 1",
            "one_place",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    roundtable_id: UUID = Field(foreign_key="roundtable.id", index=True)
    sort: str = Field(max_length=9)
    title: str = Field(max_length=160)
    link: str = Field(default="", max_length=LONGEST)
    file_id: UUID | None = Field(default=None, foreign_key="stored_file.id", unique=True)
    resource_id: UUID | None = None
    """It may be gone since: then only its title is left here."""
    by_id: UUID = Field(foreign_key="member.id", index=True)
    added_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    consent_by: str = Field(default="", max_length=200)


class MaterialConsent(SQLModel, table=True):
    """That somebody was asked whether slides or a recording of them may be shown."""

    __tablename__ = "material_consent"
    __table_args__ = (CheckConstraint(one_of("says", *SAYS), "says"),)

    material_id: UUID = Field(foreign_key="material.id", primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", primary_key=True, index=True)
    asked_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    says: str = Field(default="", max_length=3)
    """Empty while they haven't said."""
    said_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


files.also_used(col(Material.file_id))
