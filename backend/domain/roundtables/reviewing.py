"""A draft of a note before those who had a seat: sent, agreed or objected to, and answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import Conflict, NotFound, Rejected
from backend.core.i18n import _, ngettext
from backend.core.times import zone
from backend.domain.members.audience import known_as
from backend.domain.members.models import Actor, Member
from backend.domain.members.queries import taking_part
from backend.domain.roundtables import note_policy, policy, queries, room, telling
from backend.domain.roundtables.models import Note, Roundtable
from backend.domain.roundtables.note_text import filled, sections
from backend.domain.roundtables.reviews import (
    WHOLE,
    NoteVoice,
    ReviewDraft,
    VerdictDraft,
    VoiceDraft,
)

LONGEST = timedelta(days=60)
LAST_MINUTE = time(23, 59)
SHORTEST_OBJECTION = 10


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """What one of them says, and what was answered."""

    id: UUID
    number: int
    """The version of which it was said."""
    section: int
    says: str
    words: str
    said_at: datetime
    verdict: str
    reason: str
    is_mine: bool
    name: str
    slug: str


def send(db: Session, me: Member, table: Roundtable, note: Note, draft: ReviewDraft) -> Note:
    """Ask those who had a seat whether this is what they heard, until the end of a day."""
    policy.may_write_note(me, table, clock.now()).insist()
    if note.published_at is not None:
        raise Conflict(_("This version is published already. Write the next one first."))
    today = clock.now().astimezone(zone(me.zone)).date()
    if not today < draft.until <= today + LONGEST:
        raise Rejected({"until": _("Please choose a day from tomorrow on, within two months.")})
    if note.sent_at is None:
        note.body = filled(note.body)
    if not note.body:
        raise Conflict(_("Nothing is written in any section yet. Please write something first."))
    note.sent_at = clock.now()
    note.review_until = datetime.combine(draft.until, LAST_MINUTE, zone(me.zone))
    db.add(note)
    db.flush()
    telling.tell_of_draft(db, table, seated(db, table) - {me.id})
    return note


def say(db: Session, me: Member, table: Roundtable, note: Note, draft: VoiceDraft) -> NoteVoice:
    """Agree, or object to a section with words. Said again, it takes the place of what was said."""
    mine = queries.room(db, me, table)
    note_policy.may_review(me, mine, note, clock.now()).insist()
    _check(note, draft)
    found = select(NoteVoice).where(
        col(NoteVoice.note_id) == note.id,
        col(NoteVoice.member_id) == me.id,
        col(NoteVoice.section) == draft.section,
    )
    said = db.exec(found).first() or NoteVoice(note_id=note.id, member_id=me.id, says=draft.says)
    said.sqlmodel_update(draft.model_dump())
    said.said_at, said.verdict, said.reason, said.answered_at = clock.now(), "", "", None
    said.answered_by_id = None
    db.add(said)
    db.flush()
    if draft.says == "objects":
        telling.tell_of_objection(db, table, {table.author_id, note.written_by_id} - {me.id})
    return said


def answer(
    db: Session, me: Member, table: Roundtable, voice_id: UUID, draft: VerdictDraft
) -> NoteVoice:
    """Take up an objection, or keep the words with a reason. Whoever objected hears of it."""
    policy.may_write_note(me, table, clock.now()).insist()
    objects = (
        select(NoteVoice)
        .join(Note, col(Note.id) == col(NoteVoice.note_id))
        .where(
            col(NoteVoice.id) == voice_id,
            col(Note.roundtable_id) == table.id,
            col(NoteVoice.says) == "objects",
        )
    )
    said = db.exec(objects).first()
    if said is None:
        raise NotFound(_("There is no such objection."))
    if draft.verdict == "kept" and not draft.reason:
        raise Rejected({"reason": _("Please say why it stays as it is.")})
    said.verdict, said.reason = draft.verdict, draft.reason
    said.answered_by_id, said.answered_at = me.id, clock.now()
    db.add(said)
    db.flush()
    telling.tell_of_verdict(db, table, said.member_id)
    return said


def voices(db: Session, me: Actor, table: Roundtable, note: Note) -> Sequence[VoiceRow]:
    """What I said of a version; to who runs it all that was said, and what waits of earlier ones."""
    found = (
        columns(
            *(col(getattr(NoteVoice, name)) for name in ("id", "section", "says", "words")),
            *(col(getattr(NoteVoice, name)) for name in ("said_at", "verdict", "reason")),
            col(NoteVoice.member_id),
            col(Note.number),
            col(Member.name),
            col(Member.slug),
            col(Member.audience),
        )
        .join(Note, col(Note.id) == col(NoteVoice.note_id))
        .join(Member, col(Member.id) == col(NoteVoice.member_id))
        .where(col(Note.roundtable_id) == table.id)
        .order_by(col(Note.number), col(NoteVoice.section), col(NoteVoice.id))
    )
    if policy.runs(me, table):
        here, earlier = col(Note.number) == note.number, col(Note.number) < note.number
        found = found.where(here | (earlier & _waits()))
    else:
        found = found.where(col(Note.number) == note.number, col(NoteVoice.member_id) == me.id)
    listed = []
    for one in rows(db, found).mappings():
        name, slug = known_as(one["name"], one["slug"], one["audience"], me)
        plain = {key: one[key] for key in VoiceRow.__slots__ if key in one}
        mine = one["member_id"] == me.id
        listed.append(VoiceRow(**plain | {"is_mine": mine, "name": name, "slug": slug}))
    return listed


def unsettled(db: Session, table: Roundtable) -> str:
    """Why the note can't be published yet; empty when nothing stands against it."""
    waiting = rows(
        db,
        columns(func.count())
        .select_from(NoteVoice)
        .join(Note, col(Note.id) == col(NoteVoice.note_id))
        .where(col(Note.roundtable_id) == table.id, _waits()),
    ).scalar_one()
    if waiting:
        return ngettext(
            "An objection waits for your answer. Answer it before you publish the note.",
            "{count} objections wait for your answer. Answer them before you publish the note.",
            waiting,
        )
    running = select(Note).where(
        col(Note.roundtable_id) == table.id,
        col(Note.published_at).is_(None),
        col(Note.review_until) > clock.now(),
    )
    note = db.exec(running.order_by(col(Note.number).desc())).first()
    if note is not None and not _all_agree(db, table, note):
        return _("Those who had a seat may still object. Publish it when their time is over.")
    return ""


def unread(db: Session, me: Member, table: Roundtable, body: str) -> str:
    """Under the Chatham House Rule: why these words can't be published yet; empty when they can.

    Only the room can tell that a sentence gives somebody away who isn't named in it. So each
    section stood in a version that those who had a seat had their time to object to.
    """
    if not table.chatham_house or not seated(db, table) - {me.id}:
        return ""
    sent = select(Note).where(col(Note.roundtable_id) == table.id, col(Note.sent_at).is_not(None))
    known = {
        part
        for note in db.exec(sent)
        if note.published_at is not None
        or not note_policy.is_reviewed(note, clock.now())
        or _all_agree(db, table, note)
        for part in sections(note.body)
    }
    if all(part in known for part in sections(body)):
        return ""
    return _(
        "Under the Chatham House Rule those who had a seat read every section before it is"
        " published. Keep your words, and send them to be read."
    )


def seated(db: Session, table: Roundtable) -> set[UUID]:
    """Those who had a seat and take part."""
    found = select(Member.id).where(col(Member.id).in_(room.seated(table)), taking_part())
    return set(db.exec(found))


def _all_agree(db: Session, table: Roundtable, note: Note) -> bool:
    agreed = select(NoteVoice.member_id).where(
        col(NoteVoice.note_id) == note.id,
        col(NoteVoice.section) == WHOLE,
        col(NoteVoice.says) == "agrees",
    )
    return seated(db, table) <= set(db.exec(agreed))


def _waits() -> ColumnElement[bool]:
    return and_(col(NoteVoice.says) == "objects", col(NoteVoice.verdict) == "")


def _check(note: Note, draft: VoiceDraft) -> None:
    if draft.section >= len(sections(note.body)):
        raise Rejected({"section": _("There is no such section.")})
    if draft.says == "objects" and len(draft.words) < SHORTEST_OBJECTION:
        raise Rejected({"words": _("Please say in a few words what has to change.")})
