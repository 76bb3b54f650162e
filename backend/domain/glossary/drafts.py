"""What conveners send about concepts, with every limit stated once."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError
from sqlmodel import Field, SQLModel

from backend.core.text import Line, Prose, fold
from backend.core.tongues import Tongue

LONGEST = 80
"""Letters of a term."""
MOST_TERMS = 12
MOST_LANGUAGES = 20
MOST_LETTERS = 500_000
"""Letters of a table that is brought in."""


def _parts(typed: object) -> object:
    """A form and a table send terms in one field, a line or a bar between them."""
    return typed.replace("|", "\n").split("\n") if isinstance(typed, str) else typed


def _each_once(words: list[str]) -> list[str]:
    return list({fold(word): word for word in words if word}.values())


def _says_something(words: list[str]) -> list[str]:
    if not all(any(sign.isalpha() for sign in word) for word in words):
        kind = "word_no_letter"
        raise PydanticCustomError(kind, "A term holds at least one letter.")
    return words


Terms = Annotated[
    list[Annotated[Line, Field(max_length=LONGEST)]],
    BeforeValidator(_parts),
    AfterValidator(_each_once),
    AfterValidator(_says_something),
]


class TermsDraft(SQLModel):
    """A concept in one language: the first term is the preferred one."""

    language: Tongue = Field(max_length=12)
    terms: Terms = Field(default_factory=list, max_length=MOST_TERMS)
    meaning: Line = Field(default="", max_length=300)


class ConceptDraft(SQLModel):
    words: list[TermsDraft] = Field(min_length=1, max_length=MOST_LANGUAGES)
    topic: Line = Field(default="", max_length=80)
    """By its slug."""


class SheetDraft(SQLModel):
    """A table of concepts, as CSV."""

    table: Prose = Field(min_length=1, max_length=MOST_LETTERS)


class RemovalDraft(SQLModel):
    """Why a concept goes; it stands in the log."""

    reason: Prose = Field(min_length=10, max_length=2_000)
