"""Hours that are fair and hours that were borne, as programs read them."""

from datetime import datetime

from pydantic import BaseModel

from backend.api.shapes import Shape
from backend.domain.roundtables.fair_times import Offer


class OfferShape(BaseModel):
    """A time, or two sittings, and what it asks of whom."""

    starts: list[datetime]
    also: list[list[datetime]]
    """Other days on which the same hours cost every city the same."""
    why: str
    tally: str
    awake: int
    in_office: int
    cost: int


class FairTimesShape(BaseModel):
    """Best first; `notes` say whose hours count more."""

    singles: list[OfferShape]
    pairs: list[OfferShape]
    notes: list[str]


class BorneShape(Shape):
    """Minutes that were early, late, in the night or on a day off; the last may overlap others."""

    early: int
    late: int
    night: int
    off: int


class OwnHoursShape(BorneShape):
    slug: str
    title: str
    held_at: datetime


class ShareShape(BorneShape):
    slug: str
    name: str
    meetings: int


class HoursShape(BaseModel):
    """What one kept oneself; and for conveners what every city did, by its slug."""

    own: list[OwnHoursShape]
    cities: list[ShareShape] | None
    next: str | None


def offer(found: Offer) -> OfferShape:
    return OfferShape(
        starts=list(found.starts),
        also=[list(starts) for starts in found.also],
        why=found.why,
        tally=found.tally,
        awake=found.awake,
        in_office=found.in_office,
        cost=found.burden,
    )
