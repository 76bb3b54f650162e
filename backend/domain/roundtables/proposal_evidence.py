"""What speaks for a city at a roundtable: what it faces of its topics, and what of them it puts first."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    cast,
    func,
    literal,
    or_,
    union,
    union_all,
)
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.challenges.models import Challenge, ChallengeTopic, Facing
from backend.domain.challenges.sight import listed_for
from backend.domain.cities.models import City, CityPriority
from backend.domain.members.models import Member
from backend.domain.subjects import Glance

NEWEST = 200
"""Challenges on each topic that say which cities face it: of more, the newest."""
NAMED = 2
"""Of what a city faces, so much is told with its own record."""
_FACES, _RANKS = "faces", "ranks"


@dataclass(slots=True)
class Evidence:
    """What speaks for a city."""

    faces: int = 0
    challenges: list[Glance] = field(default_factory=list)
    """The newest of those it faces."""
    ranks: set[UUID] = field(default_factory=set)


def cities(
    db: Session,
    me: Member,
    topic_ids: Sequence[UUID],
    wanted: ColumnElement[bool],
    besides: Collection[UUID],
) -> list[tuple[UUID, str, str, str, str, int]]:
    """Id, slug, name, country and region of each city that faces or values these topics, and by how much.

    Of those that are `wanted`; `besides` come along whatever they face. A city that faces it weighs
    more than one that only thinks it matters.
    """
    facing = (
        columns(col(Facing.city_id), func.count().label("faces"), literal(0).label("ranks"))
        .where(col(Facing.challenge_id).in_(_newest(me, topic_ids)))
        .group_by(col(Facing.city_id))
    )
    ranking = columns(col(CityPriority.city_id), literal(0), literal(1)).where(
        col(CityPriority.topic_id).in_(topic_ids)
    )
    told = union_all(facing, ranking).subquery()
    faces, ranks = func.sum(told.c.faces), func.sum(told.c.ranks)
    sums = (
        columns(told.c.city_id, faces.label("faces"), ranks.label("ranks"))
        .group_by(told.c.city_id)
        .subquery()
    )
    found = (
        columns(
            col(City.id),
            col(City.slug),
            col(City.name),
            col(City.country),
            col(City.region),
            func.coalesce(sums.c.faces, 0),
            func.coalesce(sums.c.ranks, 0),
        )
        .outerjoin(sums, sums.c.city_id == col(City.id))
        .where(or_(sums.c.city_id.is_not(None), col(City.id).in_(besides)), wanted)
    )
    return [(*city, 4 * min(faces, 3) + 3 * ranks) for *city, faces, ranks in rows(db, found)]


def _newest(me: Member, topic_ids: Sequence[UUID]) -> CompoundSelect[UUID]:
    """The newest challenges on each of these topics: along its index, however many there are."""
    of_topics = (
        columns(col(ChallengeTopic.challenge_id))
        .join(Challenge, col(Challenge.id) == col(ChallengeTopic.challenge_id))
        .where(
            col(ChallengeTopic.topic_id) == topic_id,
            listed_for(me),
            col(Challenge.hidden_at).is_(None),
        )
        .order_by(col(ChallengeTopic.challenge_id).desc())
        .limit(NEWEST)
        for topic_id in topic_ids
    )
    return union(*(columns(one.subquery().c.challenge_id) for one in of_topics))


def of(
    db: Session, me: Member, topic_ids: Sequence[UUID], city_ids: Sequence[UUID]
) -> defaultdict[UUID, Evidence]:
    """What each of these cities faces of these topics, and which of them it puts first."""
    told = union_all(_facing(me, topic_ids, city_ids), _ranking(topic_ids, city_ids)).subquery()
    found: defaultdict[UUID, Evidence] = defaultdict(Evidence)
    for city_id, what, thing, slug, title, count in rows(db, columns(told)):
        one = found[city_id]
        if what == _RANKS:
            one.ranks.add(UUID(thing))
        else:
            one.faces = count
            one.challenges.append(Glance("challenge", UUID(thing), title, slug))
    return found


def _facing(
    me: Member, topic_ids: Sequence[UUID], city_ids: Sequence[UUID]
) -> Select[*tuple[Any, ...]]:
    """The newest challenges on these topics that each city faces, and how many there are."""
    on_topic = columns(col(ChallengeTopic.challenge_id)).where(
        col(ChallengeTopic.topic_id).in_(topic_ids)
    )
    city_id = col(Facing.city_id)
    ranked = (
        columns(
            city_id.label("city_id"),
            cast(col(Challenge.id), String).label("thing"),
            col(Challenge.slug),
            col(Challenge.title),
            func.count().over(partition_by=city_id).label("count"),
            func.row_number()
            .over(partition_by=city_id, order_by=col(Challenge.id).desc())
            .label("place"),
        )
        .join(Challenge, col(Challenge.id) == col(Facing.challenge_id))
        .where(
            city_id.in_(city_ids),
            col(Challenge.id).in_(on_topic),
            listed_for(me),
            col(Challenge.hidden_at).is_(None),
        )
        .subquery()
    )
    one = ranked.c
    return columns(
        one.city_id, literal(_FACES).label("what"), one.thing, one.slug, one.title, one.count
    ).where(one.place <= NAMED)


def _ranking(topic_ids: Sequence[UUID], city_ids: Sequence[UUID]) -> Select[*tuple[Any, ...]]:
    """The topics that each city has among its priorities."""
    return columns(
        col(CityPriority.city_id),
        literal(_RANKS),
        cast(col(CityPriority.topic_id), String),
        literal(""),
        literal(""),
        literal(1),
    ).where(col(CityPriority.topic_id).in_(topic_ids), col(CityPriority.city_id).in_(city_ids))
