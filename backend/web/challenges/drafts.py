"""Words kept before they are posted: by a button, and as one types."""

from uuid import UUID

from fastapi import Response

from backend.core.i18n import _
from backend.domain.challenges import drafts
from backend.domain.challenges.models import DraftWords, KeptDraft
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.forms import Form
from backend.kit.htmx import wants_piece
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.web.challenges.writing import DRAFT_FIELD, WordsForm, draft_of, show_form

router = Router(show=errors.show_page, prefix="/challenges/drafts")


@router.get("", name="challenges:drafts")
def index(ask: SignedIn) -> Response:
    return render(ask, "challenges/drafts.html", drafts=drafts.mine(ask.db, ask.me))


@router.post("", name="challenges:save_draft")
def save(ask: SignedIn, form: WordsForm) -> Response:
    draft_id = draft_of(form)
    nothing_kept = object()

    def keep(words: DraftWords) -> KeptDraft | object:
        return drafts.save(ask.db, ask.me, draft_id, words) or nothing_kept

    kept = form.submit(keep)
    if wants_piece(ask.request):
        saved = kept if isinstance(kept, KeptDraft) else None
        return render(
            ask,
            "challenges/drafts.html",
            "challenges/_saved.html",
            problem=next(iter(form.problems.values()), ""),
            saved=saved,
            drafts=[],
        )
    if kept is None:
        return show_form(ask, form, status=422)
    if kept is nothing_kept:
        return see_other(ask, ask.path_for("challenges:new"))
    path = ask.path_for("challenges:draft", draft_id=draft_id)
    return see_other(ask, path, flash=_("Your draft is kept. Only you can see it."))


@router.get("/{draft_id}", name="challenges:draft")
def draft(ask: SignedIn, draft_id: UUID) -> Response:
    kept = drafts.one(ask.db, ask.me, draft_id)
    words = kept.model_dump(include=set(DraftWords.model_fields))
    form = Form.of(DraftWords, **words, **{DRAFT_FIELD: kept.id})
    return show_form(ask, form)


@router.post("/{draft_id}/removal", name="challenges:remove_draft")
def remove(ask: SignedIn, draft_id: UUID) -> Response:
    drafts.remove(ask.db, ask.me, draft_id)
    return see_other(ask, ask.path_for("challenges:drafts"), flash=_("The draft is thrown away."))
