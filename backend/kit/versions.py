"""Conditional requests: who has the newest already is told so, and nothing else (RFC 9110, 13)."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime

from fastapi import Response

from backend.kit.asking import Asking


def if_changed(
    ask: Asking,
    version: str,
    changed_at: datetime | None,
    headers: Mapping[str, str],
    answer: Callable[[], Response],
) -> Response:
    """The answer under its version, or 304 for who has just this one; then it isn't even made.

    Only the version counts. When something was changed last is told, but not gone by: what leaves
    a list makes it no newer, and somebody would keep what they may not see any more.
    """
    told = {**headers, "ETag": f'"{version}"'}
    if changed_at is not None:
        told["Last-Modified"] = format_datetime(changed_at.astimezone(UTC), usegmt=True)
    known = ask.request.headers.get("If-None-Match", "")
    tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
    found = Response(status_code=304) if {told["ETag"], "*"} & tags else answer()
    found.headers.update(told)
    return found
