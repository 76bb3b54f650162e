"""What may be asked of the directory, and the conditions that answer it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from functools import lru_cache
from typing import Any, TypeAlias
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, tuple_
from sqlalchemy import select as columns
from sqlmodel import col

from backend.core.choices import Choices, Question
from backend.domain.cities.models import City
from backend.domain.directory.office_hours import Place, Window
from backend.domain.endorsements.sight import endorsed
from backend.domain.members.blocks import near
from backend.domain.members.models import Actor, Member, MemberLanguage, MemberTopic
from backend.domain.members.queries import in_lists, shown
from backend.domain.topics.queries import Tree

Condition: TypeAlias = ColumnElement[bool]

YES = "yes"
HOURS = ("now", "mine")
"""In office hours at this moment; office hours that overlap with mine for two hours or more."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """The working days that were asked for: windows by place, without days that are too short."""

    windows: Mapping[Window, Sequence[Place]] = field(default_factory=dict)
    too_short: Sequence[tuple[time, time]] = ()


class Filters(BaseModel):
    """As they stand in the address. Within one any choice will do; all filters must be met."""

    q: Question = ""
    can_help: Choices = []
    """Topics by their slugs; those below them in the tree count too."""
    looking_for: Choices = []
    region: Choices = []
    country: Choices = []
    city: Choices = []
    language: Choices = []
    hours: Question = ""
    endorsed: Choices = []
    """Yes: by peers, for what was chosen under `can_help`, or for anything."""
    after: Question = ""

    def chosen(self) -> dict[str, Any]:
        """What narrows the list; not the page's place."""
        return self.model_dump(exclude={"after"}, exclude_defaults=True)


def conditions(filters: Filters, me: Actor, topics: Tree, fitting: Fitting) -> dict[str, Condition]:
    """The condition of each facet in which something is chosen.

    `fitting` are the office hours that were asked for, if any.
    """
    found: dict[str, Condition] = {}
    for side in ("can_help", "looking_for"):
        slugs = getattr(filters, side)
        if slugs:
            found[side] = of_topic(side, topics.branches_of(slugs), me)
    # The city is joined only where it is shown, so nobody is found by one that isn't.
    if filters.region:
        # So asked that people are walked in their order: of a region there are many.
        found["region"] = func.coalesce(col(City.region), "").in_(filters.region)
    if filters.country:
        found["country"] = col(City.country).in_(filters.country)
    if filters.city:
        found["city"] = col(City.slug).in_(filters.city)
    if filters.language:
        speaks = exists().where(
            col(MemberLanguage.member_id) == col(Member.id),
            col(MemberLanguage.language).in_(filters.language),
        )
        found["language"] = and_(shown("languages", me), speaks)
    if YES in filters.endorsed:
        found["endorsed"] = is_endorsed(filters, me, topics)
    if filters.hours in HOURS:
        found["hours"] = works_within(fitting, me)
    return found


def met_by(me: Actor) -> tuple[Condition, ...]:
    """Who is listed, and from whom this person is not apart."""
    return (in_lists(), near(me, col(Member.id)))


def is_endorsed(filters: Filters, me: Actor, topics: Tree) -> Condition:
    """Whether peers endorse a member for one of the topics that were chosen, or for any."""
    branches = topics.branches_of(filters.can_help) if filters.can_help else None
    return and_(shown("can_help", me), endorsed(me, branches))


def has_topic(side: str, topic_ids: Iterable[UUID], me: Actor) -> Condition:
    """Whether a member says, to this person, that they are on that side of one of the topics."""
    named = exists().where(
        col(MemberTopic.member_id) == col(Member.id),
        col(MemberTopic.side) == side,
        col(MemberTopic.topic_id).in_(set(topic_ids)),
    )
    return and_(shown(side, me), named)


def of_topic(side: str, topic_ids: Iterable[UUID], me: Actor) -> Condition:
    """The same, to choose by: asked of those who name the topics, and not of everybody."""
    named = columns(col(MemberTopic.member_id)).where(
        col(MemberTopic.side) == side, col(MemberTopic.topic_id).in_(set(topic_ids))
    )
    return and_(shown(side, me), col(Member.id).in_(named))


def works_within(fitting: Fitting, me: Actor) -> Condition:
    """Whether a member's working day fits one of the windows that their clock has."""
    places = tuple((window, tuple(of)) for window, of in fitting.windows.items())
    fits = and_(shown("hours", me), _fits(places))
    if not fitting.too_short:
        return fits
    day = tuple_(col(Member.work_starts), col(Member.work_ends))
    return and_(fits, day.not_in(fitting.too_short))


def with_city(wanted: Select[*tuple[Any, ...]], me: Actor) -> Select[*tuple[Any, ...]]:
    """Members with their city, joined only where it is shown."""
    here = and_(col(City.id) == col(Member.city_id), shown("city", me))
    return wanted.select_from(Member).outerjoin(City, here)


@lru_cache(maxsize=64)
def _fits(windows: tuple[tuple[Window, tuple[Place, ...]], ...]) -> Condition:
    """Kept, since dozens of zones make a long condition and every request asks the same again."""
    zone_and_country = tuple_(col(Member.zone), func.coalesce(col(City.country), ""))
    fitting = [
        and_(
            zone_and_country.in_([(place.zone, place.country) for place in places]),
            col(Member.work_starts) <= window.starts_by,
            col(Member.work_ends) >= window.ends_from,
        )
        for window, places in windows
    ]
    return or_(false(), *fitting)
