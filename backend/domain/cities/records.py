"""What was said of cities, one line a time: nothing is changed, the newest line counts."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.domain.cities.attributes import ATTRIBUTES
from backend.domain.cities.models import PRINCIPLE_NAMES, STAGES
from backend.domain.subjects import Subject


class CityFact(Subject, table=True):
    """One fact of a city as it was said once, with its source and its date."""

    __tablename__ = "city_fact"
    __table_args__ = (
        CheckConstraint(one_of("kind", *ATTRIBUTES), "kind"),
        Index("ix_city_fact_city_id_kind_id", "city_id", "kind", "id"),
    )

    city_id: UUID = Field(foreign_key="city.id")
    kind: str = Field(max_length=12)
    value: str = Field(default="", max_length=300)
    """As `attributes` writes it; empty where the city took back what it said."""
    unit: str = Field(default="", max_length=3)
    source: str = Field(default="", max_length=120)
    """Who says so; empty: the city itself."""
    link: str = Field(default="", max_length=300)
    as_of: date
    said_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class OpennessStep(Subject, table=True):
    """What a city said of one principle once; `Openness` is what it says now."""

    __tablename__ = "openness_step"
    __table_args__ = (
        CheckConstraint(one_of("stage", *STAGES), "stage"),
        CheckConstraint(one_of("principle", *PRINCIPLE_NAMES), "principle"),
        Index("ix_openness_step_city_id_principle_id", "city_id", "principle", "id"),
    )

    city_id: UUID = Field(foreign_key="city.id")
    principle: str = Field(max_length=16)
    stage: str = Field(max_length=12)
    words: str = Field(default="", max_length=400)
    link: str = Field(default="", max_length=300)
    said_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
