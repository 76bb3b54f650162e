"""Notes of roundtables, for programs: written, reviewed, published."""

from datetime import datetime
from uuid import UUID

from backend.api.note_shapes import NoteShape, note_of
from backend.api.shapes import Shape
from backend.core import clock
from backend.domain.roundtables import notes, policy, queries, reviewing
from backend.domain.roundtables.drafts import NoteDraft
from backend.domain.roundtables.reviews import ReviewDraft, VerdictDraft, VoiceDraft
from backend.kit import errors
from backend.kit.asking import Ask, SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/roundtables/{slug}/notes", tags=["roundtables"])


class SaidShape(Shape):
    """What somebody says of a section, by its place from 0, or of all of them (-1)."""

    id: UUID
    section: int
    says: str
    words: str
    said_at: datetime
    verdict: str
    """taken_up or kept; empty while an objection waits for an answer."""
    reason: str


class VoiceShape(SaidShape):
    number: int
    """The version of which it was said."""
    name: str
    slug: str


class ReviewedShape(NoteShape):
    voices: list[VoiceShape]
    """One's own; for who runs the roundtable, everybody's."""


@router.get("", name="api.roundtables:notes")
def versions(ask: Ask, slug: str) -> list[NoteShape]:
    """Every published version, the oldest first."""
    table = queries.one(ask.db, ask.me, slug)
    return [note_of(ask, slug, note) for note in notes.published(ask.db, table)]


@router.post("", name="api.roundtables:write_note", status_code=201)
def write(ask: SignedIn, slug: str, draft: NoteDraft) -> NoteShape:
    """A note in `sections`, or as one text in `body`."""
    table = queries.one(ask.db, ask.me, slug)
    return note_of(ask, slug, notes.write(ask.db, ask.me, table, draft))


@router.post("/reviews", name="api.roundtables:send_note")
def send(ask: SignedIn, slug: str, draft: ReviewDraft) -> NoteShape:
    """Ask those who had a seat to read the newest draft, until the end of a day."""
    table = queries.one(ask.db, ask.me, slug)
    policy.may_write_note(ask.me, table, clock.now()).insist()
    note = notes.newest(ask.db, table)
    return note_of(ask, slug, reviewing.send(ask.db, ask.me, table, note, draft))


@router.get("/{number}", name="api.roundtables:note")
def version(ask: Ask, slug: str, number: int) -> ReviewedShape:
    table = queries.one(ask.db, ask.me, slug)
    note = notes.version(ask.db, ask.me, table, number)
    said = reviewing.voices(ask.db, ask.me, table, note) if note.sent_at and ask.me.id else []
    voices = [VoiceShape.model_validate(one) for one in said]
    return ReviewedShape(**note_of(ask, slug, note).model_dump(), voices=voices)


@router.post("/{number}/voices", name="api.roundtables:review_note", status_code=201)
def say(ask: SignedIn, slug: str, number: int, draft: VoiceDraft) -> SaidShape:
    """Agree to a draft, or object to a section of it."""
    table = queries.one(ask.db, ask.me, slug)
    note = notes.version(ask.db, ask.me, table, number)
    return SaidShape.model_validate(reviewing.say(ask.db, ask.me, table, note, draft))


@router.post("/{number}/voices/{voice_id}/verdict", name="api.roundtables:settle_note")
def settle(ask: SignedIn, slug: str, number: int, voice_id: UUID, draft: VerdictDraft) -> SaidShape:
    """Answer an objection."""
    table = queries.one(ask.db, ask.me, slug)
    notes.version(ask.db, ask.me, table, number)
    return SaidShape.model_validate(reviewing.answer(ask.db, ask.me, table, voice_id, draft))
