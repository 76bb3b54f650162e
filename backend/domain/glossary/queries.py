"""What can be read of the glossary. It is public; search asks it for other words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, true
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from backend.core import terms
from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import N_, _, language
from backend.core.pages import PAGE, Page
from backend.core.text import fold
from backend.domain import subjects
from backend.domain.glossary.drafts import TermsDraft
from backend.domain.glossary.models import Concept, ConceptTerm
from backend.domain.search.widening import widen_from
from backend.domain.topics.meaning import NAMES
from backend.domain.topics.models import Topic, TopicTerm


@dataclass(frozen=True, slots=True)
class Said:
    """A concept in one language: the preferred term first."""

    language: str
    terms: Sequence[str]
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class ConceptRow:
    id: UUID
    slug: str
    topic_id: UUID | None
    words: Sequence[Said]
    """In every language that it has a term in, the reader's first."""

    @property
    def title(self) -> str:
        """What it is called in the reader's language, or in one that it has."""
        return next((term for said in self.words for term in said.terms), self.slug)


def visible_to(me: Any) -> ColumnElement[bool]:  # noqa: ARG001 - the question of every feature
    """The glossary is public."""
    return true()


def listed(
    db: Session, question: str = "", language: str = "", after: str = ""
) -> Page[ConceptRow]:
    """One page of concepts by their slugs; those that have a term with these words in it."""
    wanted = columns(col(Concept.slug)).order_by(col(Concept.slug)).limit(PAGE + 1)
    if question:
        found = columns(col(ConceptTerm.concept_id)).where(
            col(ConceptTerm.role) != "meaning",
            col(ConceptTerm.folded).contains(fold(question), autoescape=True),
        )
        wanted = wanted.where(col(Concept.id).in_(found))
    if language:
        spoken = columns(col(ConceptTerm.concept_id)).where(col(ConceptTerm.language) == language)
        wanted = wanted.where(col(Concept.id).in_(spoken))
    if after:
        wanted = wanted.where(col(Concept.slug) > after)
    slugs = rows(db, wanted).scalars().all()
    items = some(db, slugs[:PAGE])
    return Page(items, slugs[PAGE - 1] if len(slugs) > PAGE else None)


def some(db: Session, slugs: Sequence[str] | None = None) -> list[ConceptRow]:
    """These concepts, or all, with all that they are called."""
    wanted = (
        columns(
            col(Concept.id),
            col(Concept.slug),
            col(Concept.topic_id),
            col(ConceptTerm.language),
            col(ConceptTerm.role),
            col(ConceptTerm.words),
        )
        .join(ConceptTerm, col(ConceptTerm.concept_id) == col(Concept.id))
        .order_by(col(Concept.slug), col(ConceptTerm.id))
    )
    if slugs is not None:
        wanted = wanted.where(col(Concept.slug).in_(slugs))
    heads: dict[UUID, tuple[str, UUID | None]] = {}
    said: dict[UUID, dict[str, list[tuple[str, str]]]] = {}
    for concept_id, slug, topic_id, code, role, words in rows(db, wanted):
        heads[concept_id] = slug, topic_id
        said.setdefault(concept_id, {}).setdefault(code, []).append((role, words))
    return [
        ConceptRow(concept_id, slug, topic_id, _said(said[concept_id]))
        for concept_id, (slug, topic_id) in heads.items()
    ]


def concept(db: Session, slug: str) -> ConceptRow:
    found = some(db, [slug])
    if not found:
        raise NotFound(_("There is no such word in the glossary."))
    return found[0]


def entity(db: Session, slug: str) -> Concept:
    """The concept itself, to change it."""
    found = db.exec(select(Concept).where(col(Concept.slug) == slug)).first()
    if found is None:
        raise NotFound(_("There is no such word in the glossary."))
    return found


def taken(
    db: Session, words: Sequence[TermsDraft], besides: UUID | None = None
) -> set[tuple[str, str]]:
    """Those of these terms, by language and folded, that stand in other concepts."""
    folded = {fold(term) for one in words for term in one.terms}
    known = columns(col(ConceptTerm.language), col(ConceptTerm.folded)).where(
        col(ConceptTerm.folded).in_(folded), col(ConceptTerm.role) != "meaning"
    )
    if besides is not None:
        known = known.where(col(ConceptTerm.concept_id) != besides)
    return {(code, term) for code, term in rows(db, known)}


def of_topic(db: Session, topic_id: UUID) -> list[ConceptRow]:
    slugs = columns(col(Concept.slug)).where(col(Concept.topic_id) == topic_id)
    return some(db, rows(db, slugs.order_by(col(Concept.slug))).scalars().all())


@cache
def other_words() -> Select[str, str, str, str, str]:
    """Each term that may be one of the runs that are given, with all that means the same anywhere."""
    asked, other = aliased(ConceptTerm), aliased(ConceptTerm)
    return (
        terms.meanings(asked, other, col(other.language))
        .join(other, col(other.concept_id) == col(asked.concept_id))
        .where(
            col(asked.role) != "meaning",
            col(other.role) != "meaning",
        )
    )


@cache
def words_of_topics() -> Select[str, str, str, str, str]:
    """The same with all that topics are called which any term for the same thing names."""
    asked, same = aliased(ConceptTerm), aliased(ConceptTerm)
    named, other = aliased(TopicTerm), aliased(TopicTerm)
    is_alike = and_(
        col(named.stemmed) == col(same.stemmed), col(named.language) == col(same.language)
    )
    return (
        terms.meanings(asked, other)
        .join(same, col(same.concept_id) == col(asked.concept_id))
        .join(named, or_(col(named.folded) == col(same.folded), is_alike))
        .join(other, col(other.topic_id) == col(named.topic_id))
        .join(Topic, col(Topic.id) == col(named.topic_id))
        .where(
            col(asked.role) != "meaning",
            col(same.role) != "meaning",
            col(named.role).in_(NAMES),
            col(other.role).in_(NAMES),
            col(Topic.retired_at).is_(None),
        )
        .distinct()
    )


def size(db: Session) -> int:
    return db.exec(select(func.count()).select_from(Concept)).one()


def _said(by_language: Mapping[str, list[tuple[str, str]]]) -> list[Said]:
    spoken = language().code.split("-")[0]
    order = {"preferred": 0, "other": 1}

    def one(code: str) -> Said:
        terms = sorted(
            ((order[role], words) for role, words in by_language[code] if role in order),
            key=itemgetter(0),
        )
        meaning = next((words for role, words in by_language[code] if role == "meaning"), "")
        return Said(code, [words for _place, words in terms], meaning)

    return [one(code) for code in sorted(by_language, key=lambda code: (code != spoken, code))]


def _glance() -> Select[*tuple[Any, ...]]:
    def preferred(code: str) -> ColumnElement[str | None]:
        term = columns(col(ConceptTerm.words)).where(
            col(ConceptTerm.concept_id) == col(Concept.id),
            col(ConceptTerm.role) == "preferred",
            col(ConceptTerm.language) == code,
        )
        return term.limit(1).correlate(Concept).scalar_subquery()

    spoken = language().code.split("-")[0]
    return columns(
        col(Concept.id).label("id"),
        func.coalesce(preferred(spoken), preferred("en"), col(Concept.slug)).label("title"),
        col(Concept.slug).label("slug"),
        subjects.NOBODY.label("author_id"),
        literal("").label("excerpt"),
        subjects.NEVER.label("hidden_at"),
    )


subjects.register(
    subjects.Kind("concept", N_("word of the glossary"), Concept, visible_to, _glance)
)
widen_from(other_words)
widen_from(words_of_topics)
