"""Searching everything at once."""

from fastapi import Response

from backend.domain import subjects
from backend.domain.search import queries
from backend.kit import errors
from backend.kit.asking import Ask
from backend.kit.render import render
from backend.kit.router import Router

router = Router(show=errors.show_page)

LONGEST = 300
"""Letters of a question that are looked at."""


@router.get("/search", name="search:show")
def show(ask: Ask, q: str = "", kind: str = "", page: int = 1) -> Response:
    question = q[:LONGEST]
    known = subjects.kinds()
    kind = kind if kind in known else ""
    found = queries.search(ask.db, ask.me, question, kind=kind, page=page)
    return render(
        ask,
        "search/show.html",
        "search/_hits.html",
        question=question,
        kind=kind,
        kinds=known,
        found=found,
        address_of=ask.addresses.of,
    )
