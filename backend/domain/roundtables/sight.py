"""Who sees which roundtables, as SQL. Every read starts here; none can forget the rule.

`policy.may_see` and `policy.may_see_cities` state the same for one; a test holds them together.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, true
from sqlalchemy import select as columns
from sqlmodel import col

from backend.core.i18n import N_
from backend.domain import subjects
from backend.domain.members.models import Actor
from backend.domain.roundtables.models import Roundtable, RoundtableCity, Seat

EXCERPT = 200


def visible_to(me: Actor) -> ColumnElement[bool]:
    """The condition on the roundtable table under which this person sees a roundtable."""
    if me.moderates:
        return true()
    planned = col(Roundtable.planned_at).is_not(None)
    on_view = col(Roundtable.hidden_at).is_(None)
    if not me.is_member:
        return and_(planned, on_view, col(Roundtable.visibility) == "public")
    seen = and_(planned, or_(on_view, col(Roundtable.author_id) == me.id))
    return or_(seen, hosts(me))


def cities_shown_to(me: Actor) -> ColumnElement[bool]:
    """The condition under which, of a roundtable in sight, this person sees who is invited."""
    if me.moderates:
        return true()
    spoken_of = col(Roundtable.chatham_house).is_(False)
    if not me.is_member:
        return spoken_of
    return or_(spoken_of, _invites_city_of(me), _seats(me), hosts(me))


def of_city(me: Actor, city_id: UUID) -> ColumnElement[bool]:
    """The condition under which a roundtable in sight is one of this city, if I may know that."""
    invited = exists().where(
        col(RoundtableCity.roundtable_id) == col(Roundtable.id),
        col(RoundtableCity.city_id) == city_id,
    )
    is_on = and_(col(Roundtable.planned_at).is_not(None), col(Roundtable.cancelled_at).is_(None))
    return and_(is_on, cities_shown_to(me), invited)


def invites(me: Actor) -> ColumnElement[bool]:
    """The condition under which a roundtable is for this person, or they answered it."""
    answered = exists().where(
        col(Seat.roundtable_id) == col(Roundtable.id), col(Seat.member_id) == me.id
    )
    return or_(_invites_city_of(me), answered)


def _invites_city_of(me: Actor) -> ColumnElement[bool]:
    # An applicant only says that this is their city, and who is suspended speaks for none.
    if not me.is_member or me.city_id is None:
        return false()
    ours = exists().where(
        col(RoundtableCity.roundtable_id) == col(Roundtable.id),
        col(RoundtableCity.city_id) == me.city_id,
    )
    return ours.correlate(Roundtable)


def hosts(me: Actor) -> ColumnElement[bool]:
    """What this person hosts: their own row says it."""
    held = me.scopes("host")
    is_none = isinstance(held, tuple) and not held  # What a stand-in hosts, is known when it runs.
    return false() if is_none else col(Roundtable.id).in_(held)


def _seats(me: Actor) -> ColumnElement[bool]:
    mine = exists().where(
        col(Seat.roundtable_id) == col(Roundtable.id),
        col(Seat.member_id) == me.id,
        col(Seat.seated_at).is_not(None),
    )
    return mine.correlate(Roundtable)


def _glance() -> Select[*tuple[Any, ...]]:
    return columns(
        col(Roundtable.id),
        col(Roundtable.title),
        col(Roundtable.slug),
        col(Roundtable.author_id),
        func.substr(Roundtable.purpose, 1, EXCERPT).label("excerpt"),
        col(Roundtable.hidden_at),
    )


subjects.register(
    subjects.Kind(
        "roundtable",
        N_("roundtable"),
        Roundtable,
        visible_to,
        _glance,
        N_("Roundtables"),
        begins=col(Roundtable.starts_at),
    )
)
