"""Answering a request to talk: accepting, offering other times, later, declining, withdrawing."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Response

from backend.core.i18n import _
from backend.domain.conversations import answering, queries
from backend.domain.conversations.drafts import AcceptanceDraft, LaterDraft, TimesDraft
from backend.domain.conversations.models import Conversation
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import see_other
from backend.kit.router import Router
from backend.web.conversations.page import show_opened

router = Router(show=errors.show_page, prefix="/conversations/{slug}")

Acceptance = Annotated[Form[AcceptanceDraft], Depends(submitted(AcceptanceDraft))]
Times = Annotated[Form[TimesDraft], Depends(submitted(TimesDraft))]
Later = Annotated[Form[LaterDraft], Depends(submitted(LaterDraft))]

Deed = Callable[..., Conversation]


@router.post("/acceptance", name="conversations:accept")
def accept(ask: SignedIn, slug: str, form: Acceptance) -> Response:
    said = _("It is agreed. You both find it in your mail, for your calendars.")
    return _sent(ask, slug, ("accepting", form), answering.accept, said)


@router.post("/times", name="conversations:propose")
def propose(ask: SignedIn, slug: str, form: Times) -> Response:
    return _sent(ask, slug, ("proposing", form), answering.propose, _("Your times are sent."))


@router.post("/postponement", name="conversations:put_off")
def put_off(ask: SignedIn, slug: str, form: Later) -> Response:
    said = _("You will be reminded on that day.")
    return _sent(ask, slug, ("putting_off", form), answering.put_off, said)


@router.post("/refusal", name="conversations:decline")
def decline(ask: SignedIn, slug: str) -> Response:
    answering.decline(ask.db, ask.me, queries.one(ask.db, ask.me, slug))
    path = ask.path_for("conversations:index")
    return see_other(ask, path, flash=_("You have declined. Nobody is told."))


@router.post("/withdrawal", name="conversations:withdraw")
def withdraw(ask: SignedIn, slug: str) -> Response:
    answering.withdraw(ask.db, ask.me, queries.one(ask.db, ask.me, slug))
    path = ask.path_for("conversations:index", show="asking")
    return see_other(ask, path, flash=_("Your request is withdrawn."))


def _sent(ask: SignedIn, slug: str, form: tuple[str, Form[Any]], deed: Deed, said: str) -> Response:
    opened = queries.opened(ask.db, ask.me, slug)
    name, sent = form
    if sent.submit(lambda draft: deed(ask.db, ask.me, opened.conversation, draft)) is None:
        return show_opened(ask, opened, status=422, forms={name: sent})
    return see_other(ask, ask.path_for("conversations:show", slug=slug), flash=said)
