from typing import Literal

from sqlmodel import Field, SQLModel

from backend.core.text import Line


class SavedDraft(SQLModel):
    """What a member calls a list, and how they hear of what is new in it."""

    name: Line = Field(min_length=1, max_length=80)
    alert: Literal["mail", "here", "off"] = "mail"
    share: bool = False
    """With all conveners."""


class SearchDraft(SavedDraft):
    """A list to be saved."""

    of: Line = Field(min_length=1, max_length=2_000)
    """Its address on this site: the path, and what narrows it."""
