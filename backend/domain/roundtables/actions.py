"""What a convener does with a roundtable as a whole. Each insists first, checks next, writes last.

Its cities are chosen in `inviting`, its times in `timing`, its agenda in `agenda`, its note is
written in `notes`; answers to the invitation are in `seating`.
"""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, delete

from backend.core import clock
from backend.core.errors import Conflict, Rejected
from backend.core.i18n import _
from backend.core.slugs import free_slug
from backend.core.text import slugify
from backend.domain.members.models import Member
from backend.domain.notifications import actions as notifications
from backend.domain.roundtables import (
    agenda,
    inviting,
    notes,
    policy,
    queries,
    seating,
    telling,
    timing,
    wording,
)
from backend.domain.roundtables.drafts import CancelDraft, CitiesDraft, PlanDraft, RoundtableDraft
from backend.domain.roundtables.feedback_forms import FeedbackForm
from backend.domain.roundtables.models import (
    RESERVED,
    AgendaItem,
    AgendaLink,
    AgendaSpeaker,
    Roundtable,
    RoundtableCity,
    RoundtableTopic,
    Sitting,
)
from backend.domain.roundtables.registration import RegistrationQuestion
from backend.domain.roundtables.series import SeriesPart
from backend.domain.topics.queries import tree

IN_CALENDARS = ("title", "place", "venue", "joining_link", "minutes")
"""A change of these is told to those who may have the meeting in their calendar."""


def plan(db: Session, me: Member, draft: RoundtableDraft) -> Roundtable:
    """Begin a roundtable: a draft until its cities are invited."""
    policy.may_plan(me).insist()
    topics = [topic.id for topic in tree(db).chosen(draft.topics)]
    slug = free_slug(db, Roundtable.slug, draft.title, reserved=RESERVED)
    table = Roundtable.model_validate(draft, update={"author_id": me.id, "slug": slug})
    db.add(table)
    db.flush()
    db.add_all(RoundtableTopic(roundtable_id=table.id, topic_id=one) for one in topics)
    db.flush()
    return table


def plan_whole(db: Session, me: Member, draft: PlanDraft) -> Roundtable:
    """Everything at once: its words, cities, times and agenda, and the invitation."""
    table = plan(db, me, draft)
    inviting.choose(db, me, table, CitiesDraft(add=draft.cities))
    timing.choose(db, me, table, draft)
    agenda.write(db, me, table, draft)
    if draft.invite:
        inviting.invite(db, me, table)
    return table


def edit(db: Session, me: Member, table: Roundtable, draft: RoundtableDraft) -> Roundtable:
    """Change its words and how it is held. Once it is planned, its address stays."""
    seating.hold(db, table)
    policy.may_edit(me, table).insist()
    topics = [topic.id for topic in tree(db).chosen(draft.topics)]
    _check(db, table, draft)
    held_before = [getattr(table, name) for name in IN_CALENDARS]
    if not table.is_planned and slugify(draft.title) != slugify(table.title):
        table.slug = free_slug(db, Roundtable.slug, draft.title, reserved=RESERVED)
    table.sqlmodel_update(draft.model_dump(exclude={"topics"}))
    db.add(table)
    db.exec(delete(RoundtableTopic).where(col(RoundtableTopic.roundtable_id) == table.id))
    db.add_all(RoundtableTopic(roundtable_id=table.id, topic_id=one) for one in topics)
    db.flush()
    timing.stretch(db, table)
    if table.is_planned:
        notes.index(db, table)
        seating.fill_all(db, table)
        if [getattr(table, name) for name in IN_CALENDARS] != held_before:
            telling.tell_of_change(db, table, me)
    return table


def cancel(db: Session, me: Member, table: Roundtable, draft: CancelDraft) -> Roundtable:
    """Call it off, and tell everybody who may have it in their calendar."""
    seating.hold(db, table)
    policy.may_cancel(me, table, clock.now()).insist()
    if not table.is_planned:
        raise Conflict(_("Nobody is invited yet. You can delete the draft."))
    if table.chatham_house:
        wording.check(db, table, {"reason": draft.reason})
    table.cancelled_at, table.cancelled_why = clock.now(), draft.reason
    db.add(table)
    telling.tell_of_cancellation(db, table, me)
    return table


def discard(db: Session, me: Member, table: Roundtable) -> None:
    """Delete a draft, with everything that was chosen for it."""
    policy.may_edit(me, table).insist()
    if table.is_planned:
        raise Conflict(_("The cities are invited already. You can cancel the roundtable."))
    for part in _PARTS:
        db.exec(delete(part).where(col(part.roundtable_id) == table.id))
    db.delete(table)


def follow(db: Session, me: Member, table: Roundtable) -> None:
    """Hear of its note, and of other news."""
    policy.may_follow(me, table).insist()
    notifications.follow(db, me.id, "roundtable", table.id)


def unfollow(db: Session, me: Member, table: Roundtable) -> None:
    notifications.unfollow(db, me.id, "roundtable", table.id)


_PARTS: Sequence[Any] = (
    *(
        AgendaItem,
        AgendaSpeaker,
        AgendaLink,
        RegistrationQuestion,
        FeedbackForm,
        Sitting,
        SeriesPart,
    ),
    *(RoundtableCity, RoundtableTopic),
)
"""What a draft can have."""


def _check(db: Session, table: Roundtable, draft: RoundtableDraft) -> None:
    if not table.is_planned:
        return
    if table.is_open_to_all and draft.format != "webinar":
        raise Rejected(
            {
                "format": _(
                    "People signed up where nobody else sees who comes, so it stays a webinar."
                )
            }
        )
    if draft.place != "online" and not draft.venue:
        raise Rejected({"venue": _("Say where it is held, for those who come in person.")})
    begun = policy.has_begun(table, clock.now())
    if begun and draft.minutes != table.minutes:
        raise Rejected({"minutes": _("This roundtable has begun, so its length stays.")})
    if table.chatham_house and not draft.chatham_house:
        raise Rejected(
            {"chatham_house": _("People were invited under the Chatham House Rule, so it stays.")}
        )
    if draft.chatham_house and not table.chatham_house and queries.has_note(db, table):
        raise Rejected(
            {"chatham_house": _("Its note is published, so the Chatham House Rule comes too late.")}
        )
    if draft.chatham_house:
        before = "" if table.chatham_house else wording.agenda_of(db, table)
        words = {"title": draft.title, "purpose": draft.purpose, "chatham_house": before}
        wording.check(db, table, words)
