"""Which topics somebody means by what they typed, in whichever language they typed it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.text import fold
from backend.domain.topics.models import Topic, TopicTerm

MOST_WORDS = 12
LONGEST_TERM = 5
"""Words that one term of the tree may have, and still be seen in a longer question."""


@dataclass(frozen=True, slots=True)
class Meant:
    """Topics whose label or synonym, in any language, stands in the question."""

    named: frozenset[UUID] = frozenset()
    whole: frozenset[UUID] = frozenset()
    """Those of them that are all that was asked for."""


def meant(db: Session, question: str) -> Meant:
    words = _words(question)
    if not words:
        return Meant()
    everything = " ".join(words)
    found = list(rows(db, naming(question)))
    return Meant(
        frozenset(topic_id for topic_id, _term in found),
        frozenset(topic_id for topic_id, term in found if term == everything),
    )


def naming(question: str) -> Select[UUID, str]:
    """The topics that are called as some of its words, each with its term there, folded."""
    words = _words(question)
    return columns(col(TopicTerm.topic_id), col(TopicTerm.folded)).where(
        col(TopicTerm.role).in_(("label", "synonym")),
        col(TopicTerm.folded).in_({" ".join(words), *_runs(words)}),
    )


def _words(question: str) -> list[str]:
    return fold(question).split()[:MOST_WORDS]


def _runs(words: list[str]) -> Iterator[str]:
    """Every run of neighbouring words that could be a term."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST_TERM, len(words)) + 1):
            yield " ".join(words[start:end])


def other_words(terms: Sequence[str]) -> Select[str, str]:
    """Each of these folded terms that names topics, with what else those are called anywhere."""
    named, other = aliased(TopicTerm), aliased(TopicTerm)
    roles = ("label", "synonym")
    return (
        columns(col(named.folded), col(other.words))
        .join(other, col(other.topic_id) == col(named.topic_id))
        .join(Topic, col(Topic.id) == col(named.topic_id))
        .where(
            col(named.folded).in_(terms),
            col(named.role).in_(roles),
            col(other.role).in_(roles),
            col(Topic.retired_at).is_(None),
        )
    )
