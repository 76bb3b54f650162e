"""Tables of a roundtable, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from backend.api.shapes import Shape
from backend.api.whole import Whole
from backend.domain.roundtables import breakout_places, policy, queries
from backend.domain.roundtables.breakout_places import PlacesDraft, Wished
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/roundtables/{slug}/tables", tags=["roundtables"])


class PlacedShape(Shape):
    id: UUID
    slug: str
    name: str
    city: str


class TableShape(Shape):
    number: int
    people: list[PlacedShape]
    reasons: list[str]


class TablesShape(BaseModel):
    """For who convenes it all tables, kept or proposed; for who comes, their own if one is kept."""

    tables: list[TableShape]
    without: list[PlacedShape]
    """Who has a seat, but no table."""
    unmet: list[str]
    is_kept: bool


@router.get("", name="api.roundtables:tables")
def show(ask: SignedIn, slug: str, wished: Annotated[Wished, Query()]) -> TablesShape:
    """A wish in the address, and `anew`, gives what is proposed; the same wish gives the same."""
    return _tables(ask, slug, wished)


@router.post("", name="api.roundtables:keep_tables")
def keep(ask: SignedIn, slug: str, draft: Annotated[PlacesDraft, Whole("sitting")]) -> TablesShape:
    """Who sits where at a sitting, by the ids of people, in place of what was kept."""
    table = queries.one(ask.db, ask.me, slug)
    breakout_places.keep(ask.db, ask.me, table, draft)
    return _tables(ask, slug, Wished(sitting=draft.sitting))


def _tables(ask: AskingMember, slug: str, wished: Wished) -> TablesShape:
    table = queries.one(ask.db, ask.me, slug)
    if policy.runs(ask.me, table):
        found = breakout_places.arranged(ask.db, ask.me, table, wished)
        return TablesShape(
            tables=[TableShape.model_validate(one) for one in found.tables],
            without=[PlacedShape.model_validate(one) for one in found.without],
            unmet=list(found.unmet),
            is_kept=found.is_kept,
        )
    room = queries.room(ask.db, ask.me, table)
    policy.may_see_own_table(ask.me, table, room).insist()
    mine = breakout_places.my_table(ask.db, ask.me, table, room.seat) if room.seat else None
    own = [TableShape.model_validate(mine)] if mine else []
    return TablesShape(tables=own, without=[], unmet=[], is_kept=bool(own))
