"""What members and conveners send about topics, with every limit stated once."""

import re
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator
from sqlmodel import Field, SQLModel

from backend.core.text import Line, Prose, fold
from backend.domain.topics.tree import Language

LONGEST = 60
"""Letters of a label or a synonym."""
MOST_SYNONYMS = 12

_BETWEEN = re.compile(r"[\n,;،؛]")


def _parts(typed: object) -> object:
    """A form sends synonyms in one field, each on a line of its own or after a comma."""
    return _BETWEEN.split(typed) if isinstance(typed, str) else typed


def _each_once(words: list[str]) -> list[str]:
    return list({fold(word): word for word in words if word}.values())


Word: TypeAlias = Annotated[Line, Field(max_length=LONGEST)]
Words = Annotated[list[Word], BeforeValidator(_parts), AfterValidator(_each_once)]
Goal: TypeAlias = Annotated[int, Field(ge=1, le=17)]


def _in_order(goals: list[int]) -> list[int]:
    return sorted(set(goals))


class LabelDraft(SQLModel):
    """What a proposed topic is called in one language."""

    language: Language
    label: Line = Field(default="", max_length=LONGEST)


class ProposalDraft(SQLModel):
    """A topic as a member would like to have it."""

    labels: list[LabelDraft] = Field(min_length=1, max_length=5)
    why: Prose = Field(min_length=20, max_length=1_000)
    kind: Literal["theme", "practice"]
    under: Line = Field(default="", max_length=80)
    """The slug of the topic that it would be a part of."""


class WordsDraft(SQLModel):
    """What a topic is called in one language."""

    language: Language
    label: Line = Field(default="", max_length=LONGEST)
    synonyms: Words = Field(default_factory=list, max_length=MOST_SYNONYMS)
    description: Line = Field(default="", max_length=200)


class TopicDraft(SQLModel):
    """A topic as conveners keep it."""

    words: list[WordsDraft] = Field(min_length=1, max_length=5)
    kind: Literal["principle", "theme", "practice"] = "theme"
    under: Line = Field(default="", max_length=80)
    sdg: Annotated[list[Goal], AfterValidator(_in_order)] = Field(
        default_factory=list, max_length=17
    )
    """The numbers of the Sustainable Development Goals that it serves."""
    readdress: bool = False
    """Its address follows its English label; the old one leads there."""
    reason: Prose = Field(default="", max_length=2_000)
    """For the log and, where it answers a proposal, for its author."""


class MergeDraft(SQLModel):
    """Which topic takes the other's place, and why."""

    into: Line = Field(min_length=1, max_length=80)
    """By its slug."""
    reason: Prose = Field(min_length=10, max_length=2_000)


class RetireDraft(SQLModel):
    """Why nobody should use it any more, and what instead."""

    successor: Line = Field(default="", max_length=80)
    """By its slug."""
    reason: Prose = Field(min_length=10, max_length=2_000)


class ReasonDraft(SQLModel):
    """Why not; whoever proposed it reads this."""

    reason: Prose = Field(min_length=10, max_length=2_000)
