"""Turning a template and what it needs into an answer: the page, or the piece htmx asked for."""

import base64
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from backend.core import networks
from backend.core.i18n import _, language, ngettext
from backend.domain.members import devices
from backend.kit import moments
from backend.kit.asking import TOKEN_FIELD, Asking
from backend.kit.assets import asset, integrity
from backend.kit.convening import waits
from backend.kit.htmx import wants_piece
from backend.kit.markdown import to_html
from backend.kit.pictures import rings

TEMPLATES = Path(__file__).parents[2] / "templates"
FLASH = "flash"
REFUSAL = "errors/_refusal.html"
QUIET = '<div hx-swap-oob="innerHTML:#notice"></div>'
"""What the notice line said of an act before is over once the next one is answered."""


@pass_context
def _path_for(context: Context, name: str, /, **given: Any) -> str:
    return str(context["ask"].path_for(name, **given))


@pass_context
def _form_token(context: Context) -> Markup:
    """The hidden field that every form of a signed-in person carries."""
    ask = context["ask"]
    if ask.caller is None:
        return Markup()
    return Markup('<input type="hidden" name="{}" value="{}">').format(TOKEN_FIELD, ask.form_token)


@pass_context
def _waits(context: Context) -> Mapping[str, int]:
    """What the tabs of conveners' pages say; asked by those who have them, and by no other page."""
    return waits(context["ask"])


class _Environment(Environment):
    """An environment in which no template has globals of its own.

    Jinja would lay them over the common ones, and compare the layers at every import: in a list
    whose rows import what they are made of, that is a tenth of the page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


environment = _Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
environment.globals.update(
    path_for=_path_for,
    form_token=_form_token,
    waits=_waits,
    asset=asset,
    integrity=integrity,
    moments=moments,
    ring_parts=rings,
    device_words=devices.words,
    network_shown=networks.shown,
    _=_,
    ngettext=ngettext,
)
environment.filters["prose"] = to_html


def render(
    ask: Asking, page: str, piece: str | None = None, /, *, status: int = 200, **given: Any
) -> HTMLResponse:
    """Render `page`, or only its `piece` when htmx asks; both from the same context."""
    as_piece = piece is not None and wants_piece(ask.request)
    context = {"ask": ask, "me": ask.me, "request": ask.request, **given}
    if not as_piece:
        context.update(_around(ask))
    html = environment.get_template(piece if as_piece and piece else page).render(context)
    if as_piece and ask.request.method == "POST" and piece != REFUSAL:
        html += QUIET
    answer = HTMLResponse(html, status, headers={"Vary": "HX-Request, Cookie, Accept-Language"})
    if FLASH in ask.request.cookies and not as_piece:
        answer.delete_cookie(FLASH)
    return answer


def refused(ask: Asking, page: str, *, status: int, sentence: str, **given: Any) -> Response:
    """A page that says no; where htmx asked, its notice line does, and what was typed stays."""
    answer = render(ask, page, REFUSAL, status=status, sentence=sentence, **given)
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#notice", "innerHTML"
    return answer


def with_notice(piece: Response, sentence: str) -> Response:
    """A piece of a page, and for the notice line of that page a sentence that says what was done."""
    notice = environment.get_template("errors/_notice.html").render(sentence=sentence)
    piece.body = bytes(piece.body) + notice.encode()
    piece.headers["Content-Length"] = str(len(piece.body))
    return piece


def see_other(ask: Asking, path: str, *, flash: str = "") -> Response:
    """Send the browser to another page after a write: 303 for a form, HX-Redirect for htmx.

    htmx follows a 303 by itself and would swap the whole next page into the form's place.
    `flash` is a sentence that the next page shows once.
    """
    answer: Response
    if wants_piece(ask.request):
        there = _anew(ask, path)
        answer = Response(status_code=204, headers={"HX-Redirect": there, "Vary": "HX-Request"})
    else:
        answer = RedirectResponse(path, status_code=303)
    if flash:
        said = base64.urlsafe_b64encode(flash.encode()).decode()
        answer.set_cookie(
            FLASH, said, max_age=60, httponly=True, samesite="lax", secure=ask.settings.is_secure
        )
    return answer


def _anew(ask: Asking, path: str) -> str:
    """An address that the browser opens, even from there: another end of it opens nothing anew."""
    page, _hash, _place = path.partition("#")
    try:
        opened = urlsplit(ask.request.headers.get("HX-Current-URL", ""))
    except ValueError:
        return path  # what no browser sends
    here = f"{opened.path}?{opened.query}" if opened.query else opened.path
    return page if here == page else path


def _around(ask: Asking) -> dict[str, Any]:
    """What the base page shows around every page."""
    spoken = language()
    return {
        "site": ask.request.app.state.site,
        "language": spoken.code,
        "direction": spoken.direction,
        "languages": ask.request.app.state.languages.offered,
        "unread": ask.caller.unread if ask.caller else 0,
        "flash": _flash(ask),
    }


def _flash(ask: Asking) -> list[tuple[str, str]]:
    kept = ask.request.cookies.get(FLASH)
    if not kept:
        return []
    try:
        return [("good", base64.urlsafe_b64decode(kept).decode())]
    except ValueError:
        return []  # the cookie can be anybody's, such as a neighbouring site's
