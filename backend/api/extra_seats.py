"""More seats for those who wait, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.api.shapes import Shape
from backend.domain.roundtables import extra_seating, queries
from backend.domain.roundtables.extra_seating import ExtraSeatsDraft, SeatsWished
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.router import Router

router = Router(
    show=errors.show_problem, prefix="/roundtables/{slug}/extra-seats", tags=["roundtables"]
)


class InLineShape(Shape):
    id: UUID
    slug: str
    name: str
    city: str
    place: int
    is_proposed: bool
    why: str


class ExtraSeatsShape(Shape):
    """Who waits, in their order, and what of the wish could not be met."""

    line: list[InLineShape]
    unmet: list[str]


@router.get("", name="api.roundtables:extra_seats")
def show(ask: SignedIn, slug: str, wished: Annotated[SeatsWished, Query()]) -> ExtraSeatsShape:
    """Whom more seats should go to. Writes nothing."""
    return _line(ask, slug, wished)


@router.post("", name="api.roundtables:give_seats")
def give(ask: SignedIn, slug: str, draft: ExtraSeatsDraft) -> ExtraSeatsShape:
    """Seat these people on seats that there are from now on; who waits still is told back."""
    extra_seating.give(ask.db, ask.me, queries.one(ask.db, ask.me, slug), draft)
    return _line(ask, slug, SeatsWished(sitting=draft.sitting))


def _line(ask: AskingMember, slug: str, wished: SeatsWished) -> ExtraSeatsShape:
    table = queries.one(ask.db, ask.me, slug)
    found = extra_seating.proposed(ask.db, ask.me, table, wished)
    return ExtraSeatsShape.model_validate(found)
