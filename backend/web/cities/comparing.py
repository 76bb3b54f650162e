"""Two or three cities side by side, with every source: to learn from, never to rank."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query, Response
from pydantic import BaseModel

from backend.core.choices import Choices, Question
from backend.core.i18n import language
from backend.domain.cities import countries, queries
from backend.domain.cities.models import City
from backend.domain.cities.rows import CityRow
from backend.domain.cities.said import MOST_COMPARED, said
from backend.domain.matching.cities import alike
from backend.domain.topics.queries import Tree, tree
from backend.kit import errors
from backend.kit.asking import Ask, Asking
from backend.kit.render import render
from backend.kit.router import Router
from backend.web.cities import comparison

router = Router(show=errors.show_page, prefix="/cities")

COMPARE = "cities:compare"
MOST_LIKELY = 3


class Asked(BaseModel):
    """Which cities, as the address says; and whose name is looked for to add one."""

    city: Choices = []
    q: Question = ""


@router.get("/compare", name=COMPARE)
def compare(ask: Ask, asked: Annotated[Asked, Query()]) -> Response:
    known = tree(ask.db)
    found = queries.several(ask.db, asked.city[:MOST_COMPARED], known)
    now = said(ask.db, [city for city, _row in found])
    beside = [now[city.id] for city, _row in found]
    slugs = [city.slug for city, _row in found]
    offered = (
        queries.named(ask.db, asked.q, slugs) if asked.q and len(found) < MOST_COMPARED else []
    )
    return render(
        ask,
        "cities/compare.html",
        asked=asked,
        cities=[
            {
                "city": city,
                "row": row,
                "country": countries.name(city.country, language().code),
                "without": ask.path_for(COMPARE, city=[s for s in slugs if s != city.slug]),
            }
            for city, row in found
        ],
        lost=[slug for slug in asked.city[:MOST_COMPARED] if slug not in slugs],
        too_many=len(asked.city) > MOST_COMPARED,
        rows=comparison.rows(beside) if beside else [],
        evidence=comparison.evidence(beside) if beside else [],
        may_add=len(found) < MOST_COMPARED,
        offered=[
            (
                ask.path_for(COMPARE, city=[*slugs, one.slug]),
                one.name,
                one.subdivision,
                countries.name(one.country, language().code),
            )
            for one in offered
        ],
        likely=[
            (one.name, ask.path_for(COMPARE, city=[*slugs, one.slug]))
            for one in (() if asked.q else _likely(ask, [city for city, _row in found], known))
        ],
    )


def _likely(ask: Asking, chosen: Sequence[City], known: Tree) -> list[City | CityRow]:
    """Whom one may want to see first, and then beside it: one's own city, and those most like it."""
    if not chosen:
        own = ask.db.get(City, ask.me.city_id) if ask.me.city_id else None
        return [own] if own else []
    if len(chosen) > 1:
        return []
    like = alike(ask.db, ask.me, chosen[0].id, known, MOST_LIKELY)
    return [match.other.city for match in like.matches] if like else []
