"""One conversation, and its meeting as a calendar file."""

from urllib.parse import urlsplit

from fastapi import Response

from backend.core.calendar_file import Person, Sender
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain.conversations import queries
from backend.domain.conversations.invitations import Invitation
from backend.kit import errors
from backend.kit.asking import Asking, SignedIn
from backend.kit.render import see_other
from backend.kit.router import Router
from backend.web.conversations.page import show_opened

router = Router(show=errors.show_page, prefix="/conversations")

NO_REPLY = "no-reply@localhost"


@router.get("/{slug}.ics", name="conversations:calendar")
def calendar(ask: SignedIn, slug: str) -> Response:
    """The meeting for my calendar, once there is one."""
    opened = queries.opened(ask.db, ask.me, slug)
    one = opened.conversation
    if one.starts_at is None:
        raise NotFound(_("There is no such conversation."))
    invitation = Invitation(
        _sender(ask),
        one,
        opened.other.name,
        ask.settings.origin + ask.path_for("conversations:show", slug=slug),
        reader=ask.me,
        is_off=one.cancelled_at is not None or opened.is_closed,
    )
    headers = {
        "Content-Disposition": 'attachment; filename="conversation.ics"',
        "Vary": "Cookie",
        "Cache-Control": "private, no-store",
    }
    return Response(invitation.file(), media_type="text/calendar; charset=utf-8", headers=headers)


@router.get("/{slug}", name="conversations:show")
def show(ask: SignedIn, slug: str, before: str = "") -> Response:
    """Mine; what was reported to conveners, and only that, they read in its case."""
    reported = queries.reported(ask.db, ask.me, slug)
    if reported is not None:
        kind, subject_id = reported
        return see_other(ask, ask.path_for("moderation:case", kind=kind, subject_id=subject_id))
    return show_opened(ask, queries.opened(ask.db, ask.me, slug), before=before)


def _sender(ask: Asking) -> Sender:
    host = urlsplit(ask.settings.origin).hostname or "localhost"
    return Sender(host, Person(ask.settings.name, ask.settings.mail_from or NO_REPLY))
