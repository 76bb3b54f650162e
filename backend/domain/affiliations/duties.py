"""What somebody has in hand for a city, and how it passes on to a colleague.

Challenges, resources and roundtables stand above and cannot be imported here; each of them says
for its own things how they are found and how they are handed over.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from sqlmodel import Session

from backend.domain.members.models import Member


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that somebody has in hand."""

    id: UUID
    title: str
    slug: str
    """The piece of the address where it can be read."""


Find: TypeAlias = Callable[[Session, UUID, UUID], Sequence[Held]]
"""What a member has in hand for a city, both by their ids, and what is still open of it."""


@dataclass(frozen=True, slots=True)
class Passing:
    """One thing on its way from one pair of hands to another."""

    subject_id: UUID
    city_id: UUID
    left_by_id: UUID
    to: Member


PassOn: TypeAlias = Callable[[Session, Passing], None]


@dataclass(frozen=True, slots=True)
class Duty:
    kind: str
    noun: str
    """Marked with N_: "Challenge"."""
    leads_to: str
    """The kind of subject at whose address it can be read."""
    find: Find
    pass_on: PassOn
    is_role: bool = False
    """A role is given by conveners: only whom one of them asked takes it over."""


_duties: dict[str, Duty] = {}


def register(duty: Duty) -> None:
    """Make a kind of duty known. Features call it once, when they are imported."""
    _duties[duty.kind] = duty


def is_role(kind: str) -> bool:
    return _duties[kind].is_role


def known() -> Mapping[str, Duty]:
    return _duties


def held(db: Session, member_id: UUID, city_id: UUID) -> list[tuple[Duty, Held]]:
    """Everything that a member has in hand for a city, kind by kind."""
    return [
        (duty, one)
        for _kind, duty in sorted(_duties.items())
        for one in duty.find(db, member_id, city_id)
    ]
