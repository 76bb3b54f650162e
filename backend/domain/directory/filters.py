"""What may be asked of the directory, and the conditions that answer it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, TypeAlias
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, and_, case, extract, false, func, or_, true
from sqlalchemy import select as columns
from sqlmodel import col

from backend.core.choices import Choices, Question
from backend.core.plans import is_among
from backend.domain.cities.countries import CODES, USUAL_WEEKEND, resting
from backend.domain.cities.models import City
from backend.domain.directory.office_hours import Window
from backend.domain.endorsements.sight import endorsed
from backend.domain.members.blocks import near
from backend.domain.members.models import Actor, Member, MemberLanguage, MemberTopic
from backend.domain.members.profiles import SIDES
from backend.domain.members.queries import in_lists, shown
from backend.domain.topics.queries import Tree

Condition: TypeAlias = ColumnElement[bool]

YES = "yes"
PLACES: Mapping[str, Any] = {"region": City.region, "country": City.country, "city": City.slug}
HOURS = ("now", "mine")
"""In office hours at this moment; office hours that overlap with mine for two hours or more."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """The working days that were asked for: zones by window, and how long a day is at least."""

    windows: Mapping[Window, Sequence[str]] = field(default_factory=dict)
    minutes: int = 0
    those: Sequence[str] | None = None
    """Whoever is at work, by name, as far as it is shown to who asks, where they are few."""

    def next_after(self, last: UUID | None, most: int) -> "Fitting":
        """Of those the next so many after the last one who was seen, if they are still there."""
        those = list(self.those or ())
        at = 0
        if last is not None:
            written = [one.replace("-", "") for one in those]
            if last.hex not in written:
                return self
            at = written.index(last.hex) + 1
        return replace(self, those=those[at : at + most])

    def newest(self, most: int) -> "Fitting":
        """Of those as many who came last."""
        return replace(self, those=sorted(self.those or (), reverse=True)[:most])


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
    """The condition of each facet in which something is chosen, as it is asked of one person.

    `fitting` are the office hours that were asked for, if any.
    """
    found: dict[str, Condition] = {}
    for side in SIDES:
        slugs = getattr(filters, side)
        if slugs:
            found[side] = walked(has_topic(side, topics.branches_of(slugs), me))
    # The city is joined only where it is shown, so nobody is found by one that isn't.
    for name, column in PLACES.items():
        if values := getattr(filters, name):
            found[name] = walked(col(column).in_(values))
    if filters.language:
        speaks = _any_of(MemberLanguage, col(MemberLanguage.language).in_(filters.language))
        found["language"] = walked(and_(shown("languages", me), speaks))
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
    its = col(MemberTopic.side) == side, col(MemberTopic.topic_id).in_(set(topic_ids))
    return and_(shown(side, me), _any_of(MemberTopic, *its))


def _any_of(of: type[Any], *named: Condition) -> Condition:
    """Whether a member has one of these, looked up for each member who is asked.

    PostgreSQL gathers all that is named by an EXISTS before it asks the first: thousands, of whom
    a page needs twenty. It never does so for a value.
    """
    one = columns(true()).where(col(of.member_id) == col(Member.id), *named).limit(1)
    return one.scalar_subquery().is_(True)


def works_within(fitting: Fitting, me: Actor) -> Condition:
    """Whether a member's working day fits one of the windows that their clock has."""
    if fitting.those is not None:
        return is_among(col(Member.id), fitting.those)
    zones = tuple((window, tuple(of)) for window, of in fitting.windows.items())
    return and_(walked(shown("hours", me)), _fits(zones, fitting.minutes))


def walked(condition: Condition) -> Condition:
    """A condition that many meet, so asked that people are walked in the order of their list.

    PostgreSQL can't tell how many meet a condition on to whom a field shows: it takes them for few,
    and would put all in order who do. Of a CASE it takes half for true.
    """
    return case((condition, true()), else_=false())


def with_city(wanted: Select[*tuple[Any, ...]], me: Actor) -> Select[*tuple[Any, ...]]:
    """Members with their city, joined only where it is shown."""
    here = and_(col(City.id) == col(Member.city_id), shown("city", me))
    return wanted.select_from(Member).outerjoin(City, here)


@lru_cache(maxsize=64)
def _fits(windows: tuple[tuple[Window, tuple[str, ...]], ...], minutes: int) -> Condition:
    """Kept, since dozens of zones make a long condition and every request asks the same again."""
    by_day = defaultdict[int | None, list[Condition]](list)
    for window, zones in windows:
        # What is told soonest stands first.
        by_day[window.weekday].append(
            and_(
                col(Member.work_starts) <= window.starts_by,
                col(Member.work_ends) >= window.ends_from,
                is_among(col(Member.zone), zones),
            )
        )
    fitting = [and_(*_open_on(day), or_(*of_day)) for day, of_day in by_day.items()]
    found = or_(false(), *fitting)
    if not minutes:
        return walked(found)
    long_enough = _minutes(col(Member.work_ends)) - _minutes(col(Member.work_starts)) >= minutes
    return walked(and_(found, long_enough))


def _open_on(weekday: int | None) -> Iterator[Condition]:
    """Whether offices are open that day where a member works, as far as that is shown."""
    if weekday is None:
        return
    country, rest = func.coalesce(col(City.country), ""), resting(weekday)
    if weekday in USUAL_WEEKEND:
        yield is_among(country, CODES - rest)
    elif rest:
        yield ~is_among(country, rest)


def _minutes(clock_time: Any) -> Any:
    return extract("hour", clock_time) * 60 + extract("minute", clock_time)
