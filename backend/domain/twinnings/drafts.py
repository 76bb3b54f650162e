"""What is sent about twinnings, with every limit stated once."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator
from sqlmodel import Field, SQLModel

from backend.core.text import Line, Prose

MOST_TOPICS = 4


def _each_once(words: list[str]) -> list[str]:
    return list(dict.fromkeys(words))


class TwinningDraft(SQLModel):
    """What one city proposes to another."""

    city: Line = Field(default="", max_length=80)
    """The slug of the city that asks; a lead's own, if empty."""
    other: Line = Field(min_length=1, max_length=80)
    kind: Literal["twin", "mentor", "peer"]
    topics: Annotated[list[str], AfterValidator(_each_once)] = Field(
        min_length=1, max_length=MOST_TOPICS
    )
    purpose: Prose = Field(min_length=20, max_length=2_000)
    starts_on: date
    ends_on: date


class RefusalDraft(SQLModel):
    words: Prose = Field(default="", max_length=1_000)
    """Why not, or not now; the leads of both cities read it."""


class CallingOffDraft(SQLModel):
    words: Prose = Field(min_length=10, max_length=1_000)
    """Why what was agreed does not come about; all members read it."""


class StepDraft(SQLModel):
    """One step of the shared plan."""

    title: Line = Field(min_length=3, max_length=200)
    words: Prose = Field(default="", max_length=1_000)
    side: Literal["both", "asking", "asked"] = "both"
    due_on: date | None = None


class ReportDraft(SQLModel):
    """The closing report."""

    came_of: Prose = Field(min_length=20, max_length=4_000)
    learned: Prose = Field(default="", max_length=4_000)
    next_steps: Prose = Field(default="", max_length=4_000)
