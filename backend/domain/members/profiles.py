"""A member as others see them: the fields of a profile that its reader belongs to the audience of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, String, cast, func, literal
from sqlalchemy import select as columns
from sqlmodel import col

from backend.core import ids
from backend.domain.cities.models import City
from backend.domain.members.audience import shows
from backend.domain.members.models import Actor, Member, MemberLanguage, MemberTopic
from backend.domain.topics.queries import TopicRow, Tree

SIDES = ("can_help", "looking_for")


@dataclass(frozen=True, slots=True)
class CityBrief:
    id: UUID
    slug: str
    name: str
    country: str


@dataclass(frozen=True, slots=True)
class Person:
    """What lists show of a member. Empty is what isn't there and what isn't for this reader."""

    id: UUID
    slug: str
    name: str
    title: str
    department: str
    organisation: str
    city: CityBrief | None
    bio: str
    languages: Sequence[str]
    zone: str
    """Where their clock stands; empty if it isn't shown."""
    work_starts: time | None
    work_ends: time | None
    can_help: Sequence[TopicRow]
    looking_for: Sequence[TopicRow]


@dataclass(frozen=True, slots=True)
class Profile(Person):
    """What the page of a member shows beside that."""

    pronunciation: str
    pronouns: str
    would_convene: bool
    shows_city: bool
    """Whoever asks may know where they work, and have worked."""
    is_lead: bool
    is_convener: bool
    suspended: bool


def person_columns() -> tuple[Any, ...]:
    """For a select that joins the member and, where there is one, the city."""
    return (
        col(Member.id),
        col(Member.slug),
        col(Member.name),
        col(Member.title),
        col(Member.department),
        col(Member.organisation),
        col(Member.bio),
        col(Member.zone),
        col(Member.work_starts),
        col(Member.work_ends),
        col(Member.audience),
        col(Member.city_id).label("works_for"),
        col(City.id).label("city_id"),
        col(City.slug).label("city_slug"),
        col(City.name).label("city_name"),
        col(City.country),
        languages_of(col(Member.id)).label("spoken"),
        topics_of(col(Member.id)).label("topics"),
    )


def languages_of(member_id: Any) -> ColumnElement[str | None]:
    """The languages of a member in one column."""
    spoken = func.aggregate_strings(col(MemberLanguage.language), ",")
    return columns(spoken).where(col(MemberLanguage.member_id) == member_id).scalar_subquery()


def topics_of(member_id: Any) -> ColumnElement[str | None]:
    """The topics of a member, each with its side, in one column."""
    topic = col(MemberTopic.side) + literal(":") + cast(col(MemberTopic.topic_id), String)
    named = func.aggregate_strings(topic, ",")
    return columns(named).where(col(MemberTopic.member_id) == member_id).scalar_subquery()


def sides(topics: str | None) -> dict[str, set[UUID]]:
    """What `topics_of` selected, by side."""
    found: dict[str, set[UUID]] = {side: set() for side in SIDES}
    for one in filter(None, (topics or "").split(",")):
        side, _colon, topic_id = one.partition(":")
        found[side].add(ids.read(topic_id))
    return found


def person(one: RowMapping, me: Actor, topics: Tree) -> Person:
    return Person(**_shown(one, me, topics))


def profile(one: RowMapping, me: Actor, topics: Tree) -> Profile:
    """From a select of `person_columns` and the member."""
    member: Member = one["Member"]

    def seen(field: str) -> bool:
        return shows(member.audience, field, me, member.city_id)

    return Profile(
        **_shown(one, me, topics),
        pronunciation=member.pronunciation if seen("pronouns") else "",
        pronouns=member.pronouns if seen("pronouns") else "",
        would_convene=member.would_convene and seen("would_convene"),
        shows_city=seen("city"),
        is_lead=member.is_lead and seen("city"),
        is_convener=member.is_convener,
        suspended=member.suspended_at is not None and me.moderates,
    )


def _shown(one: RowMapping, me: Actor, topics: Tree) -> dict[str, Any]:
    def seen(field: str) -> bool:
        return shows(one["audience"], field, me, one["works_for"])

    here = one["city_id"] is not None and seen("city")
    city = CityBrief(one["city_id"], one["city_slug"], one["city_name"], one["country"])
    of_side = sides(one["topics"])
    return {
        "id": one["id"],
        "slug": one["slug"],
        "name": one["name"],
        "title": one["title"] if seen("title") else "",
        "department": one["department"] if seen("title") else "",
        "organisation": one["organisation"] if seen("city") else "",
        "city": city if here else None,
        "bio": one["bio"] if seen("bio") else "",
        "languages": sorted(filter(None, (one["spoken"] or "").split(",")))
        if seen("languages")
        else (),
        "zone": one["zone"] if seen("hours") else "",
        "work_starts": one["work_starts"] if seen("hours") else None,
        "work_ends": one["work_ends"] if seen("hours") else None,
        "can_help": topics.of(of_side["can_help"]) if seen("can_help") else (),
        "looking_for": topics.of(of_side["looking_for"]) if seen("looking_for") else (),
    }
