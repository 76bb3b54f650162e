from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session, col, select

from backend.core import clock
from backend.domain import subjects
from backend.domain.search import engine, spelling, words
from backend.domain.search.models import SearchDocument
from backend.domain.search.words import Found

AT_ONCE = 2_000


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
    year: int | None = None,
    region: str = "",
    topics: Sequence[UUID] = (),
    names: Sequence[str] = (),
) -> None:
    """Make a subject findable, or bring what is found of it up to date.

    Called by the feature's own actions whenever the words change. Who may find it isn't said
    here: every search asks the kind's own `visible_to`. It is of the year of its moment, unless
    another is said; 0 for what stands.
    """
    at = at or clock.now()
    of = at.year if year is None else year
    said = Found(kind, subject_id, slug, title, body, language, at, of, region, topics, names)
    _keep(db, said)


def index_new(db: Session, some: Sequence[Found]) -> None:
    """Make many subjects findable at once, none of which was in the index before."""
    if not some:
        return
    kept = insert(SearchDocument).returning(
        col(SearchDocument.number), sort_by_parameter_order=True
    )
    numbers = db.connection().execute(kept, [_row(one) for one in some]).scalars().all()
    cut = [words.of(one) for one in some]
    engine.put_new(db, [(number or 0, *said) for number, said in zip(numbers, cut, strict=True)])
    spelling.learn(db, {word for said, _marks in cut for word in said.split()})


def refill(db: Session) -> None:
    """Cut the words of everything anew where an index is empty though there is something to find.

    A migration empties it when words are cut in another way than before.
    """
    last = 0
    while (last or not engine.size(db)) and (some := _after(db, last)):
        cut = [(one.number or 0, *words.of(_found(one))) for one in some]
        engine.put_new(db, cut)
        spelling.learn(db, {word for _number, said, _marks in cut for word in said.split()})
        last = some[-1].number or 0
        db.expunge_all()


def retopic(db: Session, old: UUID, new: UUID, limit: int = AT_ONCE) -> int:
    """What was about the old topic is found by the new one; how many things that were."""
    about = select(SearchDocument).where(col(SearchDocument.topics).contains(old.hex))
    found = db.exec(about.order_by(col(SearchDocument.number)).limit(limit)).all()
    for document in found:
        topics = [new.hex if one == old.hex else one for one in document.topics.split()]
        document.topics = " ".join(dict.fromkeys(topics))
        db.add(document)
        engine.put(db, document.number or 0, *words.of(_found(document)))
    db.flush()
    return len(found)


def forget(db: Session, kind: str, subject_id: UUID) -> None:
    """Take a subject out of the index."""
    kept = _document(db, kind, subject_id)
    if kept is not None:
        said, _marks = words.of(_found(kept))
        engine.drop(db, kept.number or 0)
        db.delete(kept)
        db.flush()
        spelling.unlearn(db, set(said.split()))


def _keep(db: Session, said: Found) -> None:
    document = _document(db, said.kind, said.subject_id)
    before = set() if document is None else set(words.of(_found(document))[0].split())
    row = _row(said)
    if document is None:
        document = SearchDocument(**row)
    else:
        document.sqlmodel_update(row)
    db.add(document)
    db.flush()
    kept, marks = words.of(said)
    engine.put(db, document.number or 0, kept, marks)
    now = set(kept.split())
    spelling.learn(db, now - before)
    spelling.unlearn(db, before - now)


def _row(found: Found) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "subject_id": found.subject_id,
        "slug": found.slug,
        "language": found.language,
        "title": found.title,
        "body": found.body,
        "names": "\n".join(found.names),
        "at": found.at,
        "year": found.year,
        "region": found.region,
        "topics": " ".join(dict.fromkeys(topic.hex for topic in found.topics)),
    }


def _found(kept: SearchDocument) -> Found:
    return Found(
        kept.kind,
        kept.subject_id,
        kept.slug,
        kept.title,
        kept.body,
        kept.language,
        kept.at,
        kept.year,
        kept.region,
        [UUID(topic) for topic in kept.topics.split()],
        kept.names.split("\n") if kept.names else (),
    )


def _after(db: Session, number: int) -> Sequence[SearchDocument]:
    wanted = select(SearchDocument).where(col(SearchDocument.number) > number)
    return db.exec(wanted.order_by(col(SearchDocument.number)).limit(AT_ONCE)).all()


def _document(db: Session, kind: str, subject_id: UUID) -> SearchDocument | None:
    return db.exec(
        select(SearchDocument).where(
            col(SearchDocument.kind) == kind, col(SearchDocument.subject_id) == subject_id
        )
    ).first()


def _forget_all(db: Session, kind: str, ids: set[UUID]) -> None:
    for subject_id in ids:
        forget(db, kind, subject_id)


def _words_changed(db: Session, kind: str, subject_id: UUID, said: subjects.Words | None) -> None:
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
        year=0,
        region=said.region,
        topics=said.topics,
        names=said.names,
    )


subjects.keep_words(_words_changed)
subjects.forget_with(_forget_all)
