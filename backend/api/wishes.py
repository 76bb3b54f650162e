"""Of what one wants to hear, and how, for programs."""

from backend.domain.notifications import wishes
from backend.domain.notifications.wishes import WishesDraft
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/me/notifications", tags=["me"])


@router.get("", name="api.wishes:show")
def show(ask: SignedIn) -> WishesDraft:
    """For each kind of event: by mail at once, in a daily or weekly digest, here alone, not at all."""
    return wishes.mine(ask.db, ask.me)


@router.post("", name="api.wishes:choose")
def choose(ask: SignedIn, draft: WishesDraft) -> WishesDraft:
    """Choose otherwise. `letters: none` ends all mail but what keeps an account, or a meeting."""
    return wishes.choose(ask.db, ask.me, draft)
