"""The words that are asked of the directory: whom they find, and who comes first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, literal, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.text import fold
from backend.domain.directory.filters import Condition, has_topic
from backend.domain.endorsements.sight import endorsed
from backend.domain.members.models import Actor, Member
from backend.domain.members.queries import shown
from backend.domain.search import engine, words
from backend.domain.search import question as typed
from backend.domain.search.marking import Marker, marker
from backend.domain.search.models import SearchDocument
from backend.domain.topics.meaning import meant
from backend.domain.topics.queries import Tree

NAMED, ENDORSED, CAN_HELP, LOOKING_FOR, OTHERWISE = range(5)
"""Who comes first: who is called so, who can help with it (those first whom peers endorse for it),
who looks for it, who mentions it."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, with the topics that it means."""

    text: str
    said: typed.Question
    topics: frozenset[UUID]
    """Named in it, in any language."""
    whole: frozenset[UUID]
    """Those that are all of it: by another word for a topic everybody with the topic is found."""

    @property
    def forms(self) -> Sequence[tuple[str, ...]]:
        """By part, how a word begins that says it."""
        return [_forms(part) for part in self.said.parts]

    @property
    def marker(self) -> Marker:
        """What marks words as found."""
        return marker(self.said)


def question(db: Session, text: str, topics: Tree) -> Question | None:
    """The question that this text is, if it asks for anything."""
    said = typed.read(text)
    if not said:
        return None
    by_term = meant(db, text)
    by_label = {topic.id for topic in topics.rows if _is_called(topic.label, said)}
    return Question(text, said, by_term.named | by_label, by_term.whole)


def matches(db: Session, me: Actor, asked: Question) -> Condition:
    """Whether a member is found by these words."""
    # The index is asked once and by itself: joined, SQLite would ask it for each member anew.
    members = asked.said.literal.within([[words.facet("kind", "member")]])
    numbers = engine.matching(db, members)
    by_words = columns(col(SearchDocument.subject_id)).where(
        col(SearchDocument.kind) == "member", col(SearchDocument.number).in_(numbers)
    )
    found: list[Condition] = [col(Member.id).in_(by_words)]
    if asked.whole:
        found += [has_topic(side, asked.whole, me) for side in ("can_help", "looking_for")]
    return or_(*found)


def rank(me: Actor, asked: Question | None, helps: Collection[UUID]) -> ColumnElement[int]:
    """A small number for who comes first, the same on every database and easy to explain.

    `helps` are the topics that were chosen besides, with which everybody listed can help.
    """
    topics = {*helps, *(asked.topics if asked else ())}
    supported = and_(shown("can_help", me), endorsed(me, topics))
    if asked is None:
        return case((supported, ENDORSED), else_=CAN_HELP) if topics else literal(NAMED)
    helpful = has_topic("can_help", asked.topics, me)
    return case(
        (col(Member.folded).contains(fold(asked.text), autoescape=True), NAMED),
        (and_(helpful, supported), ENDORSED),
        (helpful, CAN_HELP),
        (has_topic("looking_for", asked.topics, me), LOOKING_FOR),
        else_=OTHERWISE,
    )


def _is_called(label: str, said: typed.Question) -> bool:
    """Whether everything asked for stands in a topic's label, if only as the beginning of words."""
    words_of_label = words.cut(label)
    return all(any(word.startswith(_forms(part)) for word in words_of_label) for part in said.parts)


def _forms(part: typed.Part) -> tuple[str, ...]:
    return (*part.words, *part.stems)
