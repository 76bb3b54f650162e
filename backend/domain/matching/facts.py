"""What cities are compared by, read for all of them or as one person sees it.

The challenges of a city are those it says that it faces; its own are among them. What is kept for
the lists rests on what every member sees; what is shown, on what its reader sees.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, exists, func, true
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.challenges.models import Challenge, ChallengeTopic, Facing
from backend.domain.challenges.sight import closed_listed_for, listed_for
from backend.domain.cities import languages
from backend.domain.cities.changing import CityChange
from backend.domain.cities.models import PRINCIPLE_NAMES, UNSAID, City, CityPriority, Openness
from backend.domain.matching.likeness import Facts, Rarity, Topic, rarity
from backend.domain.matching.models import CityTraits, TopicRarity
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
    every = columns(col(City.id), col(City.population), languages.of(col(City.id)))
    return {
        city_id: Facts(
            tuple(priorities[city_id]),
            frozenset(challenges[city_id]),
            stages(said[city_id]),
            people or None,
            languages.read(tongues),
        )
        for city_id, people, tongues in rows(db, every.where(of(col(City.id))))
    }


def stages(said: Mapping[str, str]) -> tuple[str, ...]:
    """In ring order."""
    return tuple(said.get(principle, UNSAID) for principle in PRINCIPLE_NAMES)


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


def faced_as_kept(me: Actor) -> ColumnElement[str | None]:
    """The same for members, from a city's line where nothing has changed since it was written.

    A line knows what all members see: `faced_besides` has the rest. Going through the challenges of
    sixty cities takes longer than the whole rest of their page.
    """
    is_changed = exists().where(col(CityChange.city_id) == col(CityTraits.city_id))
    kept = columns(col(CityTraits.packed)).where(col(CityTraits.city_id) == col(City.id))
    kept = kept.where(~is_changed).correlate(City)
    return func.coalesce(kept.scalar_subquery(), faced_topics(me))


def read_faced(found: str | None) -> frozenset[Topic]:
    """The topics that either of the two found: in a city's line they stand last."""
    return frozenset(without_dashes(found).rpartition("|")[2].split(",")) - {""}


def faced_besides(me: Actor) -> ColumnElement[str | None]:
    """What `read_besides` reads: topics of what is for some cities alone, this member among them."""
    each = (
        columns(col(Facing.city_id), col(ChallengeTopic.topic_id))
        .join(ChallengeTopic, col(ChallengeTopic.challenge_id) == col(Facing.challenge_id))
        .where(col(Facing.challenge_id).in_(closed_listed_for(me)))
        .distinct()
        .subquery()
    )
    line = cast(each.c.city_id, String) + ":" + cast(each.c.topic_id, String)
    return columns(func.aggregate_strings(line, ",")).scalar_subquery()


def read_besides(found: str | None) -> dict[str, frozenset[Topic]]:
    """The topics by city, by the text of its id."""
    topics_of: defaultdict[str, set[Topic]] = defaultdict(set)
    for line in without_dashes(found).split(","):
        if line:
            city, topic = line.split(":")
            topics_of[city].add(topic)
    return {city: frozenset(found) for city, found in topics_of.items()}


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
