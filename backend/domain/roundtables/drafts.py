"""What conveners and members send: every limit is stated here once."""

from datetime import date, time
from typing import Annotated, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError
from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from backend.core.text import Line, Prose
from backend.core.tongues import Tongue

FORMATS = ("roundtable", "webinar", "workshop")
PLACES = ("online", "in_person", "hybrid")
VISIBILITIES = ("public", "members")
ANSWERS = ("yes", "maybe", "no")

MOST_TOPICS = 6
MOST_CITIES = 60
MOST_SITTINGS = 2
MOST_ITEMS = 30
MOST_SPEAKERS = 8
MOST_LINKS = 6
MOST_SECTIONS = 20
SHORTEST_NOTE = 30
MOST_SEATS = 10_000
DISTANCES = (10_080, 2_880, 1_440, 60, 15)
"""How many minutes ahead people can be reminded, the farthest first."""

Format: TypeAlias = Literal["roundtable", "webinar", "workshop"]
Place: TypeAlias = Literal["online", "in_person", "hybrid"]
Visibility: TypeAlias = Literal["public", "members"]
Reply: TypeAlias = Literal["yes", "maybe", "no"]


def _each_once(words: list[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _known(minutes: list[int]) -> list[int]:
    if not set(minutes) <= set(DISTANCES):
        kind = "unknown_distance"
        raise PydanticCustomError(kind, "not one of the distances")
    return sorted(set(minutes), reverse=True)


def _web_address(words: str) -> str:
    if not words:
        return words
    try:
        parts = urlsplit(words)
        sound = parts.scheme in {"http", "https"} and parts.hostname and " " not in words
    except ValueError:
        sound = False
    if not sound:
        kind = "web_address"
        raise PydanticCustomError(kind, "not a web address")
    return words


def _in_one_line(sent: object) -> object:
    return ", ".join(map(str, sent)) if isinstance(sent, list) else sent


Distances = Annotated[list[int], AfterValidator(_known)]
Slugs = Annotated[list[Line], AfterValidator(_each_once)]
Link = Annotated[Line, AfterValidator(_web_address)]


class RoundtableWords(SQLModel):
    """What it is about and how it is held; the time and the cities come in later steps."""

    title: Line = Field(min_length=8, max_length=120)
    purpose: Prose = Field(min_length=30, max_length=4_000)
    language: str = Field(max_length=12)
    format: str = Field(default="roundtable", max_length=10)
    place: str = Field(default="online", max_length=9)
    venue: Line = Field(default="", max_length=200)
    """Where it is, when it isn't only online."""
    joining_link: str = Field(default="", max_length=500)
    """Only for who has a seat."""
    minutes: int = Field(default=90, ge=15, le=480)
    """How long each sitting lasts."""
    capacity: int | None = Field(default=None, ge=1, le=MOST_SEATS)
    """Seats at each sitting; None: as many as come."""
    visibility: str = Field(default="members", max_length=7)
    chatham_house: bool = False
    reminders: list[int] = Field(
        default_factory=lambda: [1_440, 60],
        sa_column=Column(JSON, nullable=False, server_default="[1440, 60]"),
    )
    """How many minutes ahead those who come are reminded."""


class RoundtableDraft(RoundtableWords):
    language: Tongue = Field(max_length=12)
    format: Format = "roundtable"
    place: Place = "online"
    joining_link: Link = Field(default="", max_length=500)
    visibility: Visibility = "members"
    reminders: Distances = Field(default_factory=lambda: [1_440, 60], max_length=len(DISTANCES))
    topics: Slugs = Field(min_length=1, max_length=MOST_TOPICS)
    """By their slugs."""


class CitiesDraft(SQLModel):
    """Cities to invite, and cities to leave out again, by their slugs."""

    add: Slugs = Field(default_factory=list, max_length=MOST_CITIES)
    remove: Slugs = Field(default_factory=list, max_length=MOST_CITIES)


class SittingDraft(SQLModel):
    """A day and an hour as a wall clock shows them."""

    day: date
    time: time
    zone: Line = Field(default="", max_length=64)
    """IANA; empty: that of the whole draft."""
    which: Literal["", "first", "second"] = ""
    """Of an hour that the clocks show twice that day; empty: ask."""


class TimesDraft(SQLModel):
    zone: Line = Field(default="", max_length=64)
    """IANA; empty: the convener's own."""
    sittings: list[SittingDraft] = Field(min_length=1, max_length=MOST_SITTINGS)


class AgendaItemDraft(SQLModel):
    minutes: int = Field(ge=1, le=480)
    title: Line = Field(min_length=2, max_length=160)
    lead: Line = Field(default="", max_length=120)
    """The name of who leads it, or a member's slug."""

    speakers: Annotated[Line, BeforeValidator(_in_one_line)] = Field(default="", max_length=600)
    """Who else speaks: names or slugs with commas between, or a list of them."""
    links: Annotated[Line, BeforeValidator(_in_one_line)] = Field(default="", max_length=1_000)
    """Addresses of challenges and resources, with spaces or commas between, or a list of them."""


class AgendaDraft(SQLModel):
    items: list[AgendaItemDraft] = Field(default_factory=list, max_length=MOST_ITEMS)


class ReplyDraft(SQLModel):
    answer: Reply
    sitting: int = Field(default=0, ge=0, lt=MOST_SITTINGS)


class CancelDraft(SQLModel):
    reason: Line = Field(min_length=5, max_length=400)


class SectionDraft(SQLModel):
    heading: Line = Field(default="", max_length=120)
    text: Prose = Field(default="", max_length=20_000)
    """Markdown."""


class NoteDraft(SQLModel):
    """A note in sections, or as one text whose headings begin them."""

    sections: list[SectionDraft] = Field(default_factory=list, max_length=MOST_SECTIONS)
    body: Prose = Field(default="", max_length=40_000)
    publish: bool = False
    ordinary: list[Line] = Field(default_factory=list, max_length=60)
    """Words that look like names of those who were there, and aren't: said by who writes."""


class PlanDraft(RoundtableDraft, TimesDraft, AgendaDraft):
    """Everything at once, as programs send it."""

    cities: Slugs = Field(min_length=1, max_length=MOST_CITIES)
    invite: bool = True
    """False keeps it a draft."""
