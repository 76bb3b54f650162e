"""What is sent about a city's page, with every limit stated once."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator
from sqlmodel import Field, SQLModel

from backend.core.text import Line

MOST_PRIORITIES = 6
MOST_LANGUAGES = 8
MOST_DOMAINS = 30
MOST_CHOICES = 40


def _each_once(words: list[str]) -> list[str]:
    return list(dict.fromkeys(words))


class CityDraft(SQLModel):
    """What a city puts first."""

    priorities: Annotated[list[str], AfterValidator(_each_once)] = Field(
        default_factory=list, max_length=MOST_PRIORITIES
    )
    """Topics by their slugs, the most important first."""


class FactDraft(SQLModel):
    """One fact of a city, with where it is from. Nothing in it takes back what was said."""

    value: Line = Field(default="", max_length=300)
    choices: list[Line] = Field(default_factory=list, max_length=MOST_CHOICES)
    """What a city decides itself, or its languages, by their codes: instead of a value."""
    unit: Line = Field(default="", max_length=3)
    """The currency of money."""
    source: Line = Field(default="", max_length=120)
    """Who says so; the city itself, if empty."""
    link: Line = Field(default="", max_length=300)
    as_of: date | None = None
    """The day that it is about; today, if it isn't said."""
    corrects: bool = False
    """Whether what was said before was a slip: its source and day say this."""


class DomainsDraft(SQLModel):
    """The e-mail domains of a city. Whoever writes from one of them is admitted as its own."""

    domains: list[Line] = Field(default_factory=list, max_length=MOST_DOMAINS)
