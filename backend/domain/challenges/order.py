"""The orders of a list, and the keys by which its pages are walked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, literal, tuple_
from sqlmodel import col

from backend.core.db import UtcDateTime
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain.challenges.models import Challenge
from backend.domain.challenges.rows import ChallengeRow

Found = Select[*tuple[Any, ...]]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_LARGEST = 2**53


def ordered(found: Found, sort: str, after: str) -> Found:
    """A list in this order, from where a page before it ended."""
    return {"newest": newest, "faced": _faced, "waiting": _waiting}[sort](found, after)


def key(sort: str) -> Callable[[ChallengeRow], str]:
    """What the page after a row starts with, in this order."""
    return _faced_key if sort == "faced" else _posted_key


def newest(found: Found, after: str = "") -> Found:
    place = tuple_(col(Challenge.posted_at), col(Challenge.id))
    if after:
        found = found.where(place < _moment(after))
    return found.order_by(col(Challenge.posted_at).desc(), col(Challenge.id).desc())


def _waiting(found: Found, after: str) -> Found:
    place = tuple_(col(Challenge.posted_at), col(Challenge.id))
    if after:
        found = found.where(place > _moment(after))
    return found.order_by(col(Challenge.posted_at), col(Challenge.id))


def _faced(found: Found, after: str) -> Found:
    place = tuple_(col(Challenge.faced_by), col(Challenge.id))
    if after:
        number, last = _read(after)
        found = found.where(place < tuple_(literal(number), literal(last, Uuid())))
    return found.order_by(col(Challenge.faced_by).desc(), col(Challenge.id).desc())


def _posted_key(row: ChallengeRow) -> str:
    return f"{(row.posted_at - _EPOCH) // _TICK}.{row.id.hex}"


def _faced_key(row: ChallengeRow) -> str:
    return f"{row.faced_by}.{row.id.hex}"


def _moment(after: str) -> Any:
    number, last = _read(after)
    return tuple_(literal(_EPOCH + number * _TICK, UtcDateTime()), literal(last, Uuid()))


def _read(after: str) -> tuple[int, UUID]:
    number, _dot, last = after.partition(".")
    try:
        place = int(number), UUID(last)
    except ValueError:
        place = None
    if place is None or not 0 <= place[0] < _LARGEST:
        raise NotFound(_("This list has no such page."))
    return place
