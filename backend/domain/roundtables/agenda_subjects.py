"""What a part of an agenda can be about: challenges and resources, as far as somebody sees them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from backend.domain.challenges import sight as challenges
from backend.domain.challenges.models import Challenge
from backend.domain.members.models import Actor
from backend.domain.resources import sight as resources
from backend.domain.resources.models import Resource


@dataclass(frozen=True, slots=True)
class Sort:
    model: Any
    visible_to: Callable[[Actor], ColumnElement[bool]]


SORTS: Mapping[str, Sort] = {
    "challenge": Sort(Challenge, challenges.visible_to),
    "resource": Sort(Resource, resources.visible_to),
}
