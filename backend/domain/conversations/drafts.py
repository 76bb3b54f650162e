"""What members write to each other, with every limit stated once."""

from datetime import date
from uuid import UUID

from pydantic import AwareDatetime
from sqlmodel import Field, SQLModel

from backend.core.text import Line, Prose
from backend.core.tongues import Tongue
from backend.domain.conversations.models import LONGEST, MOST_TIMES, SHORTEST, Telling
from backend.domain.members.drafts import ClockTime


class TimeDraft(SQLModel):
    """A time on the writer's own clock."""

    day: date
    time: ClockTime


class TimesDraft(SQLModel):
    """One to five times: moments that were suggested, and others by the writer's own clock."""

    chosen: list[AwareDatetime] = Field(default_factory=list, max_length=MOST_TIMES)
    times: list[TimeDraft] = Field(default_factory=list, max_length=MOST_TIMES)


class RequestDraft(TimesDraft):
    """A request to talk."""

    purpose: Prose = Field(min_length=20, max_length=1_000)
    language: Tongue = Field(max_length=12)
    minutes: int = Field(default=30, ge=SHORTEST, le=LONGEST)
    link: Line = Field(default="", max_length=500)
    """Where to meet online; empty if they will see."""
    occasion_kind: Line = Field(default="", max_length=40)
    occasion_id: UUID | None = None


class AcceptanceDraft(SQLModel):
    """One of the times that were offered."""

    starts_at: AwareDatetime
    link: Line = Field(default="", max_length=500)


class LaterDraft(SQLModel):
    """The day on which somebody wants to think of it again."""

    day: date


class MeetingDraft(TimeDraft):
    """Another time for the meeting, or another place for it."""

    minutes: int = Field(ge=SHORTEST, le=LONGEST)
    link: Line = Field(default="", max_length=500)


class MessageDraft(SQLModel):
    body: Prose = Field(min_length=1, max_length=5_000)
    language: Tongue = Field(max_length=12)


class LearningDraft(SQLModel):
    words: Prose = Field(min_length=10, max_length=2_000)
    telling: Telling
