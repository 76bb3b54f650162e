"""The glossary, for programs."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from backend.api.shapes import Shape
from backend.api.whole import Whole
from backend.core.choices import Question
from backend.domain.glossary import actions, policy, queries
from backend.domain.glossary.drafts import ConceptDraft, RemovalDraft, SheetDraft
from backend.domain.glossary.queries import ConceptRow
from backend.domain.topics.queries import tree
from backend.kit import errors
from backend.kit.asking import Ask, Asking, SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/glossary", tags=["glossary"])


class SaidShape(Shape):
    """A concept in one language: the first term is the preferred one."""

    language: str
    terms: list[str]
    meaning: str


class ConceptShape(Shape):
    slug: str
    path: str
    title: str
    """What it is called in the language that was asked for."""
    topic: str
    """The slug of its topic; empty if it has none."""
    words: list[SaidShape]


class ConceptsShape(Shape):
    items: list[ConceptShape]
    next: str | None


class ChangedShape(Shape):
    id: UUID
    slug: str
    changed_at: datetime


class BroughtShape(Shape):
    added: int
    changed: int


@router.get("", name="api.glossary:list")
def index(
    ask: Ask, q: Question = "", language: Question = "", after: Question = ""
) -> ConceptsShape:
    """Those with a term that has these words in it, or a term in this language; by their slugs."""
    page = queries.listed(ask.db, q, language, after)
    slugs = {row.id: row.slug for row in tree(ask.db).by_id.values()}
    return ConceptsShape(items=[_shape(ask, one, slugs) for one in page.items], next=page.next_key)


@router.get("/{slug}", name="api.glossary:show")
def show(ask: Ask, slug: str) -> ConceptShape:
    slugs = {row.id: row.slug for row in tree(ask.db).by_id.values()}
    return _shape(ask, queries.concept(ask.db, slug), slugs)


@router.post("", name="api.glossary:add", status_code=201)
def add(ask: SignedIn, draft: ConceptDraft) -> ChangedShape:
    return ChangedShape.model_validate(actions.add(ask.db, ask.me, draft))


@router.post("/imports", name="api.glossary:bring_in")
def bring_in(ask: SignedIn, draft: SheetDraft) -> BroughtShape:
    """A table as CSV, such as the one at /glossary.csv: all of it, or nothing."""
    return BroughtShape.model_validate(actions.bring_in(ask.db, ask.me, draft))


@router.post("/{slug}", name="api.glossary:save")
def save(ask: SignedIn, slug: str, draft: Annotated[ConceptDraft, Whole()]) -> ChangedShape:
    policy.may_keep(ask.me).insist()
    concept = queries.entity(ask.db, slug)
    return ChangedShape.model_validate(actions.edit(ask.db, ask.me, concept, draft))


@router.post("/{slug}/removal", name="api.glossary:remove", status_code=204)
def remove(ask: SignedIn, slug: str, draft: RemovalDraft) -> None:
    policy.may_keep(ask.me).insist()
    actions.remove(ask.db, ask.me, queries.entity(ask.db, slug), draft)


def _shape(ask: Asking, one: ConceptRow, slugs: dict[UUID, str]) -> ConceptShape:
    return ConceptShape(
        slug=one.slug,
        path=ask.path_for("glossary:show", slug=one.slug),
        title=one.title,
        topic=slugs.get(one.topic_id, "") if one.topic_id else "",
        words=[SaidShape.model_validate(said) for said in one.words],
    )
