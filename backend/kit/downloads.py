"""Sending a member's file: to be saved, never to be opened here, for what is in it is not ours."""

from typing import Annotated
from urllib.parse import quote

from anyascii import anyascii
from fastapi import Path, Response
from fastapi.responses import FileResponse

from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain.resources.models import StoredFile
from backend.kit.asking import Asking
from backend.kit.headers import NOTHING

Number = Annotated[int, Path(ge=1, le=1_000_000)]
"""The number of a version, in an address."""


def download(ask: Asking, stored: StoredFile) -> Response:
    """The file itself, whole or in ranges; NotFound when the shelf has lost it."""
    path = ask.request.app.state.shelf.where(stored.sha256)
    if path is None:
        raise NotFound(_("This file cannot be read at the moment. Please try again later."))
    return FileResponse(
        path,
        media_type=stored.media_type,
        headers={
            "Content-Disposition": attached(stored.name),
            "Content-Security-Policy": f"{NOTHING}; sandbox",
            "X-Content-Type-Options": "nosniff",
            "ETag": f'"{stored.sha256}"',
        },
    )


def sheet(name: str, text: str) -> Response:
    """A table that was made just now, to be saved."""
    return Response(
        text,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": attached(name), "X-Content-Type-Options": "nosniff"},
    )


def attached(name: str) -> str:
    """In plain letters for old programs, and as it is for the others (RFC 6266)."""
    plain = "".join(c for c in anyascii(name) if c.isprintable() and c not in '"\\%')
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
