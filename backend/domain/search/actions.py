from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from backend.core import clock
from backend.domain.search.models import SearchDocument


def index(
    db: Session,
    kind: str,
    subject_id: UUID,
    *,
    title: str,
    body: str,
    language: str,
    at: datetime | None = None,
) -> None:
    """Make a subject findable, or bring what is found of it up to date.

    Called by the feature's own actions whenever the words change. Who may find it isn't said
    here: every search asks the kind's own `visible_to`.
    """
    kept = _document(db, kind, subject_id)
    document = kept or SearchDocument(
        kind=kind, subject_id=subject_id, language=language, title=title, body=body
    )
    document.title, document.body, document.language = title, body, language
    document.at = at or clock.now()
    db.add(document)


def forget(db: Session, kind: str, subject_id: UUID) -> None:
    """Take a subject out of the index."""
    kept = _document(db, kind, subject_id)
    if kept is not None:
        db.delete(kept)


def _document(db: Session, kind: str, subject_id: UUID) -> SearchDocument | None:
    return db.exec(
        select(SearchDocument).where(
            col(SearchDocument.kind) == kind, col(SearchDocument.subject_id) == subject_id
        )
    ).first()
