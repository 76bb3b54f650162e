"""Who endorses whom for what, as lists and as counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, RowMapping, Select, bindparam, case, func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.core.pages import PAGE, Page, as_key, cut
from backend.domain.cities.models import City
from backend.domain.endorsements.models import Endorsement
from backend.domain.endorsements.sight import counted_for
from backend.domain.members.audience import known_as, shows
from backend.domain.members.models import Actor, Member, MemberTopic
from backend.domain.members.queries import shown
from backend.domain.members.readers import made_once, reader

_MEMBERS: BindParameter[Any] = bindparam("members", expanding=True)
AT_FIRST = 3
"""Endorsers that a profile names beside each topic; the others are a page away."""


@dataclass(frozen=True, slots=True)
class Endorser:
    """A peer who says that somebody can help with a topic, as far as their profile shows."""

    id: UUID
    """Of the endorsement."""
    author_id: UUID
    name: str
    slug: str
    """Empty where the name isn't shown."""
    city: str
    topic_id: UUID
    words: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Endorsed:
    """One topic of a profile: how many endorse it, the newest of them, and whether I do."""

    count: int
    newest: Sequence[Endorser]
    by_me: bool


def of_member(db: Session, me: Actor, member_id: UUID) -> dict[UUID, Endorsed]:
    """What a profile shows: by topic, in one query."""
    topic = col(Endorsement.topic_id)
    newest_first = col(Endorsement.id).desc()
    own = func.sum(case((col(Endorsement.author_id) == me.id, 1), else_=0))
    ranked = (
        _rows(
            func.row_number().over(partition_by=topic, order_by=newest_first).label("place"),
            func.count().over(partition_by=topic).label("number"),
            own.over(partition_by=topic).label("own"),
        )
        .where(col(Endorsement.member_id) == member_id, counted_for(me))
        .subquery()
    )
    found = columns(*ranked.c).where(ranked.c.place <= AT_FIRST).order_by(ranked.c.place)
    by_topic: dict[UUID, Endorsed] = {}
    for one in rows(db, found).mappings():
        known = by_topic.get(one["topic_id"])
        newest = [*(known.newest if known else ()), _endorser(one, me)]
        by_topic[one["topic_id"]] = Endorsed(one["number"], newest, by_me=bool(one["own"]))
    return by_topic


def of_topic(
    db: Session, me: Actor, member_id: UUID, topic_id: UUID, after: str = ""
) -> Page[Endorser]:
    """Everybody who endorses a member for a topic, the newest first."""
    wanted = _rows().where(
        col(Endorsement.member_id) == member_id,
        col(Endorsement.topic_id) == topic_id,
        counted_for(me),
    )
    if key := as_key(after):
        wanted = wanted.where(col(Endorsement.id) < key)
    found = rows(db, wanted.order_by(col(Endorsement.id).desc()).limit(PAGE + 1)).mappings()
    return cut([_endorser(one, me) for one in found], lambda one: str(one.id))


def counts_of(
    db: Session, me: Actor, member_ids: Collection[UUID]
) -> Mapping[UUID, Mapping[UUID, int]]:
    """How many endorse each of these members, by topic."""
    found: dict[UUID, dict[UUID, int]] = {}
    if not member_ids:
        return found
    given = reader(me) | {"members": list(member_ids)}
    for member_id, topic_id, number in rows(db, _counts(me), given):
        found.setdefault(member_id, {})[topic_id] = number
    return found


@made_once
def _counts(me: Actor) -> Select[*tuple[Any, ...]]:
    return (
        columns(col(Endorsement.member_id), col(Endorsement.topic_id), func.count())
        .where(col(Endorsement.member_id).in_(_MEMBERS), counted_for(me))
        .group_by(col(Endorsement.member_id), col(Endorsement.topic_id))
    )


def declares(db: Session, me: Actor, member_id: UUID, topic_id: UUID) -> bool:
    """Whether a member says to this person that they can help with a topic."""
    said = (
        columns(col(MemberTopic.topic_id))
        .join(Member, col(Member.id) == col(MemberTopic.member_id))
        .where(
            col(MemberTopic.member_id) == member_id,
            col(MemberTopic.topic_id) == topic_id,
            col(MemberTopic.side) == "can_help",
            shown("can_help", me),
        )
    )
    return rows(db, said).first() is not None


def mine(db: Session, me: Member, member_id: UUID, topic_id: UUID) -> Endorsement | None:
    """What I said of them on this topic, even if it no longer stands."""
    return db.exec(
        select(Endorsement).where(
            col(Endorsement.author_id) == me.id,
            col(Endorsement.member_id) == member_id,
            col(Endorsement.topic_id) == topic_id,
        )
    ).first()


def about_me(db: Session, me: Member, endorsement_id: UUID) -> Endorsement:
    """An endorsement of mine, to remove it; NotFound for those of others."""
    found = db.get(Endorsement, endorsement_id)
    if found is None or found.member_id != me.id:
        raise NotFound(_("There is no such thing here."))
    return found


def _rows(*more: Any) -> Select[*tuple[Any, ...]]:
    return (
        columns(
            col(Endorsement.id),
            col(Endorsement.author_id),
            col(Endorsement.topic_id),
            col(Endorsement.words),
            col(Endorsement.made_at),
            col(Member.name),
            col(Member.slug),
            col(Member.audience),
            col(Member.city_id).label("works_for"),
            func.coalesce(col(City.name), col(Member.organisation)).label("city"),
            *more,
        )
        .select_from(Endorsement)
        .join(Member, col(Member.id) == col(Endorsement.author_id))
        .outerjoin(City, col(City.id) == col(Member.city_id))
    )


def _endorser(one: RowMapping, me: Actor) -> Endorser:
    name, slug = known_as(one["name"], one["slug"], one["audience"], me)
    for_city = shows(one["audience"], "city", me, one["works_for"])
    return Endorser(
        one["id"],
        one["author_id"],
        name,
        slug,
        one["city"] if for_city else "",
        one["topic_id"],
        one["words"],
        one["made_at"],
    )
