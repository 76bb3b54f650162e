"""Keeping apart from somebody, for programs."""

from backend.api.saying import Said
from backend.api.shapes import Shape
from backend.domain.conversations import parting
from backend.domain.members import blocks, queries
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, tags=["people"])


class KeptAwayShape(Shape):
    """Somebody whom the member has blocked or muted."""

    slug: str
    name: str
    blocked: bool
    muted: bool


class KeptAwayPage(Shape):
    items: list[KeptAwayShape]
    next: str | None
    """What to send as `after` for the page that follows."""


@router.get("/me/kept-away", name="api.blocks:list")
def index(ask: SignedIn, after: str = "") -> KeptAwayPage:
    page = blocks.kept_away(ask.db, ask.me, after)
    items = [KeptAwayShape.model_validate(one) for one in page.items]
    return KeptAwayPage(items=items, next=page.next_key)


@router.post("/people/{slug}/block", name="api.blocks:block")
def block(ask: SignedIn, slug: str, sent: Said) -> Said:
    other = queries.one(ask.db, ask.me, slug)
    act = parting.block if sent.said else blocks.unblock
    act(ask.db, ask.me, other)
    return sent


@router.post("/people/{slug}/mute", name="api.blocks:mute")
def mute(ask: SignedIn, slug: str, sent: Said) -> Said:
    other = queries.one(ask.db, ask.me, slug)
    act = blocks.mute if sent.said else blocks.unmute
    act(ask.db, ask.me, other)
    return sent
