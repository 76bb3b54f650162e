"""The secret address of one's own calendar, for programs.

It is made at a page only, as every way in is: a token that is lost must not make another one.
"""

from datetime import datetime

from backend.api.shapes import Shape
from backend.domain.roundtables import own_feed
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/me/calendar", tags=["me"])


class CalendarShape(Shape):
    """What is known of it; not the address, which was shown when it was made."""

    made_at: datetime
    seen_at: datetime | None


@router.get("", name="api.calendar:show")
def show(ask: SignedIn) -> CalendarShape | None:
    kept = own_feed.mine(ask.db, ask.me)
    return CalendarShape.model_validate(kept) if kept else None


@router.post("/removal", name="api.calendar:stop", status_code=204)
def stop(ask: SignedIn) -> None:
    """From now on nothing is found there."""
    own_feed.stop(ask.db, ask.me)
