"""Asking the index alone, as if everybody might see everything in it."""

from uuid import uuid4

from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.search import actions, engine, question
from backend.domain.search.marking import marker
from backend.domain.search.models import SearchDocument
from backend.domain.search.wanted import Either, Wanted
from backend.domain.search.widening import widened


def keep(
    db: Session, title: str, body: str = "", language: str = "en", kind: str = "thing"
) -> None:
    """Something to be found by these words."""
    about = uuid4()
    actions.index(db, kind, about, slug=about.hex, title=title, body=body, language=language)


def titles(db: Session, asked: str) -> list[str]:
    """The titles of all that is found, in the order in which they were kept."""
    wide = widened(db, question.read(asked))
    said = wide.question.literal
    anyhow = Wanted(Either((said.what, wide.wanted.what)), said.but) if wide.wanted else said
    numbers = engine.matching(db, anyhow).subquery()
    wanted = columns(col(SearchDocument.title)).where(
        col(SearchDocument.number).in_(columns(numbers.c[0]))
    )
    return list(rows(db, wanted.order_by(col(SearchDocument.number))).scalars())


def marked(db: Session, asked: str, text: str, language: str = "en") -> list[str]:
    """What of a text is marked for who asks this."""
    said = question.read(asked)
    spans = marker(said, widened(db, said).others).spans(text, language)
    return [text[start:end] for start, end in spans]
