"""Lists that a member saved, for programs."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from backend.api.shapes import Shape
from backend.api.whole import Whole
from backend.domain.saved_searches import actions, policy, queries
from backend.domain.saved_searches.drafts import SavedDraft, SearchDraft
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, tags=["search"])


class SavedShape(Shape):
    """A list under a name: kind and query make its address, below /api/v1 too."""

    slug: str
    name: str
    kind: str
    query: str
    alert: str
    made_at: datetime
    shared_at: datetime | None
    found: int
    """What it has found since it was last run."""


class SharedShape(Shape):
    slug: str
    name: str
    kind: str
    query: str
    by: str


class ChangedShape(Shape):
    id: UUID
    slug: str
    name: str
    kind: str
    query: str
    alert: str


@router.get("/me/searches", name="api.searches:list")
def index(ask: SignedIn) -> list[SavedShape]:
    policy.may_save(ask.me).insist()
    return [SavedShape.model_validate(one) for one in queries.mine(ask.db, ask.me)]


@router.post("/me/searches", name="api.searches:save", status_code=201)
def save(ask: SignedIn, draft: SearchDraft) -> ChangedShape:
    return ChangedShape.model_validate(actions.save(ask.db, ask.me, draft))


@router.post("/me/searches/{slug}", name="api.searches:change")
def change(ask: SignedIn, slug: str, draft: Annotated[SavedDraft, Whole()]) -> ChangedShape:
    saved = queries.own(ask.db, ask.me, slug)
    return ChangedShape.model_validate(actions.change(ask.db, ask.me, saved, draft))


@router.post("/me/searches/{slug}/runs", name="api.searches:run")
def run(ask: SignedIn, slug: str) -> ChangedShape:
    """What it has found until now is news no more; the list itself is at its address."""
    saved = queries.one(ask.db, ask.me, slug)
    actions.looked(ask.db, ask.me, saved)
    return ChangedShape.model_validate(saved)


@router.post("/me/searches/{slug}/removal", name="api.searches:remove", status_code=204)
def remove(ask: SignedIn, slug: str) -> None:
    actions.remove(ask.db, ask.me, queries.own(ask.db, ask.me, slug))


@router.get("/moderation/searches", name="api.searches:shared")
def shared(ask: SignedIn) -> list[SharedShape]:
    return [SharedShape.model_validate(one) for one in queries.shared(ask.db, ask.me)]
