"""What the two do once they have agreed: the thread, the meeting, and what they learned."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Response
from fastapi import Form as Field

from backend.core.i18n import _
from backend.domain.conversations import learning, meeting, queries, talking
from backend.domain.conversations.drafts import LearningDraft, MeetingDraft, MessageDraft
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.forms import Form, edited, submitted
from backend.kit.htmx import wants_piece
from backend.kit.render import see_other
from backend.kit.router import Router
from backend.web.conversations.page import show_opened

router = Router(show=errors.show_page, prefix="/conversations/{slug}")

Words = Annotated[Form[MessageDraft], Depends(submitted(MessageDraft))]
Meeting = Annotated[Form[MeetingDraft], Depends(edited(MeetingDraft))]
Learned = Annotated[Form[LearningDraft], Depends(submitted(LearningDraft))]
Said = Annotated[bool, Field()]
"""Whether it is said, or taken back."""


@router.post("/messages", name="conversations:write")
def write(ask: SignedIn, slug: str, form: Words) -> Response:
    return _sent(ask, slug, ("writing", form), talking.write, place="#writing")


@router.post("/reading", name="conversations:read")
def read(ask: SignedIn, slug: str) -> Response:
    talking.read(ask.db, ask.me, queries.one(ask.db, ask.me, slug))
    return _done(ask, slug, "#thread")


@router.post("/address", name="conversations:share_email")
def share_email(ask: SignedIn, slug: str, *, said: Said = True) -> Response:
    talking.share_email(ask.db, ask.me, queries.one(ask.db, ask.me, slug), said=said)
    return _done(ask, slug)


@router.post("/meeting", name="conversations:move")
def move(ask: SignedIn, slug: str, form: Meeting) -> Response:
    said = _("It is changed, and both calendars hear of it.")
    return _sent(ask, slug, ("moving", form), meeting.move, flash=said)


@router.post("/cancellation", name="conversations:cancel")
def cancel(ask: SignedIn, slug: str) -> Response:
    meeting.cancel(ask.db, ask.me, queries.one(ask.db, ask.me, slug))
    path = ask.path_for("conversations:show", slug=slug)
    return see_other(ask, path, flash=_("The meeting is cancelled, and both calendars hear of it."))


@router.post("/learning", name="conversations:learn")
def learn(ask: SignedIn, slug: str, form: Learned) -> Response:
    return _sent(ask, slug, ("learning", form), learning.learn, flash=_("Thank you. It is kept."))


def _sent(
    ask: SignedIn,
    slug: str,
    form: tuple[str, Form[Any]],
    deed: Callable[..., object],
    *,
    place: str = "",
    flash: str = "",
) -> Response:
    opened = queries.opened(ask.db, ask.me, slug)
    name, sent = form
    if sent.submit(lambda draft: deed(ask.db, ask.me, opened.conversation, draft)) is None:
        return show_opened(ask, opened, status=422, forms={name: sent})
    if flash:
        return see_other(ask, ask.path_for("conversations:show", slug=slug), flash=flash)
    return _done(ask, slug, place)


def _done(ask: SignedIn, slug: str, place: str = "") -> Response:
    """The conversation as it is now, in the page or in the browser's next one."""
    if wants_piece(ask.request):
        return show_opened(ask, queries.opened(ask.db, ask.me, slug))
    return see_other(ask, ask.path_for("conversations:show", slug=slug) + place)
