"""What is close in meaning to a question, though nobody used its words."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, literal, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import terms
from backend.core.db import rows
from backend.core.terms import Kept
from backend.core.text import fold
from backend.domain.members.models import Actor
from backend.domain.search import question, senses, words
from backend.domain.search.latest import Latest
from backend.domain.search.marking import Marker
from backend.domain.search.models import SearchDocument, SearchSense
from backend.domain.search.pool import visible
from backend.domain.search.queries import NOTHING, SAID, Found, Hit, Said, hit
from backend.domain.search.question import Part, Question
from backend.domain.search.senses import Sense
from backend.domain.search.wanted import Either, Form, Wanted
from backend.domain.topics import meaning
from backend.domain.topics.models import Topic, TopicTerm

FEW = 10
"""Where no more than so many were found, what is close in meaning is shown besides."""
SHOWN = 5
LOOKED_AT = 200
"""Of all about the same, the newest."""
CALLED = 0.0
"""In place of what was learned of a word: the topic is called so, and nothing had to be."""
_NOT_SHOWN = ("adoption", "answer", "city", "member", "topic")
"""Whole things are shown and no parts of them; who may know is shown by name elsewhere."""
_NAMED = ("city", "member")


@dataclass(frozen=True, slots=True)
class Near:
    """Things about what a question is about, nearest first, and what that is."""

    topics: Sequence[UUID] = ()
    hits: Sequence[Hit] = ()


def near(db: Session, me: Actor, text: str, found: Found = NOTHING) -> Near:
    """Besides the few that were found. For members alone: from them it is learned.

    Who asks for a city or a person by name wants just that, and not what its texts are about.
    """
    if found.total > FEW or any(_is_called(one, text) for one in found.hits):
        return Near()
    besides = [one.subject.id for one in found.hits]
    asked = question.read(text).finished
    about = _about(db, asked, text) if asked and me.is_member else {}
    if not about:
        return Near()
    marks = Either(tuple(Form((words.facet("topic", topic.hex),)) for topic in about))
    numbers = Latest(db).of(Wanted(marks, asked.literal.but), LOOKED_AT).subquery()
    wanted: Any = (
        columns(*SAID)
        .where(
            col(SearchDocument.number).in_(columns(numbers.c[0])),
            col(SearchDocument.kind).not_in(_NOT_SHOWN),
            col(SearchDocument.subject_id).not_in(besides),
            visible(me),
        )
        .order_by(_closeness(about).desc(), col(SearchDocument.number).desc())
        .limit(SHOWN)
    )
    return Near(list(about), [hit(Said(*one), Marker()) for one in rows(db, wanted)])


def _is_called(one: Hit, text: str) -> bool:
    return one.subject.kind in _NAMED and fold(one.subject.title) == fold(text)


def topics(db: Session, text: str) -> Collection[UUID]:
    """What a question is about, most first; nothing where its words were never learned."""
    asked = question.read(text).finished
    return list(_about(db, asked, text)) if asked else ()


def _about(db: Session, asked: Question, text: str) -> Mapping[UUID, float]:
    """By what was learned of each word; a topic that is called so is surer than that."""
    parts = [_forms(part) for part in asked.telling]
    some = meaning.runs(text)
    known = (
        columns(
            col(SearchSense.word),
            col(SearchSense.topic_id),
            col(SearchSense.weight),
            literal(""),
            literal(""),
        )
        .join(Topic, col(Topic.id) == col(SearchSense.topic_id))
        .where(
            col(SearchSense.word).in_({form for forms in parts for form in forms}),
            col(Topic.retired_at).is_(None),
        )
    )
    of = meaning.naming().where(col(TopicTerm.topic_id).not_in(_retired())).subquery().c
    called = columns(of.folded, of.topic_id, literal(CALLED), of.stemmed, of.language)
    learned: list[Sense] = []
    named: Counter[UUID] = Counter()
    for word, topic_id, weight, stemmed, code in rows(
        db, union_all(known, called), terms.given(some)
    ):
        if weight != CALLED:
            learned.append(Sense(word, topic_id, weight))
        for run in terms.called(some, Kept(word, stemmed, code)) if weight == CALLED else ():
            named[topic_id] = max(named[topic_id], run.end - run.start)
    return senses.meant(parts, learned, named)


def _retired() -> Select[UUID]:
    return columns(col(Topic.id)).where(col(Topic.retired_at).is_not(None))


def _forms(part: Part) -> Collection[str]:
    return part.stems or part.words


def _closeness(about: Mapping[UUID, float]) -> Any:
    """By how much of what the question is about something is about, too."""
    return sum(
        case((col(SearchDocument.topics).contains(topic.hex), score), else_=0.0)
        for topic, score in about.items()
    )
