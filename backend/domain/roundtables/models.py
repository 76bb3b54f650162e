"""A roundtable as it is kept: a draft until it is planned, then a meeting of one or two sittings."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.ids import new_id
from backend.domain.roundtables.drafts import (
    ANSWERS,
    FORMATS,
    MOST_SITTINGS,
    PLACES,
    VISIBILITIES,
    RoundtableWords,
)
from backend.domain.subjects import Subject

RESERVED = frozenset({"new", "next", "hours", "moves", "busy"})
"""Pages of ours that no roundtable may have for its address."""


class Roundtable(RoundtableWords, Subject, table=True):
    """A meeting of peers. Its author is the convener who called it."""

    __tablename__ = "roundtable"
    __table_args__ = (
        CheckConstraint(one_of("format", *FORMATS), "format"),
        CheckConstraint(one_of("place", *PLACES), "place"),
        CheckConstraint(one_of("visibility", *VISIBILITIES), "visibility"),
        Index("ix_roundtable_starts_at_id", "starts_at", "id"),
    )

    slug: str = Field(max_length=80, unique=True)
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    planned_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the cities were invited. None: a draft, for conveners' eyes alone."""
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancelled_why: str = Field(default="", max_length=400)
    starts_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """The first sitting's start and the last one's end, kept here so that lists can be sorted."""
    ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sequence: int = 0
    """How often calendars were told of a change: a higher number replaces what they hold."""
    changed_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    ledger_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it was written down who bore which hours of it."""
    attendance_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it was said that everybody who was there is marked."""
    turns: int = 0
    """How many have asked for a seat so far; the next one's turn is one more."""

    @property
    def is_planned(self) -> bool:
        return self.planned_at is not None

    @property
    def is_on(self) -> bool:
        """Whether it was called, and not called off."""
        return self.planned_at is not None and self.cancelled_at is None

    @property
    def is_open_to_all(self) -> bool:
        """A webinar takes every member, wherever they work."""
        return self.format == "webinar"


class RoundtableTopic(SQLModel, table=True):
    __tablename__ = "roundtable_topic"
    # Along it the newest on a topic are found.
    __table_args__ = (
        Index("ix_roundtable_topic_topic_id_roundtable_id", "topic_id", "roundtable_id"),
    )

    roundtable_id: UUID = Field(foreign_key="roundtable.id", primary_key=True)
    topic_id: UUID = Field(foreign_key="topic.id", primary_key=True)


class RoundtableCity(SQLModel, table=True):
    """A city that is invited, or will be."""

    __tablename__ = "roundtable_city"

    roundtable_id: UUID = Field(foreign_key="roundtable.id", primary_key=True)
    city_id: UUID = Field(foreign_key="city.id", primary_key=True, index=True)
    invited_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Sitting(SQLModel, table=True):
    """One time at which it is held: what the wall clock shows in a zone, and the moment this is.

    The wall clock is what people agreed on. When a country changes its rules, the moment moves
    with it, and the version of the rules says which moments have to be looked at again.
    """

    __tablename__ = "sitting"
    __table_args__ = (
        UniqueConstraint("roundtable_id", "number"),
        CheckConstraint(f"number >= 0 AND number < {MOST_SITTINGS}", "number"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    roundtable_id: UUID = Field(foreign_key="roundtable.id")
    number: int = 0
    """0, or 1 for the second; calendars know a sitting by it for ever."""
    day: date
    clock_time: time
    zone: str = Field(max_length=64)
    is_second: bool = False
    """The second of the two times that the clock shows it, on a day on which it goes back."""
    rules: str = Field(max_length=16)
    """The version of the zone rules by which the moment was found."""
    starts_at: datetime = Field(sa_type=UtcDateTime, index=True)
    ends_at: datetime = Field(sa_type=UtcDateTime)


class Seat(SQLModel, table=True):
    """What a member answered to an invitation. Who says yes has a seat, or waits for one."""

    __tablename__ = "seat"
    __table_args__ = (
        CheckConstraint(one_of("answer", *ANSWERS), "answer"),
        CheckConstraint("seated_at IS NULL OR answer = 'yes'", "seated_says_yes"),
        CheckConstraint("(answer = 'yes') = (turn IS NOT NULL)", "turn"),
        UniqueConstraint("roundtable_id", "turn"),
    )

    roundtable_id: UUID = Field(foreign_key="roundtable.id", primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", primary_key=True, index=True)
    answer: str = Field(max_length=5)
    sitting: int = 0
    """The number of the sitting they come to; capacity is counted for each sitting."""
    turn: int | None = None
    """The place in the line of all who said yes; nobody shares one."""
    seated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """None while they wait."""
    answered_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)

    @property
    def is_seated(self) -> bool:
        return self.seated_at is not None

    @property
    def is_waiting(self) -> bool:
        return self.answer == "yes" and self.seated_at is None


class BorneHours(SQLModel, table=True):
    """What a roundtable was for one who had a seat at it, by their clock of that day, in minutes."""

    __tablename__ = "borne_hours"
    __table_args__ = (Index("ix_borne_hours_city_id_held_at", "city_id", "held_at"),)

    roundtable_id: UUID = Field(foreign_key="roundtable.id", primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", primary_key=True, index=True)
    city_id: UUID | None = Field(default=None, foreign_key="city.id")
    """For which they came."""
    held_at: datetime = Field(sa_type=UtcDateTime)
    early: int = 0
    late: int = 0
    night: int = 0
    off: int = 0
    """Of a weekend or holiday; may overlap the others."""
    points: int = 0
    """What it weighs: points an hour times minutes, as `fair_times` counts."""


class AgendaItem(SQLModel, table=True):
    __tablename__ = "agenda_item"

    roundtable_id: UUID = Field(foreign_key="roundtable.id", primary_key=True)
    position: int = Field(primary_key=True)
    minutes: int
    title: str = Field(max_length=160)
    lead: str = Field(default="", max_length=120)
    """Who leads it, as it is shown."""
    lead_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    """The member of that name, where it is one."""


class AgendaSpeaker(SQLModel, table=True):
    """Somebody who speaks in a part, beside who leads it."""

    __tablename__ = "agenda_speaker"

    roundtable_id: UUID = Field(foreign_key="roundtable.id", primary_key=True)
    position: int = Field(primary_key=True)
    """Of the part."""
    place: int = Field(primary_key=True)
    name: str = Field(max_length=120)
    member_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    """The member of that name, where it is one."""


class AgendaLink(SQLModel, table=True):
    """A challenge or a resource that a part is about."""

    __tablename__ = "agenda_link"
    __table_args__ = (CheckConstraint(one_of("kind", "challenge", "resource"), "kind"),)

    roundtable_id: UUID = Field(foreign_key="roundtable.id", primary_key=True)
    position: int = Field(primary_key=True)
    """Of the part."""
    place: int = Field(primary_key=True)
    kind: str = Field(max_length=9)
    subject_id: UUID


class Note(SQLModel, table=True):
    """What came out of it, in one of its versions; the newest published one is shown first."""

    __tablename__ = "note"
    __table_args__ = (UniqueConstraint("roundtable_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    roundtable_id: UUID = Field(foreign_key="roundtable.id")
    number: int = 1
    body: str
    """Markdown."""
    written_by_id: UUID = Field(foreign_key="member.id", index=True)
    written_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When those who had a seat were asked to read it; from then on its words stay as they are."""
    review_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Until when they may object."""
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """None while it is being written."""
