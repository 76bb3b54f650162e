"""Searching everything, for programs."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from backend.core.choices import Question
from backend.domain.search import nearness, queries, suggesting
from backend.domain.search.captions import Captioned, captioned, plain
from backend.domain.search.facets import by_branch
from backend.domain.search.filters import Filters
from backend.domain.search.nearness import Near
from backend.domain.search.partly import NONE, partly
from backend.domain.topics.queries import tree
from backend.kit import errors
from backend.kit.asking import Ask
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/search", tags=["search"])


class PieceAnswer(BaseModel):
    """A stretch of a text, and whether it is what was found."""

    words: str
    is_hit: bool


class HitAnswer(BaseModel):
    """Something found, with where it can be read."""

    kind: str
    id: UUID
    title: str
    path: str
    language: str
    at: datetime
    line: str
    """Of a person what they do and where; of what was said for a city, which; else empty."""
    snippet: list[PieceAnswer]


class FoundAnswer(BaseModel):
    """One page of hits, best first, and over all pages how many there are of each facet's values.

    With `is_more`, there are more than the total and the counts say.
    """

    items: list[HitAnswer]
    total: int
    is_more: bool
    counts: dict[str, dict[str, int]]
    next: str | None
    close_in_meaning: list[HitAnswer]
    """Where little was found: things about the same, though nobody used these words."""
    with_some_words: list[HitAnswer]
    """Where nothing was found: things that say most of these words."""
    instead: str
    """The question with a slip put right, where little was found and that finds more."""


class NamedAnswer(BaseModel):
    """What is called so, with where it can be read."""

    kind: str
    id: UUID
    title: str
    path: str
    also: str
    """The other name by which it is called so, where its title doesn't say; else empty."""


class SuggestionsAnswer(BaseModel):
    """What is called as somebody has typed so far."""

    items: list[NamedAnswer]


@router.get("", name="api.search:show")
def show(ask: Ask, filters: Annotated[Filters, Query()]) -> FoundAnswer:
    topics = tree(ask.db)
    chosen = filters.chosen(topics)
    found = queries.search(ask.db, ask.me, filters.q, chosen, after=filters.after)
    instead = ""
    if not found.is_term:
        instead = suggesting.meant(ask.db, ask.me, filters.q, found.total)
    near, some = Near(), NONE
    if not chosen and not filters.after:
        near = nearness.near(ask.db, ask.me, instead or filters.q, found)
        if not (instead or near.topics):
            some = partly(ask.db, ask.me, filters.q, found)
    counts = {name: dict(values) for name, values in found.counts.items()}
    counts["topic"] = by_branch(counts["topic"], topics)
    hits, besides = captioned(ask.db, ask.me, found, topics, near.hits)
    return FoundAnswer(
        items=[_hit(ask, one) for one in hits],
        total=found.total,
        is_more=found.is_more,
        counts=counts,
        next=found.next_key,
        close_in_meaning=[_hit(ask, one) for one in besides],
        with_some_words=[_hit(ask, plain(one)) for one in some],
        instead=instead,
    )


def _hit(ask: Ask, shown: Captioned) -> HitAnswer:
    hit = shown.hit
    return HitAnswer(
        kind=hit.subject.kind,
        id=hit.subject.id,
        title="".join(piece.words for piece in shown.title),
        path=ask.addresses.of(hit.subject),
        language=hit.language,
        at=hit.at,
        line=shown.line,
        snippet=[PieceAnswer(words=one.words, is_hit=one.is_hit) for one in shown.snippet],
    )


@router.get("/suggestions", name="api.search:suggestions")
def suggestions(ask: Ask, q: Question = "") -> SuggestionsAnswer:
    named = suggesting.named(ask.db, ask.me, q)
    return SuggestionsAnswer(
        items=[
            NamedAnswer(
                kind=one.subject.kind,
                id=one.subject.id,
                title=one.subject.title,
                path=ask.addresses.of(one.subject),
                also=one.also,
            )
            for one in named
        ]
    )
