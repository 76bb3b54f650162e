"""What is sent about a city's page, with every limit stated once."""

from typing import Annotated

from pydantic import AfterValidator
from sqlmodel import Field, SQLModel

from backend.core.text import Line
from backend.core.tongues import Tongue

MOST_PRIORITIES = 6
MOST_LANGUAGES = 8
MOST_DOMAINS = 30


def _each_once(words: list[str]) -> list[str]:
    return list(dict.fromkeys(words))


class CityDraft(SQLModel):
    """What the lead of a city keeps of its page."""

    website: Line = Field(default="", max_length=300)
    portal: Line = Field(default="", max_length=300)
    languages: Annotated[list[Tongue], AfterValidator(_each_once)] = Field(
        default_factory=list, max_length=MOST_LANGUAGES
    )
    priorities: Annotated[list[str], AfterValidator(_each_once)] = Field(
        default_factory=list, max_length=MOST_PRIORITIES
    )
    """Topics by their slugs, the most important first."""


class DomainsDraft(SQLModel):
    """The e-mail domains of a city. Whoever writes from one of them is admitted as its own."""

    domains: list[Line] = Field(default_factory=list, max_length=MOST_DOMAINS)
