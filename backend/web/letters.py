"""The letters of a demo, on a page instead of in anybody's mailbox. Never mounted elsewhere."""

from uuid import UUID

from fastapi import Response
from fastapi.responses import HTMLResponse

from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain.notifications import queries
from backend.kit import errors
from backend.kit.asking import Ask
from backend.kit.render import render
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/_mail")


@router.get("", name="letters:index")
def index(ask: Ask, after: str = "") -> Response:
    desk = ask.request.app.state.desk
    page = queries.letters(ask.db, after=after)
    subjects = {letter.id: desk.read(ask.db, letter)[0] for letter in page.items}
    return render(ask, "letters/index.html", page=page, subjects=subjects)


@router.get("/{letter_id}", name="letters:show")
def show(ask: Ask, letter_id: UUID) -> Response:
    letter = queries.letter(ask.db, letter_id)
    if letter is None:
        raise NotFound(_("There is no such letter."))
    _subject, html = ask.request.app.state.desk.read(ask.db, letter)
    # The letter's own style sheet stands in it, as mail programs need; a frame of its own rules.
    return HTMLResponse(
        html, headers={"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
    )
