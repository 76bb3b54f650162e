"""The pages that bind everybody, for programs."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from backend.domain.conduct import actions, queries
from backend.domain.conduct.models import (
    AcceptanceDraft,
    PageName,
    TranslationDraft,
    VersionDraft,
)
from backend.kit import errors
from backend.kit.asking import Ask, SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/about", tags=["rules"])


class ShownAnswer(BaseModel):
    """A version in one language. Number 0 is what the program brings."""

    model_config = ConfigDict(from_attributes=True)

    number: int
    published_at: datetime | None
    change: str
    must_accept: bool
    body: str
    language: str
    languages: list[str]
    is_newest: bool


class VersionAnswer(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    number: int
    published_at: datetime
    change: str
    must_accept: bool
    language: str


class VersionsAnswer(BaseModel):
    items: list[VersionAnswer]
    next: str | None


class DueAnswer(BaseModel):
    """What must be accepted before one writes anything again."""

    model_config = ConfigDict(from_attributes=True)

    page: PageName
    number: int
    change: str


@router.get("/due", name="api.conduct:due")
def due(ask: SignedIn) -> list[DueAnswer]:
    return [DueAnswer.model_validate(one) for one in queries.due(ask.db, ask.me)]


@router.get("/{slug}", name="api.conduct:show")
def show(ask: Ask, slug: PageName, tongue: str = "") -> ShownAnswer:
    return ShownAnswer.model_validate(queries.shown(ask.db, slug, tongue=tongue))


@router.get("/{slug}/versions", name="api.conduct:versions")
def versions(ask: Ask, slug: PageName, before: int | None = None) -> VersionsAnswer:
    page = queries.versions(ask.db, slug, before)
    items = [VersionAnswer.model_validate(one) for one in page.items]
    return VersionsAnswer(items=items, next=page.next_key)


@router.get("/{slug}/versions/{number}", name="api.conduct:version")
def version(ask: Ask, slug: PageName, number: int, tongue: str = "") -> ShownAnswer:
    return ShownAnswer.model_validate(queries.shown(ask.db, slug, number, tongue))


@router.post("/{slug}/versions", name="api.conduct:publish", status_code=201)
def publish(ask: SignedIn, slug: PageName, draft: VersionDraft) -> ShownAnswer:
    made = actions.publish(ask.db, ask.me, slug, draft)
    ask.db.flush()
    return ShownAnswer.model_validate(queries.shown(ask.db, slug, made.number, made.language))


@router.post("/{slug}/translations", name="api.conduct:translate", status_code=201)
def translate(ask: SignedIn, slug: PageName, draft: TranslationDraft) -> ShownAnswer:
    made = actions.translate(ask.db, ask.me, slug, draft)
    ask.db.flush()
    return ShownAnswer.model_validate(queries.shown(ask.db, slug, draft.number, made.language))


@router.post("/{slug}/acceptance", name="api.conduct:accept", status_code=204)
def accept(ask: SignedIn, slug: PageName, draft: AcceptanceDraft) -> None:
    actions.accept(ask.db, ask.me, slug, draft)
