from datetime import datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from pydantic import BeforeValidator, TypeAdapter
from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.i18n import N_
from backend.core.ids import new_id
from backend.core.text import Line, Prose
from backend.domain.members.emails import Email

How: TypeAlias = Literal["domain", "mail", "invitation", "lead", "convener", "operator"]

HOWS: dict[str, str] = {
    "domain": N_("by the e-mail address"),
    "mail": N_("by a letter to the official address"),
    "invitation": N_("by an invitation from {name}"),
    "lead": N_("by the city’s lead {name}"),
    "convener": N_("by the convener {name}"),
    "operator": N_("by those who run this network"),
}
"""What somebody's word rests on when they say where they work."""

MOST_OPEN = 6
"""Bodies that somebody works for at one time, those included that nobody has verified yet."""

ENDS = ("left", "moved", "removed", "refused")

OPEN = "ended_at IS NULL"
NEEDING = f"{OPEN} AND (verified_at IS NULL OR lapsed_at IS NOT NULL OR warned_at IS NOT NULL)"
"""What somebody should look at, as `queries.needing` asks."""


def _address(value: object) -> object:
    return TypeAdapter(Email).validate_python(value) if value else ""


class ReasonDraft(SQLModel):
    """Why somebody decides about an affiliation; its member reads it."""

    reason: Prose = Field(min_length=10, max_length=2_000)


class AddressDraft(SQLModel):
    """The official address that a letter with a link goes to."""

    address: Email = Field(min_length=1)


class ClaimDraft(SQLModel):
    """For whom somebody works too, or works now."""

    city: Line = Field(min_length=1, max_length=120)
    """The city or the organisation as it was typed."""
    place: str = Field(default="", max_length=20)
    """The number of the place that was chosen for it, or `other`."""
    title: Line = Field(default="", max_length=120)
    department: Line = Field(default="", max_length=120)
    address: Annotated[str, BeforeValidator(_address)] = Field(default="", max_length=254)
    """An official address there; without one, somebody has to vouch."""
    moves: bool = False
    """It takes the place of the main one, which ends with it."""


class OfferDraft(SQLModel):
    """To whom something that was left is offered."""

    to: Line = Field(min_length=1, max_length=80)
    """By their slug."""


class Affiliation(SQLModel, table=True):
    """A member who works for a body: a city, or an organisation by its name.

    Facts carry their time: not yet `verified_at`, a claim; `lapsed_at`, one that nobody vouches
    for any more; `ended_at`, one that is over and stays as history.
    """

    __tablename__ = "affiliation"
    __table_args__ = (
        CheckConstraint(one_of("how", "", *HOWS), "how"),
        CheckConstraint(one_of("ended_why", "", *ENDS), "ended_why"),
        CheckConstraint("city_id IS NOT NULL OR body <> ''", "body"),
        Index(
            "uq_affiliation_main",
            "member_id",
            unique=True,
            sqlite_where=text(f"is_main AND {OPEN}"),
            postgresql_where=text(f"is_main AND {OPEN}"),
        ),
        Index(
            "uq_affiliation_city",
            "member_id",
            "city_id",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        # The few among the many that nobody has to look at.
        Index(
            "ix_affiliation_needing",
            "id",
            sqlite_where=text(NEEDING),
            postgresql_where=text(NEEDING),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    city_id: UUID | None = Field(default=None, foreign_key="city.id", index=True)
    body: str = Field(default="", max_length=120)
    """What it is called, where it is no city of the network, or none yet."""
    place_id: int | None = None
    """The place of the gazetteer; its city may come to exist only when this is verified."""
    title: str = Field(default="", max_length=120)
    department: str = Field(default="", max_length=120)
    address: str = Field(default="", max_length=254)
    """The official address that proved it, if one did. Shown to nobody but its member."""
    how: str = Field(default="", max_length=10)
    verified_by_id: UUID | None = Field(default=None, foreign_key="member.id")
    verified_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    reason: str = Field(default="", max_length=2_000)
    """What whoever decided wrote to its member."""
    is_main: bool = False
    """The one by which the member acts and sees. There is at most one that is open."""
    replaces_main: bool = False
    """A claim that becomes the main one when it is verified, and ends the one before: a move."""
    began_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    warned_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lapsed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_why: str = Field(default="", max_length=8)

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def holds(self) -> bool:
        """Whether somebody vouches for it now."""
        return self.ended_at is None and self.verified_at is not None and self.lapsed_at is None


class AffiliationProof(SQLModel, table=True):
    """A link in a letter to an official address. Only its hash is kept."""

    __tablename__ = "affiliation_proof"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    affiliation_id: UUID = Field(foreign_key="affiliation.id", index=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    address: str = Field(max_length=254, index=True)
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Handover(SQLModel, table=True):
    """One thing that somebody who left had in hand for a city, until a colleague takes it over."""

    __tablename__ = "handover"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    affiliation_id: UUID = Field(foreign_key="affiliation.id", index=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    """Who left it."""
    city_id: UUID = Field(foreign_key="city.id", index=True)
    kind: str = Field(max_length=20)
    subject_id: UUID
    title: str = Field(max_length=200)
    slug: str = Field(max_length=80)
    opened_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime, index=True)
    """When it goes to the city's lead, if nobody has taken it over."""
    offered_to_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    taken_by_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    unclaimed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When conveners were told that it is due, and that the city has no lead."""

    @property
    def is_open(self) -> bool:
        return self.taken_at is None
