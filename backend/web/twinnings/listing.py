"""What cities of the network do together: every filter is in the address."""

from typing import Annotated

from fastapi import Query, Response

from backend.core.i18n import _
from backend.domain.topics.queries import tree
from backend.domain.twinnings import policy, queries
from backend.domain.twinnings.queries import Filters
from backend.domain.twinnings.standing import KINDS, STANDINGS
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.pictures.worldmap import Spot, worldmap
from backend.kit.render import render
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/twinnings")

INDEX = "twinnings:index"


@router.get("", name=INDEX)
def index(ask: SignedIn, filters: Annotated[Filters, Query()]) -> Response:
    known = tree(ask.db)
    page = queries.listed(ask.db, ask.me, filters, known)
    spots: dict[str, Spot] = {}
    for row in page.items:
        for one in (row.asking, row.asked):
            address = ask.path_for("cities:show", slug=one.slug)
            spots.setdefault(one.slug, Spot(one.name, one.longitude, one.latitude, address))
    at = {slug: place for place, slug in enumerate(spots)}
    joined = [(at[row.asking.slug], at[row.asked.slug]) for row in page.items]
    chosen = filters.chosen()
    return render(
        ask,
        "twinnings/index.html",
        filters=filters,
        page=page,
        picture=worldmap(list(spots.values()), joined),
        kinds=KINDS,
        standings=STANDINGS,
        topics=[("", _("Any topic")), *((one.slug, one.label) for one in known.rows)],
        may_propose=policy.may_propose(ask.me, ask.me.city_id),
        older=ask.path_for(INDEX, **chosen, after=page.next_key) if page.next_key else "",
        newest=ask.path_for(INDEX, **chosen) if filters.after else "",
    )
