"""Lists of challenges, and one of them to act on. What is not in `sight` is not found here.

Lists start from `listed_for`; one that is asked for by its address, from `visible_to`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.core.pages import MOST_NEW, PAGE, Page, cut
from backend.core.plans import by_no_index
from backend.domain.challenges.answers import Answer
from backend.domain.challenges.filters import Filters
from backend.domain.challenges.models import (
    IS_OPEN,
    STATUS,
    WAITING,
    Challenge,
    ChallengeCity,
    ChallengeTopic,
    Facing,
)
from backend.domain.challenges.order import Found, key, newest, ordered
from backend.domain.challenges.rows import WANTED, ChallengeRow, made
from backend.domain.challenges.sight import listed_for, said_to, visible_to
from backend.domain.cities.models import City, CityPriority
from backend.domain.members.blocks import heard_by
from backend.domain.members.models import Actor, Member, MemberTopic
from backend.domain.members.readers import made_once
from backend.domain.topics.queries import Tree, tree

Condition = ColumnElement[bool]

_ALL = Filters()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many challenges somebody can see, by where they stand."""

    open: int = 0
    in_progress: int = 0
    solved: int = 0
    closed: int = 0

    @property
    def all(self) -> int:
        return self.open + self.in_progress + self.solved + self.closed


def listed(
    db: Session, me: Actor, filters: Filters, topics: Tree | None = None
) -> Page[ChallengeRow]:
    """One page of the challenges that this person sees, as asked for."""
    known = topics or tree(db)
    if filters == _ALL:
        found = _newest_of_all(me)
    else:
        found = WANTED.where(listed_for(me), *_conditions(me, filters, known))
        found = ordered(found, filters.sort, filters.after).limit(PAGE + 1)
    return cut(made(db, me, found, known), key(filters.sort))


@made_once
def _newest_of_all(me: Actor) -> Found:
    """What most ask for."""
    return newest(WANTED.where(listed_for(me))).limit(PAGE + 1)


def new_since(db: Session, me: Member, filters: Filters, since: datetime) -> Sequence[UUID]:
    """Which of those asked for others have posted since, as far as this member hears of them."""
    found = WANTED.with_only_columns(col(Challenge.id), maintain_column_froms=True).where(
        listed_for(me),
        col(Challenge.posted_at) > since,
        col(Challenge.author_id) != me.id,
        heard_by(me, col(Challenge.author_id)),
        *_conditions(me, filters, tree(db)),
    )
    return rows(db, newest(found).limit(MOST_NEW)).scalars().all()


def could_answer(
    db: Session, me: Member, limit: int = 5, topics: Tree | None = None
) -> list[ChallengeRow]:
    """Open challenges of other cities that I might answer, the newest first.

    They are about what I can help with, or what my city puts first; I haven't answered them yet.
    """
    return made(db, me, _answerable(me, limit), topics)


@made_once
def _answerable(me: Actor, limit: int) -> Found:
    side = by_no_index(col(MemberTopic.side))
    mine = columns(col(MemberTopic.topic_id)).where(
        col(MemberTopic.member_id) == me.id, side == "can_help"
    )
    ours = columns(col(CityPriority.topic_id)).where(col(CityPriority.city_id) == me.city_id)
    answered = exists().where(
        col(Answer.challenge_id) == col(Challenge.id), col(Answer.author_id) == me.id
    )
    elsewhere = or_(col(Challenge.city_id).is_(None), col(Challenge.city_id) != me.city_id)
    found = WANTED.where(
        listed_for(me),
        IS_OPEN,
        col(Challenge.hidden_at).is_(None),
        col(Challenge.author_id) != me.id,
        heard_by(me, col(Challenge.author_id)),
        elsewhere if me.city_id is not None else col(Challenge.id).is_not(None),
        _about(or_(col(ChallengeTopic.topic_id).in_(mine), col(ChallengeTopic.topic_id).in_(ours))),
        ~answered,
    )
    return newest(found).limit(limit)


def by_city(
    db: Session, me: Actor, city_id: UUID, limit: int = 5, topics: Tree | None = None
) -> list[ChallengeRow]:
    """What this city has asked, the newest first."""
    found = WANTED.where(listed_for(me), col(Challenge.city_id) == city_id)
    return made(db, me, newest(found).limit(limit), topics)


def faced_by_city(
    db: Session, me: Actor, city_id: UUID, limit: int = 5, topics: Tree | None = None
) -> list[ChallengeRow]:
    """What other cities have asked and this one faces too, the newest first."""
    facing = columns(col(Facing.challenge_id)).where(col(Facing.city_id) == city_id)
    elsewhere = or_(col(Challenge.city_id).is_(None), col(Challenge.city_id) != city_id)
    found = WANTED.where(listed_for(me), elsewhere, col(Challenge.id).in_(facing))
    return made(db, me, newest(found).limit(limit), topics)


def by_member(
    db: Session, me: Actor, member_id: UUID, limit: int = 5, topics: Tree | None = None
) -> list[ChallengeRow]:
    """What this member has asked, the newest first."""
    found = WANTED.where(listed_for(me), col(Challenge.author_id) == member_id)
    return made(db, me, newest(found).limit(limit), topics)


def answered_by(
    db: Session, me: Actor, member_id: UUID, limit: int = 5, topics: Tree | None = None
) -> list[ChallengeRow]:
    """What this member has answered, as far as the answers can be seen; the newest first."""
    answers = columns(col(Answer.challenge_id)).where(
        col(Answer.author_id) == member_id, col(Answer.parent_id).is_(None), said_to(me)
    )
    found = WANTED.where(listed_for(me), col(Challenge.id).in_(answers))
    return made(db, me, newest(found).limit(limit), topics)


def counts(db: Session, me: Actor, *conditions: Condition) -> Counts:
    """How many this person sees, by where they stand; all, or those that meet the conditions."""
    sums = [func.count().filter(*of_status).label(status) for status, of_status in STATUS.items()]
    found = columns(*sums).select_from(Challenge).where(listed_for(me), *conditions)
    return Counts(**rows(db, found).mappings().one())


def one(db: Session, me: Actor, slug: str) -> Challenge:
    """The challenge itself; NotFound for what may not be seen and for what is not there alike."""
    found = db.exec(select(Challenge).where(col(Challenge.slug) == slug, visible_to(me))).first()
    if found is None:
        raise NotFound(_("There is no such challenge."))
    return found


def one_answer(db: Session, me: Actor, challenge: Challenge, answer_id: UUID) -> Answer:
    """An answer or reply of a challenge that this person is known to see."""
    found = db.exec(
        select(Answer).where(
            col(Answer.id) == answer_id, col(Answer.challenge_id) == challenge.id, said_to(me)
        )
    ).first()
    if found is None:
        raise NotFound(_("There is no such answer."))
    return found


def chosen_cities(db: Session, challenge_id: UUID) -> set[UUID]:
    """The cities chosen to see this challenge."""
    found = columns(col(ChallengeCity.city_id)).where(
        col(ChallengeCity.challenge_id) == challenge_id
    )
    return set(rows(db, found).scalars())


def facing_cities(db: Session, challenge_id: UUID) -> set[UUID]:
    """The cities that say they face it, the one that asks among them."""
    facing = columns(col(Facing.city_id)).where(col(Facing.challenge_id) == challenge_id)
    return set(rows(db, facing).scalars())


def asks(me: Actor, city_id: Any) -> Condition:
    """Whether this city asks the network something now, in a challenge that I may see."""
    # Of each city one such challenge is looked for, however many it has.
    return exists().where(
        listed_for(me),
        col(Challenge.hidden_at).is_(None),
        IS_OPEN,
        col(Challenge.city_id) == city_id,
    )


def _conditions(me: Actor, filters: Filters, topics: Tree) -> list[Condition]:
    conditions: list[Condition] = []
    if filters.topic:
        conditions.append(_about(col(ChallengeTopic.topic_id).in_(_branch(topics, filters.topic))))
    if filters.region:
        # So asked that challenges are walked in their order: of a region there are many.
        conditions.append(func.coalesce(col(City.region), "") == filters.region)
    if filters.city:
        posting = columns(col(City.id)).where(col(City.slug) == filters.city).scalar_subquery()
        conditions.append(col(Challenge.city_id) == posting)
    if filters.status:
        conditions.extend(STATUS[filters.status])
    if filters.language:
        conditions.append(col(Challenge.language) == filters.language)
    if filters.unanswered or filters.sort == "waiting":
        conditions.extend(WAITING)
    if filters.my_topics:
        mine = columns(col(MemberTopic.topic_id)).where(col(MemberTopic.member_id) == me.id)
        conditions.append(_about(col(ChallengeTopic.topic_id).in_(mine)))
    if filters.my_city:
        ours = columns(col(Facing.challenge_id)).where(col(Facing.city_id) == me.city_id)
        conditions.append(col(Challenge.id).in_(ours))
    return conditions


def _about(topics: Condition) -> Condition:
    return exists().where(col(ChallengeTopic.challenge_id) == col(Challenge.id), topics)


def _branch(topics: Tree, slug: str) -> set[UUID]:
    branch = topics.branch(slug)
    if not branch:
        raise NotFound(_("There is no such topic."))
    return branch
