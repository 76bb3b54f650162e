"""Who sees which questions of webinars, as SQL; the kind, so that they can be reported and hidden."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, literal, or_, true
from sqlalchemy import select as columns
from sqlmodel import col

from backend.core.i18n import N_
from backend.domain import subjects
from backend.domain.members.models import Actor
from backend.domain.roundtables import sight
from backend.domain.roundtables.models import Roundtable, Seat
from backend.domain.roundtables.questions import AttendeeQuestion


def visible_to(me: Actor) -> ColumnElement[bool]:
    """The condition on the question table: the same rule as `question_rules.may_see_question`."""
    if me.moderates:
        return true()
    if not me.is_member:
        return false()
    mine = col(AttendeeQuestion.author_id) == me.id
    comes = exists().where(
        col(Seat.roundtable_id) == col(AttendeeQuestion.roundtable_id),
        col(Seat.member_id) == me.id,
        col(Seat.answer) != "no",
    )
    webinar = _of_webinar(col(Roundtable.format) == "webinar")
    read = and_(webinar, comes, col(AttendeeQuestion.hidden_at).is_(None))
    hosted = and_(webinar, _of_webinar(sight.hosts(me)))
    return and_(_of_webinar(sight.visible_to(me)), or_(mine, read, hosted))


def _of_webinar(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        columns(col(Roundtable.id))
        .where(col(Roundtable.id) == col(AttendeeQuestion.roundtable_id), condition)
        .correlate(AttendeeQuestion)
        .exists()
    )


def _glance() -> Select[*tuple[Any, ...]]:
    return columns(
        col(AttendeeQuestion.id),
        col(AttendeeQuestion.words).label("title"),
        col(Roundtable.slug),
        col(AttendeeQuestion.author_id),
        literal("").label("excerpt"),
        col(AttendeeQuestion.hidden_at),
    ).join(Roundtable, col(Roundtable.id) == col(AttendeeQuestion.roundtable_id))


subjects.register(
    subjects.Kind(
        "attendee_question", N_("question"), AttendeeQuestion, visible_to, _glance, N_("Questions")
    )
)
