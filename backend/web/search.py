"""Searching everything at once."""

from typing import Annotated

from fastapi import Query, Response

from backend.domain import subjects
from backend.domain.search import queries
from backend.domain.search.filters import Filters
from backend.domain.topics.queries import tree
from backend.kit import errors
from backend.kit.asking import Ask
from backend.kit.render import render
from backend.kit.router import Router

router = Router(show=errors.show_page)


@router.get("/search", name="search:show")
def show(ask: Ask, filters: Annotated[Filters, Query()]) -> Response:
    topics = tree(ask.db)
    chosen = filters.chosen(topics)
    found = queries.search(ask.db, ask.me, filters.q, chosen, after=filters.after)
    return render(
        ask,
        "search/show.html",
        "search/_hits.html",
        question=filters.q,
        chosen=chosen,
        kinds=subjects.kinds(),
        found=found,
        after=filters.after,
        address_of=ask.addresses.of,
    )
