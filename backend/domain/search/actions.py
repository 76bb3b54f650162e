from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session, col, select

from backend.core import clock
from backend.domain import subjects
from backend.domain.search import engine, words
from backend.domain.search.models import SearchDocument


def index(
    db: Session,
    kind: str,
    subject_id: UUID,
    *,
    slug: str,
    title: str,
    body: str,
    language: str,
    at: datetime | None = None,
) -> None:
    """Make a subject findable, or bring what is found of it up to date.

    Called by the feature's own actions whenever the words change. Who may find it isn't said
    here: every search asks the kind's own `visible_to`.
    """
    document = _document(db, kind, subject_id) or SearchDocument(
        kind=kind, subject_id=subject_id, slug=slug, language=language, title=title, body=body
    )
    document.title, document.body, document.language, document.slug = title, body, language, slug
    document.at = at or clock.now()
    db.add(document)
    db.flush()
    engine.put(
        db,
        document.number or 0,
        " ".join(words.cut(title)),
        " ".join(words.cut(body)),
        " ".join(words.stems(f"{title} {body}", language)),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """One subject as it is to be found."""

    kind: str
    subject_id: UUID
    slug: str
    title: str
    body: str
    language: str
    at: datetime


def index_new(db: Session, some: Sequence[Found]) -> None:
    """Make many subjects findable at once, none of which was in the index before."""
    if not some:
        return
    kept = insert(SearchDocument).returning(
        col(SearchDocument.number), sort_by_parameter_order=True
    )
    numbers = db.connection().execute(kept, [asdict(one) for one in some]).scalars().all()
    engine.put_new(
        db,
        [
            (
                number or 0,
                " ".join(words.cut(one.title)),
                " ".join(words.cut(one.body)),
                " ".join(words.stems(f"{one.title} {one.body}", one.language)),
            )
            for number, one in zip(numbers, some, strict=True)
        ],
    )


def forget(db: Session, kind: str, subject_id: UUID) -> None:
    """Take a subject out of the index."""
    kept = _document(db, kind, subject_id)
    if kept is not None:
        engine.drop(db, kept.number or 0)
        db.delete(kept)


def _forget_all(db: Session, kind: str, ids: set[UUID]) -> None:
    for subject_id in ids:
        forget(db, kind, subject_id)


def _document(db: Session, kind: str, subject_id: UUID) -> SearchDocument | None:
    return db.exec(
        select(SearchDocument).where(
            col(SearchDocument.kind) == kind, col(SearchDocument.subject_id) == subject_id
        )
    ).first()


def _keep(db: Session, kind: str, subject_id: UUID, said: subjects.Words | None) -> None:
    if said is None:
        forget(db, kind, subject_id)
        return
    index(
        db,
        kind,
        subject_id,
        slug=said.slug,
        title=said.title,
        body=said.body,
        language=said.language,
    )


subjects.keep_words(_keep)
subjects.forget_with(_forget_all)
