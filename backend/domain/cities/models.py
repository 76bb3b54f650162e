from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator
from sqlalchemy import CheckConstraint, Column, Index, String
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.ids import new_id
from backend.core.text import Line, Prose

STAGES = ("not_started", "exploring", "practising", "leading")
UNSAID = ""
"""Instead of a stage, where a city has said nothing of a principle."""
PRINCIPLE_NAMES = ("government", "data", "innovation", "infrastructure", "standards", "source")
"""The six principles in ring order, as openness names them; the topic is "open-" and the name."""


class City(SQLModel, table=True):
    """A local authority and its place."""

    __tablename__ = "city"
    __table_args__ = (
        # Along them those of a region or country are listed by name, and the newest counted.
        Index("ix_city_region_folded_id", "region", "folded", "id"),
        Index("ix_city_country_folded_id", "country", "folded", "id"),
        Index("ix_city_region_id", "region", "id"),
        Index("ix_city_country_id", "country", "id"),
        # Along them the largest are found: of all, of a region, of a country.
        Index("ix_city_population_id", "population", "id"),
        Index("ix_city_region_population_id", "region", "population", "id"),
        Index("ix_city_country_population_id", "country", "population", "id"),
        # Those of one climate are a few of all.
        Index("ix_city_climate_id", "climate", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    geonames_id: int | None = Field(default=None, unique=True)
    name: str = Field(max_length=120)
    folded: str = Field(max_length=120, index=True)
    """The name without case and accents, as lists are sorted and searched."""
    country: str = Field(max_length=2)
    """ISO 3166-1 alpha-2."""
    subdivision: str = Field(default="", max_length=120)
    """The state, province or region, by name."""
    region: str = Field(max_length=40)
    """The UN region's code: africa, asia, europe, latin_america, northern_america, oceania."""
    latitude: float
    longitude: float
    zone: str = Field(max_length=64)
    """IANA time zone."""
    rests_on: str = Field(default="", max_length=7)
    """The days of the week on which its offices rest, such as "56" (Monday is 0), where that is
    otherwise than in its country."""
    population: int | None = None
    website: str = Field(default="", max_length=300)
    portal: str = Field(default="", max_length=300)
    """The address of its open-data portal."""
    climate: str = Field(default="", max_length=3, sa_column_kwargs={"server_default": ""})
    """By the letters of Köppen and Geiger. This and what stands above it, from `population` on,
    follow the facts of the city, for lists to read, as its languages do: `saying.settle_fact`."""
    joined_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime, index=True)


class CityName(SQLModel, table=True):
    """What a city is called, in any spelling and alphabet."""

    __tablename__ = "city_name"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    city_id: UUID = Field(foreign_key="city.id", index=True)
    words: str = Field(max_length=200)
    folded: str = Field(max_length=200, index=True)


class NameStart(SQLModel, table=True):
    """A city's name from one of its words on, folded: so it is found by what somebody types."""

    __tablename__ = "city_name_start"

    # By bytes, whatever the database's language: so all that begin alike stand side by side.
    folded: str = Field(
        sa_column=Column(
            String(200).with_variant(String(200, collation="C"), "postgresql"), primary_key=True
        )
    )
    city_id: UUID = Field(foreign_key="city.id", primary_key=True, index=True)


class CityLanguage(SQLModel, table=True):
    """A language in which a city's authorities work."""

    __tablename__ = "city_language"
    __table_args__ = (Index("ix_city_language_language_city_id", "language", "city_id"),)

    city_id: UUID = Field(foreign_key="city.id", primary_key=True)
    language: str = Field(max_length=12, primary_key=True)
    """BCP 47, as CLDR writes it."""
    position: int
    """Its place in the order in which the city names them."""


class CityDomain(SQLModel, table=True):
    """An e-mail domain that belongs to a city: who writes from it works there."""

    __tablename__ = "city_domain"

    city_id: UUID = Field(foreign_key="city.id", primary_key=True)
    domain: str = Field(max_length=253, primary_key=True, index=True)
    """Lower case, in its ASCII (IDNA) form."""


class CityPriority(SQLModel, table=True):
    """One of up to six topics that matter most to a city, in its order."""

    __tablename__ = "city_priority"
    # Along it those that put a topic highest are found.
    __table_args__ = (Index("ix_city_priority_topic_id_position", "topic_id", "position"),)

    city_id: UUID = Field(foreign_key="city.id", primary_key=True)
    topic_id: UUID = Field(foreign_key="topic.id", primary_key=True)
    position: int


def _stage(word: str) -> str:
    if word not in STAGES:
        msg = "not a stage"
        raise ValueError(msg)
    return word


class OpennessDraft(SQLModel):
    """How far a city is with one principle, in its own words."""

    stage: Annotated[str, AfterValidator(_stage)] = Field(default="not_started", max_length=12)
    words: Prose = Field(default="", max_length=400)
    link: Line = Field(default="", max_length=300)
    """Where others can see it."""


class Openness(OpennessDraft, table=True):
    """What a city says of one of the six principles."""

    __tablename__ = "openness"
    __table_args__ = (
        CheckConstraint(one_of("stage", *STAGES), "stage"),
        CheckConstraint(one_of("principle", *PRINCIPLE_NAMES), "principle"),
        # All that rings and counts read of it.
        Index("ix_openness_city_id_principle_stage", "city_id", "principle", "stage"),
        # Along it those that practise a principle are found.
        Index("ix_openness_principle_stage_city_id", "principle", "stage", "city_id"),
    )

    city_id: UUID = Field(foreign_key="city.id", primary_key=True)
    principle: str = Field(max_length=16, primary_key=True)
    said_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
