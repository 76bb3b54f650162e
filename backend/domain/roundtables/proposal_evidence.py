"""What speaks for a city at a roundtable: what it faces of its topics, and what of them it puts first."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    String,
    case,
    cast,
    exists,
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

NEWEST = 100
"""Challenges on each topic that say which cities face it: of more, the newest."""
ENOUGH = 3
"""A city that faces more, or has more who can help, weighs no more."""
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
    *,
    missing: Collection[str],
    besides: Collection[UUID],
    most: int,
) -> Sequence[Row[UUID, str, str, str, str, int]]:
    """Id, slug, name, country and region of cities that face or value these topics, and how much.

    Of those that are `wanted`, so many with the most weight from regions that are `missing`, and as
    many from others, equals by name; `besides` come along whatever they weigh.
    """
    sums = _weights(me, topic_ids, besides).subquery()
    place = func.row_number().over(
        partition_by=col(City.region).in_(missing),
        order_by=(sums.c.weight.desc(), col(City.folded), col(City.id)),
    )
    city = (col(City.id), col(City.slug), col(City.name), col(City.country), col(City.region))
    weighed = (
        columns(*city, sums.c.weight, place.label("place"))
        .join(sums, sums.c.city_id == col(City.id))
        .where(wanted)
        .subquery()
    )
    one = weighed.c
    first = columns(one.id, one.slug, one.name, one.country, one.region, one.weight)
    return rows(db, first.where(or_(one.place <= most, one.id.in_(besides)))).all()


def _weights(me: Member, topic_ids: Sequence[UUID], besides: Collection[UUID]) -> Select[UUID, int]:
    """A city that faces it weighs more than one that only thinks it matters."""
    faces = func.count()
    facing = (
        columns(
            col(Facing.city_id), (4 * case((faces > ENOUGH, ENOUGH), else_=faces)).label("weight")
        )
        .where(col(Facing.challenge_id).in_(_newest(me, topic_ids)))
        .group_by(col(Facing.city_id))
    )
    ranking = columns(col(CityPriority.city_id), literal(3)).where(
        col(CityPriority.topic_id).in_(topic_ids)
    )
    others = columns(col(City.id), literal(0)).where(col(City.id).in_(besides))
    told = union_all(facing, ranking, others).subquery()
    weight = func.sum(told.c.weight).label("weight")
    return columns(told.c.city_id, weight).group_by(told.c.city_id)


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
    # Of each that a city faces it is asked, or all that there are on these topics were gathered.
    on_topic = exists().where(
        col(ChallengeTopic.challenge_id) == col(Challenge.id),
        col(ChallengeTopic.topic_id).in_(topic_ids),
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
            on_topic,
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
