"""Files that come with a form: taken in even when the form is wrong, so that none is sent twice."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel

from backend.core.errors import NotFound, Rejected
from backend.domain.resources import files
from backend.domain.resources.models import StoredFile
from backend.kit.asking import AskingMember
from backend.kit.forms import Form

FILE, FILE_ID = "file", "file_id"

Draft = TypeVar("Draft", bound=BaseModel)
Made = TypeVar("Made")


def submit(ask: AskingMember, form: Form[Draft], action: Callable[[Draft], Made]) -> Made | None:
    """As `form.submit`, with the file that came along taken in first, and its problem added."""
    problems = _take_in(ask, form)

    def act(draft: Draft) -> Made:
        if problems:
            raise Rejected(problems)
        return action(draft)

    made = form.submit(act)
    if made is None:
        form.problems |= problems
    return made


def waiting(ask: AskingMember, form: Form[Any]) -> StoredFile | None:
    """The file that was taken in for this form, if one was."""
    try:
        return files.waiting(ask.db, ask.me, UUID(form.value(FILE_ID)))
    except (ValueError, NotFound):
        return None


def _take_in(ask: AskingMember, form: Form[Any]) -> dict[str, str]:
    sent = form.files.get(FILE)
    if sent is None:
        return {}
    try:
        shelf = ask.request.app.state.shelf
        kept = files.keep(ask.db, ask.me, shelf, sent.filename or "", sent.file)
    except Rejected as refusal:
        return refusal.problems
    form.values[FILE_ID] = [str(kept.id)]
    return {}
