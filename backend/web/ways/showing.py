"""Where one is signed in, and ending it; confirming that it is oneself before anything changes."""

from typing import Annotated
from uuid import UUID

from fastapi import Form as Field
from fastapi import Response

from backend.core.i18n import _, ngettext
from backend.domain.joining import actions as joining
from backend.domain.joining.models import LinkDraft
from backend.domain.members import sessions
from backend.kit import askers, errors
from backend.kit.addresses import within
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.render import see_other
from backend.kit.router import Router
from backend.web.ways.page import INDEX, page

router = Router(show=errors.show_page, prefix="/settings/sign-in")


@router.get("", name=INDEX)
def index(ask: SignedIn) -> Response:
    return page(ask)


@router.post("/confirmation", name="ways:confirm")
def confirm(ask: SignedIn, next: Annotated[str, Field()] = "") -> Response:
    """A link to one's own address: whoever uses it has signed in a moment ago."""
    asker, back = askers.asker(ask), within(next) if next else ask.path_for(INDEX)
    joining.ask_for_link(ask.db, ask.settings, asker, LinkDraft(email=ask.me.email), back)
    answer = see_other(ask, ask.path_for("session:sent"))
    askers.remember(ask, answer, asker)
    return answer


@router.post("/sessions/ending", name="ways:end_others")
def end_others(ask: SignedIn) -> Response:
    count = sessions.end_others(ask.db, ask.me, _this(ask))
    said = ngettext(
        "{count} other browser is signed out.", "{count} other browsers are signed out.", count
    )
    return see_other(ask, ask.path_for(INDEX), flash=said)


@router.post("/sessions/{session_id}/ending", name="ways:end_session")
def end_session(ask: SignedIn, session_id: UUID) -> Response:
    sessions.end_mine(ask.db, ask.me, session_id)
    return see_other(ask, ask.path_for(INDEX), flash=_("That browser is signed out."))


def _this(ask: AskingMember) -> UUID | None:
    return ask.caller.session_id if ask.caller else None
