"""Changes of names, for conveners' programs, and the name that one asked for oneself."""

from datetime import datetime
from uuid import UUID

from backend.api.shapes import Shape
from backend.domain.members import renaming
from backend.domain.members.names import NameChange
from backend.domain.moderation import name_decisions
from backend.domain.moderation.name_decisions import NameDraft
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, tags=["moderation"])


class ChangeShape(Shape):
    """A name that became another, and what to look at; `stands` says that everybody reads it."""

    id: UUID
    before: str
    after: str
    slug: str
    at: datetime
    stands: bool
    is_mixed: bool
    twin: str | None
    twin_slug: str | None
    looked_at: datetime | None


class ChangesShape(Shape):
    items: list[ChangeShape]
    next: str | None


class DecidedShape(Shape):
    id: UUID
    stands: bool
    looked_at: datetime | None


class NameShape(Shape):
    """How one is called, and the name that waits for a convener; empty if none does."""

    name: str
    waits: str


@router.get("/moderation/names", name="api.names:list")
def index(
    ask: SignedIn, member: str = "", *, waiting: bool = False, after: str = ""
) -> ChangesShape:
    page = renaming.history(ask.db, ask.me, slug=member, flagged=waiting, after=after)
    return ChangesShape(items=[shape(one) for one in page.items], next=page.next_key)


@router.post("/moderation/names/{change_id}/standing", name="api.names:stand")
def stand(ask: SignedIn, change_id: UUID, draft: NameDraft) -> DecidedShape:
    return _decided(name_decisions.let_stand(ask.db, ask.me, change_id, draft))


@router.post("/moderation/names/{change_id}/refusal", name="api.names:refuse")
def refuse(ask: SignedIn, change_id: UUID, draft: NameDraft) -> DecidedShape:
    return _decided(name_decisions.keep_old(ask.db, ask.me, change_id, draft))


@router.get("/me/name", name="api.me:name")
def mine(ask: SignedIn) -> NameShape:
    """A new name that could be taken for another's waits for a convener."""
    return NameShape(name=ask.me.name, waits=renaming.waiting_for(ask.db, ask.me))


@router.post("/me/name/withdrawal", name="api.me:keep_name")
def keep(ask: SignedIn) -> NameShape:
    """Ask no longer for the name that waits."""
    renaming.take_back(ask.db, ask.me)
    return NameShape(name=ask.me.name, waits="")


def shape(one: renaming.ChangeRow) -> ChangeShape:
    return ChangeShape(**{name: getattr(one, name) for name in ChangeShape.model_fields})


def _decided(change: NameChange) -> DecidedShape:
    return DecidedShape(id=change.id, stands=change.stands, looked_at=change.looked_at)
