"""Asking the index. Visibility is part of the question, for hits and for counts alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.pages import PAGE
from backend.domain import subjects
from backend.domain.members.blocks import near
from backend.domain.members.models import Actor
from backend.domain.search import engine, words
from backend.domain.search.models import SearchDocument
from backend.domain.search.snippets import Piece, snippet

FURTHEST = 10
"""Pages of hits that can be turned; who looks further needs other words."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what and where it is, and the place in it with the hit marked."""

    subject: subjects.Glance
    language: str
    at: datetime
    title: Sequence[Piece]
    snippet: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits, how many there are of each kind, and whether more follow."""

    hits: Sequence[Hit]
    counts: Mapping[str, int]
    page: int
    has_more: bool


def search(db: Session, me: Actor, question: str, *, kind: str = "", page: int = 1) -> Found:
    """What this person may see of what matches, best first; counts by kind over all of it."""
    wanted = words.asked(question)
    if all(part.excluded for part in wanted):
        return Found((), {}, 1, has_more=False)
    page = max(1, min(page, FURTHEST))
    match = engine.match(db, wanted)
    counts = _counts(db, me, match)
    listed = _hits(db, me, match, kind=kind, start=(page - 1) * PAGE)
    forms = [form for part in wanted if not part.excluded for form in part.forms]
    hits = [_hit(document, forms) for document in listed[:PAGE]]
    return Found(hits, counts, page, has_more=len(listed) > PAGE and page < FURTHEST)


def _visible(me: Actor) -> ColumnElement[bool]:
    """Each kind's own rule, asked for the very row that was found; not who keeps apart."""
    rules = [
        and_(
            col(SearchDocument.kind) == name,
            columns(col(kind.model.id))
            .where(col(kind.model.id) == col(SearchDocument.subject_id), kind.visible_to(me))
            .exists(),
        )
        for name, kind in subjects.kinds().items()
    ]
    is_person = col(SearchDocument.kind) == "member"
    return and_(or_(false(), *rules), or_(~is_person, near(me, col(SearchDocument.subject_id))))


def _counts(db: Session, me: Actor, match: engine.Match) -> dict[str, int]:
    counted = (
        columns(col(SearchDocument.kind), func.count())
        .join(match.table, match.number == col(SearchDocument.number))
        .where(match.condition, _visible(me))
        .group_by(col(SearchDocument.kind))
    )
    return {name: count for name, count in rows(db, counted)}  # noqa: C416 - a Row is no pair


def _hits(
    db: Session, me: Actor, match: engine.Match, *, kind: str, start: int
) -> Sequence[SearchDocument]:
    listed = (
        columns(SearchDocument)
        .join(match.table, match.number == col(SearchDocument.number))
        .where(match.condition, _visible(me))
        .order_by(match.rank, col(SearchDocument.number).desc())
        .offset(start)
        .limit(PAGE + 1)
    )
    if kind:
        listed = listed.where(col(SearchDocument.kind) == kind)
    return rows(db, listed).scalars().all()


def _hit(document: SearchDocument, forms: Sequence[str]) -> Hit:
    subject_id: UUID = document.subject_id
    return Hit(
        subject=subjects.Glance(document.kind, subject_id, document.title, document.slug),
        language=document.language,
        at=document.at,
        title=snippet(document.title, forms, length=len(document.title)),
        snippet=snippet(document.body, forms),
    )
