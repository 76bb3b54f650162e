"""What came out of a roundtable: written in sections, sent to be read, published."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Response

from backend.core import clock
from backend.core.i18n import _
from backend.domain.roundtables import note_policy, notes, policy, queries, reviewing
from backend.domain.roundtables.drafts import MOST_SECTIONS, NoteDraft, SectionDraft
from backend.domain.roundtables.models import Note, Roundtable
from backend.domain.roundtables.note_text import sections
from backend.domain.roundtables.reviews import ReviewDraft
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, edited, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.web.roundtables.clocks import readers_clock
from backend.web.roundtables.note_lines import every_line, rearranged

router = Router(show=errors.show_page, prefix="/roundtables/{slug}/notes")

NoteForm = Annotated[
    Form[NoteDraft], Depends(edited(NoteDraft, ticked=("ordinary",), besides=("body",)))
]
ReviewForm = Annotated[Form[ReviewDraft], Depends(submitted(ReviewDraft))]
WEEK = timedelta(days=7)


@router.get("/new", name="roundtables:new_note")
def new(ask: SignedIn, slug: str) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    policy.may_write_note(ask.me, table, clock.now()).insist()
    return _form(ask, table)


@router.post("", name="roundtables:write_note")
def write(ask: SignedIn, slug: str, form: NoteForm) -> Response:
    """Keep it or publish it; or only add, move or take out a section, and go on writing."""
    table = queries.one(ask.db, ask.me, slug)
    policy.may_write_note(ask.me, table, clock.now()).insist()
    if form.value("deed"):
        return _form(ask, table, form, rearranged(every_line(form), form.value("deed")))
    note = form.submit(lambda draft: notes.write(ask.db, ask.me, table, draft))
    if note is None:
        return _form(ask, table, form, status=422)
    if note.published_at is None:
        path = ask.path_for("roundtables:new_note", slug=slug)
        return see_other(ask, path, flash=_("Your words are kept. Only conveners can see them."))
    path = f"{ask.path_for('roundtables:show', slug=slug)}#note"
    return see_other(ask, path, flash=_("The note is published."))


@router.post("/reviews", name="roundtables:send_note")
def send(ask: SignedIn, slug: str, form: ReviewForm) -> Response:
    """Ask those who had a seat to read the newest draft."""
    table = queries.one(ask.db, ask.me, slug)
    policy.may_write_note(ask.me, table, clock.now()).insist()
    note = notes.newest(ask.db, table)
    sent = form.submit(lambda draft: reviewing.send(ask.db, ask.me, table, note, draft))
    if sent is None:
        return _form(ask, table, review=form, status=422)
    path = ask.path_for("roundtables:note", slug=slug, number=sent.number)
    return see_other(ask, path, flash=_("Those who had a seat are asked to read it."))


def lines_of(body: str) -> list[dict[str, str]]:
    return [asdict(one) for one in sections(body)]


def _begun(note: Note | None) -> Form[NoteDraft]:
    """A form with what there is, or with the questions that most notes answer."""
    if note is not None:
        found = [SectionDraft.model_validate(one) for one in lines_of(note.body)]
    else:
        usual = _("What was asked"), _("What we heard"), _("What was decided"), _("Next steps")
        found = [SectionDraft(heading=heading) for heading in usual]
    return Form.of(NoteDraft, sections=found)


def _form(
    ask: AskingMember,
    table: Roundtable,
    form: Form[NoteDraft] | None = None,
    lines: Sequence[dict[str, str]] | None = None,
    *,
    review: Form[ReviewDraft] | None = None,
    status: int = 200,
) -> Response:
    last = notes.last(ask.db, table)
    form = form or _begun(last)
    if lines is None:
        lines = form.lines("sections") or lines_of(form.value("body"))
    text = "\n\n".join(word for line in lines for word in line.values())
    told = notes.told_in(ask.db, table, text, form.chosen("ordinary"))
    draft = last if last is not None and last.published_at is None else None
    until = (clock.now() + WEEK).date().isoformat()
    return render(
        ask,
        "roundtables/write_note.html",
        "roundtables/_note_form.html",
        status=status,
        table=table,
        form=form,
        lines=lines or [{}],
        most=MOST_SECTIONS,
        told=told,
        doubtful=[(word, word) for word in told.parts] if "ordinary" in form.problems else [],
        draft=draft,
        is_reviewed=draft is not None and note_policy.is_reviewed(draft, clock.now()),
        review=review or Form.of(ReviewDraft, until=until),
        seated=len(reviewing.seated(ask.db, table)) if draft else 0,
        clock=readers_clock(ask),
    )
