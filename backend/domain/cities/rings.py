"""How far cities are with each of the six principles, for the rings that lists show."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.cities.models import PRINCIPLE_NAMES, UNSAID, Openness

Stages: TypeAlias = tuple[str, ...]
"""A city's stage for each principle, in ring order; UNSAID where it has not spoken of one."""


def stages(db: Session, city_ids: Iterable[UUID]) -> dict[UUID, Stages]:
    """Each of these cities' stages; one query, or none for no cities."""
    wanted = set(city_ids)
    if not wanted:
        return {}
    said: dict[UUID, dict[str, str]] = {city_id: {} for city_id in wanted}
    for city_id, principle, stage in rows(
        db,
        columns(col(Openness.city_id), col(Openness.principle), col(Openness.stage)).where(
            col(Openness.city_id).in_(wanted)
        ),
    ):
        said[city_id][principle] = stage
    return {city_id: in_ring_order(known) for city_id, known in said.items()}


def in_ring_order(known: Mapping[str, str]) -> Stages:
    """Of the stages by principle as far as a city has spoken."""
    return tuple(known.get(principle, UNSAID) for principle in PRINCIPLE_NAMES)
