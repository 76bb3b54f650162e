"""What is related to a thing, for programs."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query

from backend.api.shapes import Shape
from backend.domain.relations.queries import MOST, related
from backend.domain.relations.things import of
from backend.domain.topics.queries import tree
from backend.kit import errors
from backend.kit.asking import Ask
from backend.kit.looking import look_over
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/related", tags=["search"])


class RelatedShape(Shape):
    kind: str
    id: UUID
    title: str
    path: str
    points: int
    reasons: list[str]


@router.get("/{kind}/{slug}", name="api.related:list")
def index(
    ask: Ask,
    kind: Literal[
        "challenge", "resource", "roundtable", "topic", "city", "member", "twinning", "concept"
    ],
    slug: str,
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
) -> list[RelatedShape]:
    """What shares topics, words of the title or cities with it, the nearest first."""
    known = tree(ask.db)
    thing = of(ask.db, ask.me, kind, slug, known)
    look_over(ask, [thing])
    return [
        RelatedShape(
            kind=one.subject.kind,
            id=one.subject.id,
            title=one.subject.title,
            path=ask.addresses.of(one.subject),
            points=one.points,
            reasons=list(one.reasons),
        )
        for one in related(ask.db, ask.me, thing, known, limit=limit)
    ]
