"""What a calendar reads again and again: one's own roundtables, or those that everybody may see.

A feed is made anew each time from what its reader may see at that moment, so what was hidden,
closed to guests or taken from somebody is gone from it when it is asked for next. What was called
off stays, as cancelled: a calendar would keep an entry that is only missing.

**Limits.** What ended up to a month ago and what is to come; of each purpose a thousand letters.
One's own feed holds at most 250 sittings, so it stays under half a megabyte. A feed for everybody
holds the next 60 and the last 15 that ended, however much a large network plans: calendars ask
again every few hours, and topics and cities have feeds of their own.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, union_all
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from backend.core import clock
from backend.core.calendar_file import Entry, Method, Sender, calendar_text
from backend.core.db import rows
from backend.core.i18n import Language, _, language
from backend.domain.members.models import Guest, Member
from backend.domain.roundtables import policy
from backend.domain.roundtables.invitations import entry
from backend.domain.roundtables.models import (
    Roundtable,
    RoundtableCity,
    RoundtableTopic,
    Seat,
    Sitting,
)
from backend.domain.roundtables.policy import Room
from backend.domain.roundtables.sight import cities_shown_to, invites, visible_to

MOST = 250
MOST_AHEAD, MOST_BEHIND = 60, 15
"""Sittings in a feed for everybody."""
KEPT = timedelta(days=30)
LONGER_THAN_ANY = timedelta(days=1)
"""No sitting lasts so long. What has not ended has begun no longer ago: the index knows beginnings."""
LONGEST_PURPOSE = 1_000

Address: TypeAlias = Callable[[str], str]
"""Where a roundtable can be read, by its slug."""


class Told(NamedTuple):
    """A sitting with its roundtable, as a feed for everybody tells of it."""

    id: UUID
    slug: str
    title: str
    purpose: str
    venue: str
    sequence: int
    changed_at: datetime
    cancelled_at: datetime | None
    number: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    knows_room: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """The entries of a calendar, and what the calendar is called."""

    name: str
    entries: Sequence[Entry]

    @property
    def changed_at(self) -> datetime | None:
        return max((one.stamp for one in self.entries), default=None)

    def text(self) -> str:
        return calendar_text(self.entries, Method.PUBLISH, name=self.name)


def public(db: Session, sender: Sender, address: Address) -> Feed:
    """All that everybody may see."""
    name = _("Roundtables of {network}", network=sender.person.name)
    return Feed(name, _told_to_all(db, sender, address))


def on_topic(
    db: Session, sender: Sender, address: Address, label: str, branch: Collection[UUID]
) -> Feed:
    """Those on a topic or what hangs on it."""
    about = exists().where(
        col(RoundtableTopic.roundtable_id) == col(Roundtable.id),
        col(RoundtableTopic.topic_id).in_(branch),
    )
    return Feed(_("Roundtables: {topic}", topic=label), _told_to_all(db, sender, address, about))


def with_city(db: Session, sender: Sender, address: Address, name: str, city_id: UUID) -> Feed:
    """Those that a city is invited to, where everybody may know that."""
    invited = exists().where(
        col(RoundtableCity.roundtable_id) == col(Roundtable.id),
        col(RoundtableCity.city_id) == city_id,
    )
    entries = _told_to_all(db, sender, address, cities_shown_to(Guest()), invited)
    return Feed(_("Roundtables with {city}", city=name), entries)


def own(db: Session, me: Member, sender: Sender, address: Address) -> Feed:
    """A member's: to which they come or may come, that wait for their answer, that they called."""
    wanted = or_(invites(me), col(Roundtable.author_id) == me.id)
    declined = exists().where(
        col(Seat.roundtable_id) == col(Roundtable.id),
        col(Seat.member_id) == me.id,
        col(Seat.answer) == "no",
    )
    name = _("My roundtables of {network}", network=sender.person.name)
    return Feed(name, _told(db, me, sender, address, wanted, ~declined))


def _told_to_all(
    db: Session, sender: Sender, address: Address, *wanted: ColumnElement[bool]
) -> list[Entry]:
    """As guests see them, whoever asks: a calendar has no cookies."""
    now = clock.now()
    ends, starts = col(Sitting.ends_at), col(Sitting.starts_at)
    ahead = _seen_by_all(ends > now, starts > now - LONGER_THAN_ANY, *wanted)
    ahead = ahead.order_by(starts, col(Sitting.id))
    behind = _seen_by_all(
        *(ends <= now, ends > now - KEPT),
        *(starts < now, starts > now - KEPT - LONGER_THAN_ANY),
        *wanted,
    ).order_by(starts.desc(), col(Sitting.id).desc())
    parts = (behind.limit(MOST_BEHIND).subquery(), ahead.limit(MOST_AHEAD).subquery())
    both = union_all(*(columns(*part.c) for part in parts)).subquery()
    found = rows(db, columns(*both.c).order_by(both.c.starts_at, both.c.number))
    tongue = language()
    return [_entry(tongue, sender, told, address(told.slug)) for told in map(Told._make, found)]


@lru_cache(maxsize=2_000)
def _entry(_tongue: Language, sender: Sender, told: Told, url: str) -> Entry:
    """Kept in the language that is spoken, since calendars ask for the same again and again."""
    return entry(
        sender,
        *(told, told),
        url,
        told.changed_at,
        longest=LONGEST_PURPOSE,
        knows_room=told.knows_room,
    )


def _seen_by_all(*wanted: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """What `Told` tells, in its order."""
    return (
        columns(
            *(col(Roundtable.id), col(Roundtable.slug), col(Roundtable.title)),
            func.substr(Roundtable.purpose, 1, LONGEST_PURPOSE + 1).label("purpose"),
            *(col(Roundtable.venue), col(Roundtable.sequence)),
            *(col(Roundtable.changed_at), col(Roundtable.cancelled_at)),
            *(col(Sitting.number), col(Sitting.starts_at), col(Sitting.ends_at), col(Sitting.zone)),
            cities_shown_to(Guest()).label("knows_room"),
        )
        .join(Sitting, col(Sitting.roundtable_id) == col(Roundtable.id))
        .where(visible_to(Guest()), col(Roundtable.planned_at).is_not(None), *wanted)
    )


def _told(
    db: Session, me: Member, sender: Sender, address: Address, *wanted: ColumnElement[bool]
) -> list[Entry]:
    now = clock.now()
    mine = aliased(Seat)
    # Whole rows, since policies decide about each of them.
    found = rows(
        db,
        columns(Roundtable, Sitting, mine, cities_shown_to(me))
        .join(Sitting, col(Sitting.roundtable_id) == col(Roundtable.id))
        .outerjoin(
            mine, (col(mine.roundtable_id) == col(Roundtable.id)) & (col(mine.member_id) == me.id)
        )
        .where(
            visible_to(me),
            col(Roundtable.planned_at).is_not(None),
            col(Sitting.ends_at) > now - KEPT,
            or_(
                col(mine.answer).is_(None),
                col(mine.answer) != "yes",
                col(mine.sitting) == col(Sitting.number),
            ),
            *wanted,
        )
        .order_by(col(Sitting.starts_at), col(Sitting.id))
        .limit(MOST),
    )
    return list(_entries(found, me, now, sender, address))


def _entries(
    found: Iterable[tuple[Roundtable, Sitting, Seat | None, bool]],
    me: Member,
    now: datetime,
    sender: Sender,
    address: Address,
) -> Iterable[Entry]:
    for table, sitting, seat, knows_room in found:
        may_join = policy.may_have_link(me, table, Room(seat=seat), now)
        yield entry(
            sender,
            table,
            sitting,
            address(table.slug),
            table.changed_at,
            link=table.joining_link if may_join else "",
            is_sure=not me.is_member or (seat is not None and seat.is_seated),
            longest=LONGEST_PURPOSE,
            knows_room=bool(knows_room),
            home=me.zone,
        )
