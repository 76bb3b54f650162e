"""One page of a long list, walked by key so that page ten costs no more than page one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

Item = TypeVar("Item")

PAGE = 20
"""Rows on one page of a list."""
MOST_NEW = 100
"""New rows of a list that are counted at a time."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    items: Sequence[Item]
    next_key: str | None = None
    """What the next page starts after; None on the last one."""


def cut(rows: Sequence[Item], key: Callable[[Item], str], size: int = PAGE) -> Page[Item]:
    """A page from one row more than it shows: the extra row only says that a next page exists."""
    if len(rows) <= size:
        return Page(rows)
    return Page(rows[:size], key(rows[size - 1]))


def as_key(sent: str) -> UUID | None:
    """The identifier that an address named as the last one seen; None if it isn't one."""
    try:
        return UUID(sent)
    except ValueError:
        return None
