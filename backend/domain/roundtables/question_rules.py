"""Who reads, asks, raises and answers the questions of a webinar. Pure, as `policy` is."""

from datetime import datetime

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.members.models import Actor
from backend.domain.members.policy import takes_part
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.policy import Room, is_over, runs
from backend.domain.roundtables.questions import AttendeeQuestion


def may_read(me: Actor, table: Roundtable, room: Room) -> Verdict:
    """The questions of a webinar are for those who come, may come, or run it."""
    if not table.is_open_to_all:
        return no(_("Questions are gathered at webinars. At this meeting you can simply ask."))
    if runs(me, table):
        return YES
    if not (taking_part := takes_part(me)):
        return taking_part
    if room.seat is None or room.seat.answer == "no":
        return no(_("Those who come to the webinar see its questions. Say that you will be there."))
    return YES


def may_see_question(
    me: Actor, table: Roundtable, room: Room, question: AttendeeQuestion
) -> Verdict:
    """The rule that `question_sight.visible_to` states in SQL; a test holds the two together."""
    if me.moderates:
        return YES
    unseen = no(_("There is no such question."))
    is_mine = me.is_member and question.author_id == me.id
    if question.hidden_at is not None and not is_mine and not runs(me, table):
        return unseen
    return YES if is_mine or may_read(me, table, room) else unseen


def may_ask(me: Actor, table: Roundtable, room: Room, now: datetime) -> Verdict:
    """From the invitation until the webinar is over."""
    if not (reading := may_read(me, table, room)):
        return reading
    if not (taking_part := takes_part(me)):
        return taking_part
    if not table.is_on or table.hidden_at is not None:
        return no(_("This webinar doesn’t take place, so nobody would answer."))
    if is_over(table, now):
        return no(_("This webinar is over, so no more questions are taken."))
    return YES


def may_vote_for(
    me: Actor, table: Roundtable, room: Room, question: AttendeeQuestion, now: datetime
) -> Verdict:
    """To raise a question of somebody else's, once, while it waits for its answer."""
    if not (asking := may_ask(me, table, room, now)):
        return asking
    if question.author_id == me.id:
        return no(_("This is your own question. The votes of others raise it."))
    if question.answered_at is not None:
        return no(_("This question is answered."))
    return YES


def may_mark(me: Actor, table: Roundtable) -> Verdict:
    """To say that it was answered, and how."""
    if not (taking_part := takes_part(me)):
        return taking_part
    return YES if runs(me, table) else no(_("Who runs the webinar marks what is answered."))
