"""Learning what words are about, anew each day, from what every member may see."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain.members.readers import any_member
from backend.domain.search import senses, words
from backend.domain.search.models import SearchDocument, SearchSense
from backend.domain.search.pool import visible

TEXTS = 5_000
"""The newest with a topic: more teach little that is new, and none of it quicker."""


def learn(db: Session) -> int:
    """Put what words are about in place of what was learned before; how many words that are.

    A text that only some may see teaches nothing: what it is about would be told to others.
    """
    me, given = any_member()
    texts: Any = (
        columns(
            col(SearchDocument.language),
            col(SearchDocument.title),
            col(SearchDocument.names),
            col(SearchDocument.body),
            col(SearchDocument.topics),
        )
        .where(col(SearchDocument.topics) != "", visible(me))
        .order_by(col(SearchDocument.number).desc())
        .limit(TEXTS)
    )
    found = senses.learned(
        (
            words.meanings(f"{title}\n{names}\n{body}", language),
            [UUID(one) for one in about.split()],
        )
        for language, title, names, body, about in rows(db, texts, given)
    )
    db.connection().execute(delete(SearchSense))
    if found:
        kept = [{"word": one.word, "topic_id": one.topic_id, "weight": one.weight} for one in found]
        db.connection().execute(insert(SearchSense), kept)
    return len({one.word for one in found})
