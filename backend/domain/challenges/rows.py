"""A challenge as lists show it: columns only, the same few queries however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.challenges import models
from backend.domain.challenges.answers import Answer
from backend.domain.challenges.models import Challenge, ChallengeTopic
from backend.domain.challenges.person import known_as
from backend.domain.challenges.sight import EXCERPT
from backend.domain.cities.models import City
from backend.domain.cities.rows import Stages, stages, stages_of
from backend.domain.members.models import Actor, Member
from backend.domain.topics.queries import TopicRow, Tree, tree


@dataclass(frozen=True, slots=True)
class CityMark:
    """A city as it stands beside what it did."""

    id: UUID
    slug: str
    name: str
    country: str
    stages: Stages


@dataclass(frozen=True, slots=True)
class ChallengeRow:
    id: UUID
    slug: str
    title: str
    excerpt: str
    language: str
    visibility: str
    status: str
    posted_at: datetime
    hidden_at: datetime | None
    author: str
    author_slug: str
    city: CityMark | None
    faced_by: int
    answers: int
    topics: Sequence[TopicRow]


def wanted() -> Select[*tuple[Any, ...]]:
    """What a row is made of; lists add their conditions and their order."""
    answer = aliased(Answer)
    answers = (
        columns(func.count())
        .select_from(answer)
        .where(
            col(answer.challenge_id) == col(Challenge.id),
            col(answer.parent_id).is_(None),
            col(answer.hidden_at).is_(None),
        )
        .correlate(Challenge)
        .scalar_subquery()
    )
    return (
        columns(
            col(Challenge.id),
            col(Challenge.slug),
            col(Challenge.title),
            func.substr(Challenge.context, 1, EXCERPT).label("excerpt"),
            col(Challenge.language),
            col(Challenge.visibility),
            col(Challenge.closed_at),
            col(Challenge.worked_on_at),
            col(Challenge.solved),
            col(Challenge.posted_at),
            col(Challenge.hidden_at),
            col(Challenge.faced_by),
            answers.label("answers"),
            col(Member.name).label("author"),
            col(Member.slug).label("author_slug"),
            col(City.id).label("city_id"),
            col(City.slug).label("city_slug"),
            col(City.name).label("city_name"),
            col(City.country),
            stages_of(col(City.id)).label("said"),
            col(Member.audience),
        )
        .join(Member, col(Member.id) == col(Challenge.author_id))
        .outerjoin(City, col(City.id) == col(Challenge.city_id))
    )


def made(
    db: Session, me: Actor, found: Select[*tuple[Any, ...]], topics: Tree | None = None
) -> list[ChallengeRow]:
    """The rows of a select that began with `wanted`, with their topics: two or three queries."""
    raw = list(rows(db, found).mappings())
    if not raw:
        return []
    known = topics or tree(db)
    of_challenge = _topics(db, [one["id"] for one in raw], known)
    return [_row(one, of_challenge.get(one["id"], []), me) for one in raw]


def _topics(db: Session, ids: Sequence[UUID], known: Tree) -> dict[UUID, list[TopicRow]]:
    found: dict[UUID, set[UUID]] = {}
    for challenge_id, topic_id in rows(
        db,
        columns(col(ChallengeTopic.challenge_id), col(ChallengeTopic.topic_id)).where(
            col(ChallengeTopic.challenge_id).in_(ids)
        ),
    ):
        found.setdefault(challenge_id, set()).add(topic_id)
    return {challenge_id: known.of(topic_ids) for challenge_id, topic_ids in found.items()}


def _row(one: RowMapping, topics: Sequence[TopicRow], me: Actor) -> ChallengeRow:
    author, author_slug = known_as(one["author"], one["author_slug"], one["audience"], me)
    city = one["city_id"] and CityMark(
        one["city_id"],
        one["city_slug"],
        one["city_name"],
        one["country"],
        stages(one["said"]),
    )
    return ChallengeRow(
        id=one["id"],
        slug=one["slug"],
        title=one["title"],
        excerpt=one["excerpt"],
        language=one["language"],
        visibility=one["visibility"],
        status=models.status(one["closed_at"], one["worked_on_at"], solved=one["solved"]),
        posted_at=one["posted_at"],
        hidden_at=one["hidden_at"],
        author=author,
        author_slug=author_slug,
        city=city,
        faced_by=one["faced_by"],
        answers=one["answers"],
        topics=topics,
    )
