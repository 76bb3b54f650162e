"""Searching everything, for programs."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from backend.domain.search import queries
from backend.kit import errors
from backend.kit.asking import Ask
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/search", tags=["search"])


class HitAnswer(BaseModel):
    """Something found, with where it can be read."""

    kind: str
    id: UUID
    title: str
    path: str
    language: str
    at: datetime


class FoundAnswer(BaseModel):
    """One page of hits; how many there are of each kind; the next page's number, if any."""

    items: list[HitAnswer]
    counts: dict[str, int]
    next: int | None


@router.get("", name="api.search:show")
def show(
    ask: Ask,
    q: Annotated[str, Query(max_length=300)] = "",
    kind: Annotated[str, Query(max_length=40)] = "",
    page: Annotated[int, Query(ge=1, le=queries.FURTHEST)] = 1,
) -> FoundAnswer:
    found = queries.search(ask.db, ask.me, q, kind=kind, page=page)
    items = [
        HitAnswer(
            kind=hit.subject.kind,
            id=hit.subject.id,
            title=hit.subject.title,
            path=ask.addresses.of(hit.subject),
            language=hit.language,
            at=hit.at,
        )
        for hit in found.hits
    ]
    return FoundAnswer(
        items=items, counts=dict(found.counts), next=page + 1 if found.has_more else None
    )
