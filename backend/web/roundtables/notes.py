"""What came out of a roundtable: writing it, publishing it, and its earlier versions."""

from typing import Annotated

from fastapi import Depends, Response

from backend.core import clock
from backend.core.i18n import _
from backend.domain.roundtables import notes, page, policy, queries
from backend.domain.roundtables.drafts import NoteDraft
from backend.domain.roundtables.models import Roundtable
from backend.kit import errors
from backend.kit.asking import Ask, Asking, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.web.roundtables.clocks import readers_clock

router = Router(show=errors.show_page, prefix="/roundtables/{slug}/notes")

NoteForm = Annotated[Form[NoteDraft], Depends(submitted(NoteDraft))]


@router.get("/new", name="roundtables:new_note")
def new(ask: SignedIn, slug: str) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    policy.may_write_note(ask.me, table, clock.now()).insist()
    last = notes.last(ask.db, table)
    return _form(ask, table, Form.of(NoteDraft, body=last.body if last else ""))


@router.post("", name="roundtables:write_note")
def write(ask: SignedIn, slug: str, form: NoteForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    policy.may_write_note(ask.me, table, clock.now()).insist()
    note = form.submit(lambda draft: notes.write(ask.db, ask.me, table, draft))
    if note is None:
        return _form(ask, table, form, status=422)
    if note.published_at is None:
        path = ask.path_for("roundtables:new_note", slug=slug)
        return see_other(ask, path, flash=_("Your words are kept. Only conveners can see them."))
    path = f"{ask.path_for('roundtables:show', slug=slug)}#note"
    return see_other(ask, path, flash=_("The note is published."))


@router.get("/{number}", name="roundtables:note")
def show(ask: Ask, slug: str, number: int) -> Response:
    """One of the published versions."""
    opened = page.opened(ask.db, ask.me, slug)
    return render(
        ask,
        "roundtables/note.html",
        table=opened.table,
        note=notes.version(ask.db, opened.table, number),
        versions=notes.published(ask.db, opened.table),
        clock=readers_clock(ask),
    )


def _form(ask: Asking, table: Roundtable, form: Form[NoteDraft], *, status: int = 200) -> Response:
    doubtful = notes.told_in(ask.db, table, form.value("body")).parts
    return render(
        ask,
        "roundtables/write_note.html",
        "roundtables/_note_form.html",
        status=status,
        table=table,
        form=form,
        doubtful=[(word, word) for word in doubtful] if "ordinary" in form.problems else [],
    )
