"""One's own quiet hours, for programs."""

from typing import Annotated

from backend.api.whole import Whole
from backend.domain.notifications import quiet_hours
from backend.domain.notifications.quiet_hours import QuietDraft
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/me/quiet-hours", tags=["me"])


@router.get("", name="api.quiet_hours:show")
def show(ask: SignedIn) -> QuietDraft:
    """From when until when by the clock of one's own zone; null where there are none."""
    return quiet_hours.mine(ask.db, ask.me)


@router.post("", name="api.quiet_hours:choose")
def choose(ask: SignedIn, draft: Annotated[QuietDraft, Whole()]) -> QuietDraft:
    """Choose other ones, or with null for both none."""
    return quiet_hours.choose(ask.db, ask.me, draft)
