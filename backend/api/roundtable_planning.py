"""What helps to plan a roundtable, for programs: whom to invite, and why."""

from pydantic import BaseModel

from backend.api.shapes import Shape
from backend.core import clock
from backend.domain.roundtables import page, policy, proposals, queries
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/roundtables/{slug}", tags=["roundtables"])


class RecordShape(Shape):
    """Where a reason can be read; the title is empty where the sentence says enough."""

    kind: str
    slug: str
    title: str


class WhyShape(Shape):
    words: str
    records: list[RecordShape]
    region: str
    """Where the reason is that nobody is invited from there."""


class ProposedCityShape(Shape):
    """A city that might be invited, and why."""

    slug: str
    name: str
    country: str
    region: str
    reasons: list[WhyShape]


class ProposalsShape(BaseModel):
    """Best first."""

    cities: list[ProposedCityShape]
    missing_regions: list[str]


@router.get("/proposals", name="api.roundtables:proposals")
def proposed(ask: SignedIn, slug: str) -> ProposalsShape:
    """Cities that face it, can help, or lie where nobody is invited from; each with its reasons."""
    table = queries.one(ask.db, ask.me, slug)
    policy.may_move(ask.me, table, clock.now()).insist()
    regions = [city.region for city in page.cities(ask.db, table)]
    found = proposals.proposed(ask.db, ask.me, table, regions)
    return ProposalsShape(
        cities=[ProposedCityShape.model_validate(one) for one in found],
        missing_regions=proposals.missing_regions(regions),
    )
