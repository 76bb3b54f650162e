"""The library, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import File, Query, Response, UploadFile

from backend.api.resource_shapes import (
    CountsShape,
    FileShape,
    ListShape,
    ResourceShape,
    item,
    whole,
)
from backend.api.saying import Said
from backend.api.whole import Whole
from backend.domain.resources import actions, adopting, files, page, queries
from backend.domain.resources.adoptions import AdoptionDraft
from backend.domain.resources.facets import facets
from backend.domain.resources.filters import Filters
from backend.domain.resources.models import EditDraft, ResourceDraft, VersionDraft
from backend.domain.resources.narrowing import are_few
from backend.domain.topics.queries import tree
from backend.kit import errors
from backend.kit.asking import Ask, Asking, SignedIn
from backend.kit.downloads import Number, download
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/resources", tags=["resources"])


class AddDraft(ResourceDraft):
    id: UUID | None = None
    """Chosen by whoever sends it: sent again with the same one, it is added once."""


@router.get("", name="api.resources:list")
def index(ask: Ask, filters: Annotated[Filters, Query()]) -> ListShape:
    topics = tree(ask.db)
    few = are_few(ask.db, filters, topics)
    found = queries.listed(ask.db, ask.me, filters, topics, few=few)
    return ListShape(
        items=[item(ask, row) for row in found.items],
        next=found.next_key,
        counts=CountsShape.model_validate(facets(ask.db, ask.me, filters, topics, few=few)),
    )


@router.post("", name="api.resources:add", status_code=201)
def add(ask: SignedIn, draft: AddDraft) -> ResourceShape:
    return _whole(ask, actions.add(ask.db, ask.me, draft, draft.id).slug)


@router.post("/files", name="api.resources:keep", status_code=201)
def keep(ask: SignedIn, file: Annotated[UploadFile, File()]) -> FileShape:
    """Take a file in; a resource or a version then names it as its `file_id`."""
    shelf = ask.request.app.state.shelf
    kept = files.keep(ask.db, ask.me, shelf, file.filename or "", file.file)
    return FileShape.model_validate(kept)


@router.get("/{slug}", name="api.resources:show")
def show(ask: Ask, slug: str) -> ResourceShape:
    return _whole(ask, slug)


@router.get("/{slug}/files/{version}", name="api.resources:file", response_class=Response)
def file_of(ask: Ask, slug: str, version: Number) -> Response:
    return download(ask, queries.file_of(ask.db, ask.me, slug, version))


@router.post("/{slug}/edit", name="api.resources:edit")
def edit(ask: SignedIn, slug: str, draft: Annotated[EditDraft, Whole()]) -> ResourceShape:
    actions.edit(ask.db, ask.me, queries.one(ask.db, ask.me, slug), draft)
    return _whole(ask, slug)


@router.post("/{slug}/versions", name="api.resources:renew", status_code=201)
def renew(ask: SignedIn, slug: str, draft: VersionDraft) -> ResourceShape:
    actions.renew(ask.db, ask.me, queries.one(ask.db, ask.me, slug), draft)
    return _whole(ask, slug)


@router.post("/{slug}/adoption", name="api.resources:adopt")
def adopt(ask: SignedIn, slug: str, draft: AdoptionDraft) -> ResourceShape:
    adopting.adopt(ask.db, ask.me, queries.one(ask.db, ask.me, slug), draft)
    return _whole(ask, slug)


@router.post("/{slug}/adoption/removal", name="api.resources:withdraw")
def withdraw(ask: SignedIn, slug: str) -> ResourceShape:
    adopting.withdraw(ask.db, ask.me, queries.one(ask.db, ask.me, slug))
    return _whole(ask, slug)


@router.post("/{slug}/following", name="api.resources:follow", status_code=204)
def follow(ask: SignedIn, slug: str, draft: Said) -> None:
    act = actions.follow if draft.said else actions.unfollow
    act(ask.db, ask.me, queries.one(ask.db, ask.me, slug))


def _whole(ask: Asking, slug: str) -> ResourceShape:
    opened = page.opened(ask.db, ask.me, slug)
    resource_id = opened.resource.id
    return whole(
        ask,
        opened,
        page.topics_of(ask.db, resource_id),
        page.versions(ask.db, resource_id),
        page.trail(ask.db, ask.me, resource_id),
    )
