"""Who may do what to a roundtable. Pure: no session, no clock, no request.

What a rule needs to know of the room is handed to it as `Room`; what of the time, as `now`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.members.models import Actor
from backend.domain.members.policy import acts_for_city, takes_part
from backend.domain.roundtables.models import Roundtable, Seat


@dataclass(frozen=True, slots=True)
class Room:
    """What a rule may know of who is asked and who comes: the invited cities, my own answer."""

    cities: Collection[UUID] = ()
    seat: Seat | None = None

    @property
    def is_seated(self) -> bool:
        return self.seat is not None and self.seat.is_seated


def may_see(me: Actor, table: Roundtable) -> Verdict:
    """The rule that `sight.visible_to` states in SQL; a test holds the two together."""
    unseen = no(_("There is no such roundtable."))
    if runs(me, table):
        return YES
    if not table.is_planned:
        return unseen
    if table.hidden_at is not None:
        return YES if me.is_member and table.author_id == me.id else unseen
    return YES if me.is_member or table.visibility == "public" else unseen


def may_plan(me: Actor) -> Verdict:
    if not (taking_part := takes_part(me)):
        return taking_part
    if me.moderates:
        return YES
    return no(_("Roundtables are planned by conveners. Ask one of them."))


def runs(me: Actor, table: Roundtable) -> bool:
    """A convener; or its host, who does for this one roundtable what conveners do."""
    return me.moderates or me.holds("host", table.id)


def may_edit(me: Actor, table: Roundtable) -> Verdict:
    if not runs(me, table) and not (planning := may_plan(me)):
        return planning
    if table.cancelled_at is not None:
        return no(_("This roundtable was cancelled, so it can’t be changed any more."))
    return YES


def may_move(me: Actor, table: Roundtable, now: datetime) -> Verdict:
    """To change its time or place, or whom it invites."""
    if not (editing := may_edit(me, table)):
        return editing
    if table.is_planned and has_begun(table, now):
        return no(_("This roundtable has begun, so its time stays as it was."))
    return YES


def may_begin_series(me: Actor, table: Roundtable) -> Verdict:
    """To make several of one: while nobody is invited yet."""
    if not (editing := may_edit(me, table)):
        return editing
    if not me.moderates:
        return no(_("Series are planned by conveners. Ask one of them."))
    if table.is_planned:
        return no(_("The cities are invited already. A series is begun before that."))
    return YES


def may_invite(me: Actor, table: Roundtable, now: datetime) -> Verdict:
    if not (editing := may_edit(me, table)):
        return editing
    if table.is_planned:
        return no(_("The cities of this roundtable are invited already."))
    if table.starts_at is None:
        return no(_("Choose a time first."))
    if table.starts_at <= now:
        return no(_("The time you chose has passed. Please choose another."))
    if table.place != "online" and not table.venue:
        return no(_("Say first where it is held, for those who come in person."))
    return YES


def may_cancel(me: Actor, table: Roundtable, now: datetime) -> Verdict:
    if not (editing := may_edit(me, table)):
        return editing
    if table.is_planned and is_over(table, now):
        return no(_("This roundtable is over."))
    return YES


def may_answer(me: Actor, table: Roundtable, room: Room, now: datetime) -> Verdict:
    """To say yes, maybe or no, and to change it, until the last sitting begins."""
    if not (taking_part := takes_part(me)):
        return taking_part
    if not (on := _takes_place(table)):
        return on
    if last_has_begun(table, now):
        return no(_("This roundtable has begun, so answers can’t be changed any more."))
    if table.starts_at is None:
        return no(_("Its time isn’t fixed yet."))
    return _may_come(me, table, room)


def may_vote(me: Actor, table: Roundtable, room: Room, *, is_open: bool) -> Verdict:
    """To say when one could come, while the poll is open."""
    if not (taking_part := takes_part(me)):
        return taking_part
    if not (on := _takes_place(table)):
        return on
    if not is_open:
        return no(_("This poll is closed."))
    return _may_come(me, table, room)


def _may_come(me: Actor, table: Roundtable, room: Room) -> Verdict:
    if table.is_open_to_all or runs(me, table) or room.seat is not None:
        return YES
    return _is_asked(me, room)


def _is_asked(me: Actor, room: Room) -> Verdict:
    """Whoever works for no city is welcome anywhere; who works for one, where it is invited."""
    if me.city_id is None:
        return YES if me.unverified_since is None else acts_for_city(me, "")
    if me.city_id in room.cities:
        return YES
    return no(_("Your city isn’t among those invited. A convener can invite it."))


def may_have_link(me: Actor, table: Roundtable, room: Room, now: datetime) -> Verdict:
    """To see how to join: for those who have a seat, until it is over."""
    if not table.joining_link:
        return no(_("There is no joining link yet."))
    if runs(me, table):
        return YES
    if not (taking_part := takes_part(me)):
        return taking_part
    if table.cancelled_at is not None or table.hidden_at is not None or is_over(table, now):
        return no(_("There is nothing to join any more."))
    if not room.is_seated:
        return no(_("Those who have a seat see the joining link here."))
    return YES


def may_see_cities(me: Actor, table: Roundtable, room: Room) -> Verdict:
    """Which cities are invited. Under the Chatham House Rule only the room itself knows."""
    if not table.chatham_house or runs(me, table):
        return YES
    ours = me.city_id is not None and me.city_id in room.cities
    if me.is_member and (ours or room.is_seated):
        return YES
    return no(_("Under the Chatham House Rule, who was invited stays among those who were."))


def may_see_people(me: Actor, table: Roundtable, room: Room) -> Verdict:
    """Who has a seat, who leads which part."""
    if runs(me, table):
        return YES
    if not (taking_part := takes_part(me)):
        return taking_part if table.chatham_house else no(_("Members see who is coming."))
    if table.is_open_to_all:
        return no(_("Who attends a webinar is known to those alone who run it."))
    if table.chatham_house and not room.is_seated:
        return no(_("Under the Chatham House Rule, who comes stays among those who come."))
    return YES


def may_write_note(me: Actor, table: Roundtable, now: datetime) -> Verdict:
    if not (editing := may_edit(me, table)):
        return editing
    if not table.is_planned or not has_begun(table, now):
        return no(_("A note is written when the roundtable has been held."))
    return YES


def may_see_ledger(me: Actor) -> Verdict:
    """Which city bore which hours, over the whole network. One's own everybody sees."""
    if not (taking_part := takes_part(me)):
        return taking_part
    if me.moderates:
        return YES
    return no(_("Conveners see what every city bore."))


def may_arrange(me: Actor, table: Roundtable) -> Verdict:
    """To say whom more seats are for."""
    if not (editing := may_edit(me, table)):
        return editing
    return YES if table.is_planned else no(_("Nobody is invited yet."))


def may_set_tables(me: Actor, table: Roundtable) -> Verdict:
    """To say who sits at which table in small groups."""
    if not (arranging := may_arrange(me, table)):
        return arranging
    return _has_tables(table)


def may_see_own_table(me: Actor, table: Roundtable, room: Room) -> Verdict:
    """At which table one sits oneself, and with whom."""
    if not (taking_part := takes_part(me)):
        return taking_part
    if not (has_tables := _has_tables(table)):
        return has_tables
    return YES if room.is_seated else no(_("Those who have a seat see here at which table it is."))


def may_follow(me: Actor, table: Roundtable) -> Verdict:
    if not (taking_part := takes_part(me)):
        return taking_part
    return YES if table.is_planned else no(_("This roundtable isn’t planned yet."))


def has_begun(table: Roundtable, now: datetime) -> bool:
    return table.starts_at is not None and table.starts_at <= now


def last_has_begun(table: Roundtable, now: datetime) -> bool:
    return table.ends_at is not None and table.ends_at - timedelta(minutes=table.minutes) <= now


def is_over(table: Roundtable, now: datetime) -> bool:
    return table.ends_at is not None and table.ends_at <= now


def _has_tables(table: Roundtable) -> Verdict:
    if table.is_open_to_all:
        return no(_("A webinar has no small groups: who attends is not shown to others."))
    return YES


def _takes_place(table: Roundtable) -> Verdict:
    if not table.is_planned or table.hidden_at is not None:
        return no(_("Nobody is invited to this roundtable for now."))
    if table.cancelled_at is not None:
        return no(_("This roundtable was cancelled."))
    return YES
