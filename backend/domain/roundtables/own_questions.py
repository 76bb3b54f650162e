"""Questions of a convener's own, before a meeting and after it: their words and their choices."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError
from sqlmodel import Field, SQLModel

from backend.core.text import Line, parts

MOST_QUESTIONS = 5
MOST_CHOICES = 10
BETWEEN = ";"
"""A choice may well have a comma in it."""


def _in_one_line(value: Any) -> Any:
    """Programs may send a list."""
    is_list = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return typed(value) if is_list else value


def _several(words: str) -> str:
    found = parts(words, BETWEEN)
    if len(found) == 1 or len(found) > MOST_CHOICES:
        kind, about = "choices", {"most": MOST_CHOICES}
        raise PydanticCustomError(kind, "not several choices", about)
    return typed(found)


def typed(choices: Sequence[str]) -> str:
    """Choices as they are typed."""
    return f"{BETWEEN} ".join(choices)


class OwnQuestionDraft(SQLModel):
    words: Line = Field(min_length=5, max_length=200)
    choices: Annotated[Line, BeforeValidator(_in_one_line), AfterValidator(_several)] = Field(
        default="", max_length=400
    )
    """With semicolons between, or a list; none: answered in one's own words."""

    @property
    def each(self) -> list[str]:
        return parts(self.choices, BETWEEN)


class OwnQuestionsDraft(SQLModel):
    questions: list[OwnQuestionDraft] = Field(default_factory=list, max_length=MOST_QUESTIONS)
