from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of


class CityTraits(SQLModel, table=True):
    """What a city is compared by, in one line: see `traits.packed`."""

    __tablename__ = "city_traits"

    city_id: UUID = Field(foreign_key="city.id", primary_key=True)
    packed: str
    floor: int = 0
    """The standing from which a city belongs to this one's list; 0: all that are alike at all."""
    listed_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    """When the list was made anew."""


class LikeCity(SQLModel, table=True):
    """A city that is among those most like another, by the usual weights."""

    __tablename__ = "like_city"

    city_id: UUID = Field(foreign_key="city.id", primary_key=True)
    other_id: UUID = Field(foreign_key="city.id", primary_key=True, index=True)
    standing: int = 0
    """How alike, in fine steps, as every member sees it: whoever asks for a few needs few of them."""


class TopicRarity(SQLModel, table=True):
    """How many cities name a topic among their priorities, and how many face something on it."""

    __tablename__ = "topic_rarity"

    topic_id: UUID = Field(foreign_key="topic.id", primary_key=True)
    prioritised: int
    prioritising: int
    """Of how many that name any."""
    faced: int
    facing: int


class NotUseful(SQLModel, table=True):
    """A member said that somebody is of no use to them for a thing, and isn't suggested to them."""

    __tablename__ = "not_useful"

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    kind: str = Field(max_length=12, primary_key=True)
    """What it was for: a challenge, a topic, words, or anything at all."""
    subject_id: UUID = Field(primary_key=True)
    other_id: UUID = Field(foreign_key="member.id", primary_key=True, index=True)
    said_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class HelperList(SQLModel, table=True):
    """When it was last looked up for whom most speaks on a topic."""

    __tablename__ = "helper_list"

    topic_id: UUID = Field(foreign_key="topic.id", primary_key=True)
    listed_at: datetime = Field(sa_type=UtcDateTime, index=True)


class HelperRecord(SQLModel, table=True):
    """A record that speaks for one of those for whom most speaks on a topic: see `best_known`."""

    __tablename__ = "helper_record"
    __table_args__ = (CheckConstraint(one_of("what", "declared", "answered", "adopted"), "what"),)

    topic_id: UUID = Field(foreign_key="topic.id", primary_key=True)
    what: str = Field(max_length=8, primary_key=True)
    record_id: UUID = Field(primary_key=True)
    """Of the answer or the adoption; of the member who says that they can help."""
    member_id: UUID = Field(foreign_key="member.id", index=True)
