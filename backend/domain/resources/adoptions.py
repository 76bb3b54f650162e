"""That a city uses a resource: said once for it, by any of its people, and changed over time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.i18n import N_
from backend.core.text import Prose
from backend.domain.subjects import Subject

STATES: Mapping[str, str] = {
    "considers": N_("Considers it"),
    "pilots": N_("Pilots it"),
    "uses": N_("Uses it"),
    "adapted": N_("Has adapted it"),
}
USING = ("pilots", "uses", "adapted")
"""The states that count as use: who considers something has not begun."""

State: TypeAlias = Literal["considers", "pilots", "uses", "adapted"]


class AdoptionWords(SQLModel):
    words: Prose = Field(default="", max_length=1_000)
    """What happened there: what was changed, what came of it."""


class AdoptionDraft(AdoptionWords):
    state: State


class Adoption(AdoptionWords, Subject, table=True):
    """Its author is whoever of the city spoke last."""

    __tablename__ = "adoption"
    __table_args__ = (
        UniqueConstraint("resource_id", "city_id"),
        CheckConstraint(one_of("state", *STATES), "state"),
    )

    resource_id: UUID = Field(foreign_key="resource.id")
    city_id: UUID = Field(foreign_key="city.id", index=True)
    state: str = Field(max_length=10)
    said_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    """When the city first said so."""
    since: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    """When it came to the state that it is in."""

    @property
    def is_use(self) -> bool:
        return self.state in USING
