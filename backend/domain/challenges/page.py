"""Everything around one challenge, as its page shows it; what was said to it is in `thread`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, Uuid, bindparam, exists, literal, true
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain.challenges.models import (
    Challenge,
    ChallengeCity,
    ChallengeStep,
    ChallengeTopic,
    Facing,
)
from backend.domain.challenges.person import Person, person, person_columns
from backend.domain.challenges.sight import Role, challenges_for, role
from backend.domain.cities.models import City
from backend.domain.members.audience import known_as
from backend.domain.members.models import Actor, Member
from backend.domain.members.readers import READER, READER_CITY, reader
from backend.domain.notifications.models import Follow
from backend.domain.topics import queries as topics
from backend.domain.topics.queries import TopicRow


@dataclass(frozen=True, slots=True)
class AskingCity:
    """The city for which a challenge was posted, whatever its author's profile shows."""

    name: str
    slug: str
    country: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A challenge, who posted it, and how the reader stands to it."""

    challenge: Challenge
    author: Person
    city: AskingCity | None
    faces: bool
    """The reader's city faces it."""
    follows: bool


@dataclass(frozen=True, slots=True)
class NearbyCity:
    """A city that faces a challenge, or was chosen to see it."""

    id: UUID
    slug: str
    name: str
    country: str
    latitude: float
    longitude: float
    words: str
    is_current: bool
    """Somebody vouches now that who said it is of this city."""


@dataclass(frozen=True, slots=True)
class Cities:
    facing: Sequence[NearbyCity]
    chosen: Sequence[NearbyCity]


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of a challenge's history."""

    what: str
    visibility: str
    at: datetime
    by: str
    by_slug: str


def opened(db: Session, me: Actor, slug: str) -> Opened:
    """The challenge of this slug; NotFound for what may not be seen and what is not there alike."""
    one = rows(db, _opened(role(me)), {**reader(me), "slug": slug}).mappings().first()
    if one is None:
        raise NotFound(_("There is no such challenge."))
    city = AskingCity(one["city"], one["city_slug"], one["country"]) if one["city"] else None
    author = person(one, me)
    return Opened(one["Challenge"], author, city, bool(one["faces"]), bool(one["follows"]))


@lru_cache
def _opened(role: Role) -> Select[*tuple[Any, ...]]:
    faces = exists().where(
        col(Facing.challenge_id) == col(Challenge.id), col(Facing.city_id) == READER_CITY
    )
    follows = exists().where(
        col(Follow.member_id) == READER,
        col(Follow.kind) == "challenge",
        col(Follow.subject_id) == col(Challenge.id),
    )
    return (
        columns(Challenge, faces.label("faces"), follows.label("follows"), *person_columns())
        .join(Member, col(Member.id) == col(Challenge.author_id))
        .outerjoin(City, col(City.id) == col(Challenge.city_id))
        .where(col(Challenge.slug) == bindparam("slug"), challenges_for(role))
    )


def topics_of(db: Session, challenge_id: UUID) -> list[TopicRow]:
    """What a challenge is about, in the order of the tree."""
    mine: Select[UUID] = columns(col(ChallengeTopic.topic_id)).where(
        col(ChallengeTopic.challenge_id) == challenge_id
    )
    return topics.some(db, mine)


def cities(db: Session, challenge_id: UUID) -> Cities:
    """Which cities face a challenge, and which were chosen to see it, by name."""
    found = list(rows(db, _cities(), {"challenge": challenge_id}))
    links = {
        link: [NearbyCity(*one[:8]) for one in found if one.link == link]
        for link in (Facing.__tablename__, ChallengeCity.__tablename__)
    }
    return Cities(*links.values())


@lru_cache
def _cities() -> CompoundSelect[*tuple[Any, ...]]:
    def around(link: type[Facing | ChallengeCity], words: Any, is_current: Any) -> Any:
        return (
            columns(
                col(City.id),
                col(City.slug),
                col(City.name),
                col(City.country),
                col(City.latitude),
                col(City.longitude),
                words.label("words"),
                is_current.label("is_current"),
                col(City.folded).label("folded"),
                literal(link.__tablename__).label("link"),
            )
            .join(link, col(link.city_id) == col(City.id))
            .where(col(link.challenge_id) == bindparam("challenge", type_=Uuid()))
        )

    # Beside the row, not joined to it: only cities that face it have somebody who said so.
    speaker = (
        exists()
        .where(col(Member.id) == col(Facing.said_by_id), col(Member.city_id) == col(Facing.city_id))
        .correlate(Facing)
    )
    both = around(Facing, col(Facing.words), speaker).union_all(
        around(ChallengeCity, literal(""), true())
    )
    ordered: CompoundSelect[*tuple[Any, ...]] = both.order_by("folded", "id")
    return ordered


def history(db: Session, me: Actor, challenge_id: UUID) -> list[StepRow]:
    """What was done to a challenge, by whom and when, from the beginning."""
    found = rows(
        db,
        columns(
            col(ChallengeStep.what),
            col(ChallengeStep.visibility),
            col(ChallengeStep.at),
            col(Member.name),
            col(Member.slug),
            col(Member.audience),
        )
        .join(Member, col(Member.id) == col(ChallengeStep.by_id))
        .where(col(ChallengeStep.challenge_id) == challenge_id)
        .order_by(col(ChallengeStep.at), col(ChallengeStep.id)),
    )
    return [
        StepRow(what, visibility, at, *known_as(name, slug, audience, me))
        for what, visibility, at, name, slug, audience in found
    ]
