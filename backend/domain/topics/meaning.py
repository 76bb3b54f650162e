"""Which topics somebody means by what they typed, in whichever language and form they typed it."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from backend.core import terms
from backend.core.db import rows
from backend.core.terms import Kept, Run
from backend.domain.topics.models import Topic, TopicTerm

MOST_WORDS = 12
NAMES = ("label", "synonym")
"""The roles of what a topic is called."""


@dataclass(frozen=True, slots=True)
class Meant:
    """Topics whose label or synonym, in any language, stands in the question."""

    named: frozenset[UUID] = frozenset()
    whole: frozenset[UUID] = frozenset()
    """Those of them that are all that was asked for."""


def meant(db: Session, question: str) -> Meant:
    some = runs(question)
    if not some:
        return Meant()
    whole = max(some, key=lambda run: run.end - run.start)
    is_all = whole.end - whole.start == max(run.end for run in some)
    found = [(topic_id, Kept(*term)) for topic_id, *term in rows(db, naming(), terms.given(some))]
    return Meant(
        frozenset(topic_id for topic_id, term in found if terms.called(some, term)),
        frozenset(topic_id for topic_id, term in found if is_all and whole.is_called(term)),
    )


def runs(question: str) -> list[Run]:
    """What of a question could be the name of a topic."""
    return list(terms.runs(terms.cut(question)[:MOST_WORDS]))


@cache
def naming() -> Select[UUID, str, str, str]:
    """The topics that may be called as one of the runs that are given, each with its term."""
    return columns(
        col(TopicTerm.topic_id),
        col(TopicTerm.folded),
        col(TopicTerm.stemmed),
        col(TopicTerm.language),
    ).where(col(TopicTerm.role).in_(NAMES), terms.may_be(TopicTerm.folded, TopicTerm.stemmed))


@cache
def other_words() -> Select[str, str, str, str, str]:
    """Each term of topics that may be one of the runs that are given, with all that those are called."""
    named, other = aliased(TopicTerm), aliased(TopicTerm)
    return (
        terms.meanings(named, other)
        .join(other, col(other.topic_id) == col(named.topic_id))
        .join(Topic, col(Topic.id) == col(named.topic_id))
        .where(
            col(named.role).in_(NAMES),
            col(other.role).in_(NAMES),
            col(Topic.retired_at).is_(None),
        )
    )
