"""One version of a note: read, compared with another, kept as a file, and as a draft objected to."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, Query, Response

from backend.core import clock
from backend.core.i18n import _
from backend.domain import subjects
from backend.domain.roundtables import note_policy, notes, page, policy, queries, reviewing
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.note_text import differences, sections
from backend.domain.roundtables.policy import Room
from backend.domain.roundtables.reviews import WHOLE, VerdictDraft, VoiceDraft
from backend.kit import errors
from backend.kit.asking import Ask, Asking, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.htmx import wants_piece
from backend.kit.nearby import nearby
from backend.kit.papers.paper import Paper
from backend.kit.papers.pdf import pdf
from backend.kit.papers.plain import markdown
from backend.kit.papers.word import docx
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.web.roundtables.clocks import readers_clock
from backend.web.roundtables.note_papers import paper_of

router = Router(show=errors.show_page, prefix="/roundtables/{slug}/notes")

VoiceForm = Annotated[Form[VoiceDraft], Depends(submitted(VoiceDraft))]
VerdictForm = Annotated[Form[VerdictDraft], Depends(submitted(VerdictDraft))]
Kind = Literal["pdf", "docx", "md"]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES: Mapping[Kind, tuple[Callable[[Paper], str | bytes], str]] = {
    "pdf": (pdf, "application/pdf"),
    "docx": (docx, WORD),
    "md": (markdown, "text/markdown; charset=utf-8"),
}


@router.get("/{number}.{kind}", name="roundtables:note_file")
def file(ask: Ask, slug: str, number: int, kind: Kind) -> Response:
    """A version as a file. What is no PDF, for want of letters, can still be had as the others."""
    table = queries.one(ask.db, ask.me, slug)
    paper = paper_of(table, notes.version(ask.db, ask.me, table, number))
    makes, media_type = FILES[kind]
    headers = {
        "Content-Disposition": f'attachment; filename="{slug}-note-{number}.{kind}"',
        "Vary": "Cookie, Accept-Language",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(makes(paper), media_type=media_type, headers=headers)


@router.get("/{number}", name="roundtables:note")
def show(ask: Ask, slug: str, number: int) -> Response:
    return _page(ask, slug, number)


@router.get("/{number}/differences", name="roundtables:note_differences")
def compare(
    ask: Ask, slug: str, number: int, since: Annotated[int, Query(ge=0, le=9_999)] = 0
) -> Response:
    """What has changed since another version; since the one before, if none is named."""
    table, room = _opened(ask, slug)
    found = notes.readable(ask.db, ask.me, table, room)
    note = notes.numbered(found, number)
    before = [one for one in found if one.number < number]
    other = notes.numbered(found, since or (before[-1].number if before else number))
    return render(
        ask,
        "roundtables/note_differences.html",
        table=table,
        note=note,
        other=other,
        others=[one for one in found if one.number != number],
        pieces=differences(other.body, note.body),
    )


@router.post("/{number}/voices", name="roundtables:review_note")
def say(ask: SignedIn, slug: str, number: int, form: VoiceForm) -> Response:
    """Agree to a draft, or object to a section."""
    table = queries.one(ask.db, ask.me, slug)
    note = notes.version(ask.db, ask.me, table, number)
    said = form.submit(lambda draft: reviewing.say(ask.db, ask.me, table, note, draft))
    if said is None:
        return _page(ask, slug, number, form, status=422)
    if wants_piece(ask.request):
        return _page(ask, slug, number)
    path = ask.path_for("roundtables:note", slug=slug, number=number)
    return see_other(ask, f"{path}#section-{said.section}", flash=_("Thank you. It is noted."))


@router.post("/{number}/voices/{voice_id}/verdict", name="roundtables:settle_note")
def settle(ask: SignedIn, slug: str, number: int, voice_id: UUID, form: VerdictForm) -> Response:
    """Answer an objection."""
    table = queries.one(ask.db, ask.me, slug)
    notes.version(ask.db, ask.me, table, number)
    settled = form.submit(
        lambda draft: reviewing.answer(ask.db, ask.me, table, voice_id, draft),
    )
    if settled is None:
        return _page(ask, slug, number, form, at=voice_id, status=422)
    if wants_piece(ask.request):
        return _page(ask, slug, number)
    path = ask.path_for("roundtables:note", slug=slug, number=number)
    return see_other(ask, f"{path}#review", flash=_("Whoever objected hears of your answer."))


def _opened(ask: Asking, slug: str) -> tuple[Roundtable, Room]:
    opened = page.opened(ask.db, ask.me, slug)
    return opened.table, Room(seat=opened.seat)


def _page(
    ask: Asking,
    slug: str,
    number: int,
    form: Form[Any] | None = None,
    *,
    at: UUID | None = None,
    status: int = 200,
) -> Response:
    table, room = _opened(ask, slug)
    found = notes.readable(ask.db, ask.me, table, room)
    note = notes.numbered(found, number)
    was_sent = note.sent_at is not None
    return render(
        ask,
        "roundtables/note.html",
        "roundtables/_note.html",
        status=status,
        table=table,
        note=note,
        parts=sections(note.body),
        related=nearby(ask, table, page.topics_of(ask.db, table)),
        kinds_named=subjects.kinds(),
        address_of=ask.addresses.of,
        versions=found,
        whole=WHOLE,
        voices=reviewing.voices(ask.db, ask.me, table, note) if was_sent and ask.me.id else [],
        may_review=note_policy.may_review(ask.me, room, note, clock.now()),
        may_write_note=policy.may_write_note(ask.me, table, clock.now()),
        form=form or Form(VoiceDraft),
        which=at,
        clock=readers_clock(ask),
    )
