"""A series: one roundtable that was drafted becomes the first of several, each a draft like it.

What they share is copied once: words, topics, cities, agenda, what people are asked before and
after. Then each can be changed, moved or cancelled on its own, or with all that follow (following),
and calendars know each by a name of its own.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import Conflict, NotFound, Rejected
from backend.core.i18n import _
from backend.core.ids import new_id
from backend.core.slugs import free_slug
from backend.domain.members.models import Actor, Member
from backend.domain.roundtables import (
    inviting,
    planning,
    policy,
    recurrence,
    seating,
    telling,
    timing,
)
from backend.domain.roundtables.drafts import SittingDraft, TimesDraft
from backend.domain.roundtables.feedback_forms import FeedbackForm
from backend.domain.roundtables.models import (
    RESERVED,
    AgendaItem,
    AgendaLink,
    AgendaSpeaker,
    Roundtable,
    RoundtableCity,
    RoundtableTopic,
)
from backend.domain.roundtables.recurrence import Occurrence
from backend.domain.roundtables.registration import RegistrationQuestion
from backend.domain.roundtables.rotation import Rotation, rotations
from backend.domain.roundtables.series import RuleDraft, Series, SeriesDraft, SeriesPart
from backend.domain.roundtables.sight import visible_to

COPIED = (
    "title",
    "purpose",
    "language",
    "format",
    "place",
    "venue",
    "joining_link",
    "minutes",
    "capacity",
    "visibility",
    "chatham_house",
    "reminders",
)
SHARED: Sequence[Any] = (
    *(RoundtableTopic, RoundtableCity, AgendaItem, AgendaSpeaker, AgendaLink),
    *(RegistrationQuestion, FeedbackForm),
)


@dataclass(frozen=True, slots=True)
class PartRow:
    """One meeting of a series."""

    number: int
    slug: str
    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    planned_at: datetime | None
    cancelled_at: datetime | None


def of(db: Session, table: Roundtable) -> SeriesPart | None:
    """The place of a roundtable in its series, if it is part of one."""
    return db.get(SeriesPart, table.id)


def parts(db: Session, me: Actor, table: Roundtable) -> list[PartRow]:
    """Every meeting of its series that this person sees, in order; NotFound if it is part of none."""
    part = of(db, table)
    if part is None:
        raise NotFound(_("There is no such roundtable."))
    found = (
        columns(
            col(SeriesPart.number),
            col(Roundtable.slug),
            col(Roundtable.title),
            col(Roundtable.starts_at),
            col(Roundtable.ends_at),
            col(Roundtable.planned_at),
            col(Roundtable.cancelled_at),
        )
        .join(Roundtable, col(Roundtable.id) == col(SeriesPart.roundtable_id))
        .where(col(SeriesPart.series_id) == part.series_id, visible_to(me))
        .order_by(col(SeriesPart.number))
    )
    return [PartRow(*one) for one in rows(db, found)]


def hours(
    db: Session, me: Member, table: Roundtable, draft: RuleDraft, *, step: int = 30
) -> Sequence[Rotation]:
    """The hours that are fairest on these days: the same each time, or two or three in turn."""
    policy.may_begin_series(me, table).insist()
    days = _days(draft)
    people = planning.participants(db, me, table)
    length = timedelta(minutes=table.minutes)
    return rotations(people, days, length, draft.zone or me.zone, step=step)


def begin(db: Session, me: Member, table: Roundtable, draft: SeriesDraft) -> Series:
    """Make a series of which this draft is the first, with further drafts like it."""
    seating.hold(db, table)
    policy.may_begin_series(me, table).insist()
    if of(db, table) is not None:
        raise Conflict(_("This roundtable is part of a series already."))
    zone = draft.zone or me.zone
    _days(draft)
    times = recurrence.occurrences(draft.rule(), draft.turns, zone, draft.skipped, draft.twice)
    if not times:
        raise Rejected({"first": _("No day is left. Please choose other days.")})
    series = Series(
        often=draft.often,
        every=draft.every,
        nth=draft.nth,
        weekday=draft.weekday,
        zone=zone,
        turns=[f"{turn:%H:%M}" for turn in draft.turns],
    )
    db.add(series)
    db.flush()
    tables = [table, *(_copied(db, me, table) for _time in times[1:])]
    for number, (one, time) in enumerate(zip(tables, times, strict=True), start=1):
        timing.choose(db, me, one, TimesDraft(zone=zone, sittings=[_sitting(time)]))
        db.add(SeriesPart(roundtable_id=one.id, series_id=series.id, number=number))
    db.flush()
    return series


def invite(db: Session, me: Member, table: Roundtable) -> int:
    """Invite to every meeting of its series that is still a draft; how many these were.

    Everybody hears once: of the first meeting that they are invited to, and how many these are.
    """
    slugs = [one.slug for one in parts(db, me, table) if one.planned_at is None]
    left = select(Roundtable).where(col(Roundtable.slug).in_(slugs))
    drafts = db.exec(left.order_by(col(Roundtable.starts_at))).all()
    if not drafts:
        raise Conflict(_("The cities are invited to every meeting already."))
    told: set[UUID] = set()
    called = [(one, inviting.call(db, me, one)) for one in drafts]
    for place, (one, cities) in enumerate(called):
        asked = Counter(city for _later, others in called[place:] for city in others & cities)
        for count in sorted(set(asked.values()), reverse=True):
            same = {city for city in cities if asked[city] == count}
            told = telling.tell_of_invitation(db, one, me, same, besides=told, meetings=count)
    telling.tell_of_plan(db, drafts[0], me, told)
    return len(drafts)


def _days(draft: RuleDraft) -> list[date]:
    """Every day of it; Rejected where they lie in the past or too far ahead."""
    if not draft.first <= clock.now().date() + timing.FURTHEST:
        raise Rejected({"first": _("Choose a day within the next two years.")})
    found = recurrence.days(draft.rule())
    if found[0] < clock.now().date():
        raise Rejected({"first": _("This day has passed. Please choose a later one.")})
    if found[-1] > clock.now().date() + timing.FURTHEST:
        raise Rejected(
            {"count": _("A series ends within two years. Please choose fewer meetings.")}
        )
    return found


def _sitting(one: Occurrence) -> SittingDraft:
    return SittingDraft(day=one.day, time=one.time, which="second" if one.is_second else "first")


def _copied(db: Session, me: Member, table: Roundtable) -> Roundtable:
    """Another draft like it, without its times."""
    words = {name: getattr(table, name) for name in COPIED}
    slug = free_slug(db, Roundtable.slug, table.title, reserved=RESERVED)
    other = Roundtable(**words, author_id=me.id, slug=slug)
    db.add(other)
    db.flush()
    for model in SHARED:
        found = db.exec(select(model).where(col(model.roundtable_id) == table.id)).all()
        for one in found:
            fresh = {"id": new_id()} if "id" in model.model_fields else {}
            db.add(model(**one.model_dump() | fresh | {"roundtable_id": other.id}))
    db.flush()
    return other
