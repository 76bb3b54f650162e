"""Changes of names, for conveners' programs."""

from datetime import datetime
from uuid import UUID

from backend.api.shapes import Shape
from backend.domain.members import naming
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, tags=["moderation"])


class ChangeShape(Shape):
    """A name that became another, and what to look at."""

    id: UUID
    before: str
    after: str
    slug: str
    at: datetime
    is_mixed: bool
    twin: str | None
    twin_slug: str | None
    looked_at: datetime | None


class ChangesShape(Shape):
    items: list[ChangeShape]
    next: str | None


class LookShape(Shape):
    id: UUID
    looked_at: datetime | None


@router.get("/moderation/names", name="api.names:list")
def index(
    ask: SignedIn, member: str = "", *, waiting: bool = False, after: str = ""
) -> ChangesShape:
    page = naming.history(ask.db, ask.me, slug=member, flagged=waiting, after=after)
    return ChangesShape(items=[shape(one) for one in page.items], next=page.next_key)


@router.post("/moderation/names/{change_id}/look", name="api.names:look")
def look(ask: SignedIn, change_id: UUID) -> LookShape:
    change = naming.look_at(ask.db, ask.me, change_id)
    return LookShape(id=change.id, looked_at=change.looked_at)


def shape(one: naming.ChangeRow) -> ChangeShape:
    return ChangeShape(**{name: getattr(one, name) for name in ChangeShape.model_fields})
