"""The words that are asked of the directory: whom they find, and who comes first."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    true,
    union_all,
)
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.plans import as_written, planned_anew
from backend.core.text import fold
from backend.domain.directory.filters import Condition, has_topic, met_by, with_city
from backend.domain.endorsements.sight import endorsed
from backend.domain.members.models import Actor, Member, MemberTopic
from backend.domain.members.profiles import SIDES
from backend.domain.members.queries import shown
from backend.domain.search import engine, words
from backend.domain.search import question as typed
from backend.domain.search.latest import Latest
from backend.domain.search.marking import Marker, marker
from backend.domain.search.models import SearchDocument
from backend.domain.topics.meaning import meant
from backend.domain.topics.queries import Tree

NAMED, ENDORSED, CAN_HELP, LOOKING_FOR, OTHERWISE = range(5)
"""Who comes first: who is called so, who can help with it (those first whom peers endorse for it),
who looks for it, who mentions it."""

MOST_SAYING, MOST_CALLED = 300, 100
"""People who are looked at for saying the words, and for being called so or having the topic."""


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
        return [_forms(part) for part in self.said.telling]

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


def matches(
    db: Session, me: Actor, asked: Question, among: Iterable[Select[*tuple[Any, ...]]] = ()
) -> Condition:
    """Whether a member is found by these words, and stands in all these indexes."""
    # The index is asked once and by itself: joined, SQLite would ask it for each member anew.
    numbers = engine.matching(db, asked.said.literal, people=True)
    found = [_people(numbers), *(_on_side(me, side, asked.whole) for side in SIDES if asked.whole)]
    for index in among:
        found = [one.where(one.selected_columns[0].in_(index)) for one in found]
    return col(Member.id).in_(union_all(*found))


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest whom words find."""

    ids: Sequence[str]
    fitting: Sequence[str]
    """Those of them of whom the rest is true."""
    is_cut: bool
    """Whether others were left aside."""


def newest(
    db: Session,
    me: Member,
    asked: Question,
    needed: Iterable[Condition],
    *,
    saying: int = MOST_SAYING,
) -> Newest:
    """The newest who are found, and of whom of them the rest is true.

    Of each way of being found the newest are looked at, however many there are; and where enough
    say the last word itself, none who say a longer one.
    """
    latest = Latest(db, people=True)
    whole = _people(latest.of(asked.said.finished.literal, saying)).cte()
    too_few = columns(func.count()).select_from(whole).scalar_subquery() < saying
    parts = [
        (_people(latest.of(asked.said.begun_titles, MOST_CALLED)), MOST_CALLED),
        (columns(whole.c[0]), saying),
    ]
    if asked.said != asked.said.finished:
        parts.append((_people(latest.of(asked.said.literal, saying, too_few)), saying))
    parts += [
        (
            _on_side(me, side, {topic}).order_by(col(Member.id).desc()).limit(MOST_CALLED),
            MOST_CALLED,
        )
        for side in SIDES
        for topic in sorted(asked.whole)
    ]
    each = [(part.cte(), most) for part, most in parts]
    fits = col(Member.id).in_(union_all(*(columns(one.c[0]) for one, _most in each)))
    is_cut = or_(
        *(columns(func.count()).select_from(one).scalar_subquery() >= most for one, most in each)
    )
    is_fitting = case((and_(true(), *needed), 1), else_=0)
    found = with_city(columns(as_written(col(Member.id)), is_fitting), me).where(*met_by(me), fits)
    cut = columns(cast(null(), String), case((is_cut, 1), else_=0))
    some = rows(db, planned_anew(union_all(cut, found))).all()
    return Newest(
        [one for one, _so in some if one],
        [one for one, so in some if one and so],
        any(so for one, so in some if not one),
    )


def _people(numbers: Select[int]) -> Select[*tuple[Any, ...]]:
    """Whom these documents are about."""
    return columns(col(SearchDocument.subject_id)).where(
        col(SearchDocument.kind) == "member", col(SearchDocument.number).in_(numbers)
    )


def _on_side(me: Actor, side: str, topics: Collection[UUID]) -> Select[*tuple[Any, ...]]:
    """Who says to this person that they are on that side of one of these topics."""
    return (
        columns(col(Member.id))
        .join(MemberTopic, col(MemberTopic.member_id) == col(Member.id))
        .where(
            col(MemberTopic.side) == side,
            col(MemberTopic.topic_id).in_(topics),
            shown(side, me),
        )
    )


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
    return all(
        any(word.startswith(_forms(part)) for word in words_of_label) for part in said.telling
    )


def _forms(part: typed.Part) -> tuple[str, ...]:
    return (*part.words, *part.stems)
