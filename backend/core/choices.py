"""What the address of a list may ask for: read kindly, since people and programs write addresses.

What is too long is cut off, what is empty counts for nothing; what nobody knows finds nothing.
"""

from typing import Annotated

from pydantic import AfterValidator

from backend.core.text import one_line

LONGEST = 200
"""Letters of a question that are looked at."""
MOST = 40
"""Choices of one filter that are looked at."""


def _beginning(text: str) -> str:
    return one_line(text[:LONGEST])


def _some(words: list[str]) -> list[str]:
    readable = [_beginning(word) for word in words[: MOST * 2]]
    return list(dict.fromkeys(word for word in readable if word))[:MOST]


Choices = Annotated[list[str], AfterValidator(_some)]
"""Several values of one filter; any of them will do."""

Question = Annotated[str, AfterValidator(_beginning)]
"""Words that were typed, or a single choice."""
