"""A challenge as lists show it: columns only, the same few queries however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, String, cast, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import ids
from backend.core.db import rows
from backend.domain.challenges import models
from backend.domain.challenges.models import Challenge, ChallengeTopic
from backend.domain.challenges.sight import EXCERPT
from backend.domain.cities.models import City
from backend.domain.cities.rings import Stages
from backend.domain.cities.rows import stages, stages_of
from backend.domain.members.audience import known_as
from backend.domain.members.models import Actor, Member
from backend.domain.members.readers import reader
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


def _wanted() -> Select[*tuple[Any, ...]]:
    topics = (
        columns(func.aggregate_strings(cast(col(ChallengeTopic.topic_id), String), ","))
        .where(col(ChallengeTopic.challenge_id) == col(Challenge.id))
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
            col(Challenge.answers),
            topics.label("chosen"),
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


WANTED = _wanted()
"""What a row is made of; lists add their conditions and their order."""


def made(
    db: Session, me: Actor, found: Select[*tuple[Any, ...]], topics: Tree | None = None
) -> list[ChallengeRow]:
    """The rows of a select that began with `WANTED`: one query, and one for the topics' labels."""
    raw = list(rows(db, found, reader(me)).mappings())
    if not raw:
        return []
    known = topics or tree(db)
    return [_row(one, me, known) for one in raw]


def _row(one: RowMapping, me: Actor, known: Tree) -> ChallengeRow:
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
        topics=known.of(ids.read(topic) for topic in (one["chosen"] or "").split(",") if topic),
    )
