"""Cities like one, for programs."""

from typing import Annotated

from fastapi import Query

from backend.api.shapes import CityShape, Shape
from backend.domain.cities import queries
from backend.domain.matching import cities, saying
from backend.domain.matching.cities import Pair
from backend.domain.matching.weights import Weights
from backend.domain.topics.queries import Tree, tree
from backend.kit import errors
from backend.kit.asking import Ask, Asking
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/cities", tags=["cities"])

Asked = Annotated[Weights, Query()]


class PartShape(Shape):
    """What one factor gives to a score."""

    factor: str
    weight: int
    points: int
    most: int
    """The points that it would give if the two were wholly alike in it."""
    known: int
    """How much of its weight is known, in per cent: of openness, by the principles of which both
    spoke.
    """
    per_cent: int | None
    """How alike the two are in it; nothing where one of them has not said."""
    sentence: str


class LikenessShape(Shape):
    city: CityShape
    path: str
    score: int
    """From 0 to 100: the sum of the parts' points."""
    confidence: int
    """How much of the weight is known, in per cent."""
    is_claimed: bool
    parts: list[PartShape]


class SimilarShape(Shape):
    items: list[LikenessShape]
    weights: dict[str, int]


@router.get("/{slug}/similar", name="api.similar:list")
def index(ask: Ask, slug: str, weights: Asked) -> SimilarShape:
    """The cities most like this one. Each weight is 0, 1, 2, 4 or 8."""
    known = tree(ask.db)
    city, _row = queries.mark(ask.db, slug, known)
    found = cities.alike_by(ask.db, ask.me, city.id, known, weights.by_factor)
    matches = found.matches if found else ()
    return SimilarShape(
        items=[_shape(ask, one, known) for one in matches],
        weights=weights.by_factor,
    )


@router.get("/{slug}/similar/{other}", name="api.similar:show")
def show(ask: Ask, slug: str, other: str, weights: Asked) -> LikenessShape:
    known = tree(ask.db)
    pair = cities.pair(ask.db, ask.me, (slug, other), known, weights.by_factor)
    return _shape(ask, pair, known)


def _shape(ask: Asking, pair: Pair, topics: Tree) -> LikenessShape:
    city, found = pair.other.city, pair.likeness
    return LikenessShape(
        city=CityShape.model_validate(city),
        path=ask.path_for("similar:show", slug=pair.here.city.slug, other=city.slug),
        score=found.score,
        confidence=found.confidence,
        is_claimed=found.is_claimed,
        parts=[PartShape.model_validate(line) for line in saying.lines(pair, topics)],
    )
