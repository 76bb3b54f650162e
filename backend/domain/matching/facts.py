"""What cities are compared by, read for all of them or as one person sees it.

The challenges of a city are those it says that it faces; its own are among them. What is kept for
the lists rests on what every member sees; what is shown, on what its reader sees.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, func, true
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.challenges.models import Challenge, ChallengeTopic, Facing
from backend.domain.challenges.sight import listed_for
from backend.domain.cities.models import PRINCIPLE_NAMES, City, CityPriority, Openness
from backend.domain.matching.likeness import Facts, Rarity, Topic, rarity
from backend.domain.matching.models import TopicRarity
from backend.domain.members.models import Actor
from backend.domain.topics import models as topics


def known(db: Session, city_ids: Collection[UUID] | None = None) -> dict[UUID, Facts]:
    """The facts of these cities, or of all, as every member sees them: four queries."""

    def of(column: Any) -> ColumnElement[bool]:
        return true() if city_ids is None else column.in_(set(city_ids))

    priorities: defaultdict[UUID, list[Topic]] = defaultdict(list)
    named = (
        columns(col(CityPriority.city_id), col(CityPriority.topic_id))
        .join(topics.Topic, col(topics.Topic.id) == col(CityPriority.topic_id))
        .where(of(col(CityPriority.city_id)), col(topics.Topic.retired_at).is_(None))
        .order_by(col(CityPriority.position), col(CityPriority.topic_id))
    )
    for city_id, topic_id in rows(db, named):
        priorities[city_id].append(topic_id.hex)
    challenges: defaultdict[UUID, set[Topic]] = defaultdict(set)
    faced = (
        columns(col(Facing.city_id), col(ChallengeTopic.topic_id))
        .join(ChallengeTopic, col(ChallengeTopic.challenge_id) == col(Facing.challenge_id))
        .join(Challenge, col(Challenge.id) == col(Facing.challenge_id))
        .where(of(col(Facing.city_id)), _seen_by_members())
        .distinct()
    )
    for city_id, topic_id in rows(db, faced):
        challenges[city_id].add(topic_id.hex)
    said: defaultdict[UUID, dict[str, str]] = defaultdict(dict)
    spoken = columns(col(Openness.city_id), col(Openness.principle), col(Openness.stage))
    for city_id, principle, stage in rows(db, spoken.where(of(col(Openness.city_id)))):
        said[city_id][principle] = stage
    every = columns(col(City.id), col(City.population), col(City.languages))
    return {
        city_id: Facts(
            tuple(priorities[city_id]),
            frozenset(challenges[city_id]),
            stages(said[city_id]),
            people or None,
            frozenset(tongues),
        )
        for city_id, people, tongues in rows(db, every.where(of(col(City.id))))
    }


def stages(said: Mapping[str, str]) -> tuple[str, ...]:
    """In ring order, empty where nothing was said."""
    return tuple(said.get(principle, "") for principle in PRINCIPLE_NAMES)


def faced_topics(me: Actor) -> ColumnElement[str | None]:
    """The topics of what a city faces, as far as this person sees it, in one column."""
    seen = (
        columns(func.aggregate_strings(cast(col(ChallengeTopic.topic_id), String), ","))
        .join(Facing, col(Facing.challenge_id) == col(ChallengeTopic.challenge_id))
        .join(Challenge, col(Challenge.id) == col(Facing.challenge_id))
        .where(
            col(Facing.city_id) == col(City.id),
            col(Challenge.hidden_at).is_(None),
            listed_for(me),
        )
    )
    return seen.correlate(City).scalar_subquery()


def rarities() -> ColumnElement[str | None]:
    """What `read_rarity` reads, in one column."""
    line: ColumnElement[str] = cast(col(TopicRarity.topic_id), String)
    for number in (
        TopicRarity.prioritised,
        TopicRarity.prioritising,
        TopicRarity.faced,
        TopicRarity.facing,
    ):
        line = line + ":" + cast(col(number), String)
    return columns(func.aggregate_strings(line, ",")).scalar_subquery()


def read_rarity(kept: str | None) -> Rarity:
    priorities: dict[Topic, int] = {}
    challenges: dict[Topic, int] = {}
    for line in (kept or "").split(","):
        if line:
            topic, *numbers = line.split(":")
            prioritised, prioritising, faced, facing = map(int, numbers)
            key = without_dashes(topic)
            priorities[key] = rarity(prioritised, prioritising)
            challenges[key] = rarity(faced, facing)
    return Rarity(priorities, challenges)


def without_dashes(written: str | None) -> str:
    """What one database writes with dashes, the other without."""
    return (written or "").replace("-", "")


def _seen_by_members() -> ColumnElement[bool]:
    return col(Challenge.hidden_at).is_(None) & col(Challenge.visibility).in_(("public", "members"))
