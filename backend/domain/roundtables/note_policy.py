"""Who reads which version of a note, and who says something of a draft. Pure, as `policy` is."""

from datetime import datetime

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.members.models import Actor
from backend.domain.members.policy import takes_part
from backend.domain.roundtables.models import Note, Roundtable
from backend.domain.roundtables.policy import Room, runs


def may_read(me: Actor, table: Roundtable, room: Room, note: Note) -> Verdict:
    """What is published, everybody who sees the roundtable; what was sent, those who had a seat."""
    if note.published_at is not None or runs(me, table):
        return YES
    if note.sent_at is not None and room.is_seated and takes_part(me):
        return YES
    return no(_("There is no such note."))


def may_review(me: Actor, room: Room, note: Note, now: datetime) -> Verdict:
    """To agree or object to a draft: for those who had a seat, while it is reviewed."""
    if not (taking_part := takes_part(me)):
        return taking_part
    if not room.is_seated:
        return no(_("Those who had a seat say whether this is what they heard."))
    if note.published_at is not None:
        return no(_("This note is published."))
    if not is_reviewed(note, now):
        return no(_("The time to object to this draft is over."))
    return YES


def is_reviewed(note: Note, now: datetime) -> bool:
    return note.published_at is None and note.review_until is not None and now < note.review_until
