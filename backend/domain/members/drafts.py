"""What members say of themselves, with every limit stated once."""

from datetime import time
from typing import Annotated, Literal, LiteralString

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError
from sqlmodel import Field, SQLModel

from backend.core import names
from backend.core.text import Line, Prose
from backend.core.times import zones
from backend.core.tongues import Tongue
from backend.domain.members.audience import Audience

_FAULTS: dict[str, LiteralString] = {
    "control": "name_control",
    "direction": "name_direction",
    "invisible": "name_invisible",
    "marks": "name_marks",
    "private": "name_private",
}
MOST_TOPICS = 12
MOST_LANGUAGES = 12


def _writable(name: object) -> object:
    """Refused before the filter for all text would take out what shouldn't be there."""
    if not isinstance(name, str):
        return name
    cleared = names.cleared(name)
    if fault := names.fault(cleared):
        raise PydanticCustomError(_FAULTS[fault], "not a name that can be written")
    return cleared


def _has_a_letter(name: str) -> str:
    """Of any script. Signs that nobody sees, or only signs, are no name."""
    if not any(letter.isalpha() for letter in name):
        kind = "no_letter"
        raise PydanticCustomError(kind, "no letter in it")
    return name


def _zone(name: str) -> str:
    if name not in zones():
        kind = "no_zone"
        raise PydanticCustomError(kind, "not a time zone")
    return name


def _each_once(words: list[str]) -> list[str]:
    return list(dict.fromkeys(words))


Name = Annotated[Line, BeforeValidator(_writable), AfterValidator(_has_a_letter)]
"""Of a person, in any script; one word is enough."""
Slugs = Annotated[list[str], AfterValidator(_each_once)]
Tongues = Annotated[list[Tongue], AfterValidator(_each_once)]
ClockTime = Annotated[time, WithJsonSchema({"type": "string", "examples": ["09:30"]})]
"""A time on somebody's own clock. JSON Schema's `time` is one with an offset from UTC."""
Zone = Annotated[str, AfterValidator(_zone)]


class ProfileDraft(SQLModel):
    """A profile as its member wants it; each `…_to` says to whom its field shows."""

    name: Name = Field(min_length=1, max_length=80)
    name_to: Literal["public", "members"] = "public"
    pronunciation: Line = Field(default="", max_length=80)
    pronouns: Line = Field(default="", max_length=40)
    pronouns_to: Audience = "members"
    title: Line = Field(default="", max_length=120)
    department: Line = Field(default="", max_length=120)
    title_to: Audience = "members"
    organisation: Line = Field(default="", max_length=120)
    city_to: Audience = "public"
    bio: Prose = Field(default="", max_length=2_000)
    bio_to: Audience = "members"
    languages: Tongues = Field(default_factory=list, max_length=MOST_LANGUAGES)
    languages_to: Audience = "members"
    zone: Zone = Field(max_length=64)
    work_starts: ClockTime = time(9)
    work_ends: ClockTime = time(17)
    hours_to: Audience = "members"
    can_help: Slugs = Field(default_factory=list, max_length=MOST_TOPICS)
    can_help_to: Audience = "members"
    looking_for: Slugs = Field(default_factory=list, max_length=MOST_TOPICS)
    looking_for_to: Audience = "members"
    would_convene: bool = False
    would_convene_to: Audience = "members"
    unlisted: bool = False
    """Left out of the directory, pages of cities and topics, suggested peers, and search."""
    unsuggested: bool = False
    """Found in the directory, but not suggested to others as somebody who can help."""
    language: Line = Field(default="", max_length=12)
    """Of the interface; empty: as the browser asks."""
