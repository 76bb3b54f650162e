"""Addresses that read like their titles: free when given out, and never changed afterwards."""

from collections.abc import Collection, Sequence
from itertools import count
from typing import Any

from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.locks import alone
from backend.core.text import slugify

_AT_ONCE = 16


def free_slug(
    db: Session,
    column: Any,
    words: str,
    *,
    reserved: Collection[str] = (),
    besides: Sequence[Any] = (),
) -> str:
    """A slug of these words that no row has in this column: "bike-lanes", then "bike-lanes-2".

    Nor in one of the columns `besides`, such as of addresses that were changed.

    Exact candidates are looked up, a few at a time: a pattern would read the whole index. Whoever
    wants the same words at the same moment waits until this transaction has ended.
    """
    base = slugify(words)
    alone(db, f"slug {base}")
    for start in count(1, _AT_ONCE):
        candidates = [f"{base}-{n}" if n > 1 else base for n in range(start, start + _AT_ONCE)]
        taken = {
            slug
            for one in (column, *besides)
            for slug in rows(db, columns(col(one)).where(col(one).in_(candidates))).scalars()
        }
        for candidate in candidates:
            if candidate not in taken and candidate not in reserved:
                return candidate
    raise AssertionError  # `count` never ends
