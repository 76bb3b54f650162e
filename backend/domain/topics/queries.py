"""What can be read of topics. They are public: nobody is refused any."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, and_, func, literal, or_, true
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from backend.core.db import rows
from backend.core.errors import NotFound, Rejected
from backend.core.i18n import N_, _, language
from backend.domain import subjects
from backend.domain.topics import edition
from backend.domain.topics.models import Topic, TopicTerm


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic as lists and chips show it, its label in the reader's language."""

    id: UUID
    slug: str
    kind: str
    label: str
    parent_id: UUID | None = None
    is_retired: bool = False
    """Nothing new may be said to be about it."""


@dataclass(frozen=True, slots=True)
class Described:
    """A topic with what it means."""

    topic: TopicRow
    description: str
    synonyms: Sequence[str]
    """What else it is called."""
    sdg: Sequence[int]
    """The numbers of the Sustainable Development Goals that it serves."""
    successor_id: UUID | None = None


class Tree:
    """All topics with their labels, read once for a page.

    Those that are retired are found by what was said to be about them, but offered to nobody.
    """

    def __init__(self, every: Sequence[TopicRow], former: Mapping[str, UUID] | None = None) -> None:
        self.rows = [row for row in every if not row.is_retired]
        self.by_id = {row.id: row for row in every}
        self._places = {row.id: place for place, row in enumerate(every)}
        self._every = every
        self.by_slug = {row.slug: row for row in every}
        # An address that a topic had leads to it, unless another one has it now.
        for slug, topic_id in (former or {}).items():
            if topic_id in self.by_id:
                self.by_slug.setdefault(slug, self.by_id[topic_id])

    def of(self, ids: Iterable[UUID]) -> list[TopicRow]:
        """These topics in the order of the tree."""
        places = {self._places[topic_id] for topic_id in ids if topic_id in self._places}
        return [self._every[place] for place in sorted(places)]

    def chosen(self, slugs: Iterable[str], field: str = "topics") -> list[TopicRow]:
        """The topics of these slugs, in that order, each once; Rejected when one isn't known."""
        named = [self.by_slug.get(slug) for slug in slugs]
        found = {row.id: row for row in named if row is not None and not row.is_retired}
        if any(row is None or row.id not in found for row in named):
            raise Rejected({field: _("Please choose topics from the list.")})
        return list(found.values())

    def branch(self, slug: str) -> set[UUID]:
        """The topic of this slug and all that hang on it; nothing where there is none."""
        if slug not in self.by_slug:
            return set()
        found = {self.by_slug[slug].id}
        # A parent stands before its children.
        for row in self._every:
            if row.parent_id in found:
                found.add(row.id)
        return found

    def branches_of(self, slugs: Iterable[str]) -> set[UUID]:
        """The branches of several topics in one set."""
        return {topic_id for slug in slugs for topic_id in self.branch(slug)}

    def by_slugs(self, counts: Mapping[str, int]) -> dict[str, int]:
        """Counts by a topic's id, as a database wrote it, by its slug instead."""
        known = ((self.by_id.get(UUID(key)), count) for key, count in counts.items())
        return {topic.slug: count for topic, count in known if topic is not None}

    def branches(self) -> dict[str, list[TopicRow]]:
        """Topics by kind: principles, themes, practices."""
        found: dict[str, list[TopicRow]] = {"principle": [], "theme": [], "practice": []}
        for row in self.rows:
            found[row.kind].append(row)
        return found


def visible_to(me: Any) -> ColumnElement[bool]:  # noqa: ARG001 - the question of every feature
    """Topics are public, those too that nobody uses any more."""
    return true()


def kin() -> CTE:
    """Every topic (`below`) with itself and each that it hangs on (`above`), by their ids."""
    own = columns(col(Topic.id).label("below"), col(Topic.id).label("above")).cte(recursive=True)
    upper = columns(own.c.below, col(Topic.parent_id)).join(
        Topic, and_(col(Topic.id) == own.c.above, col(Topic.parent_id).is_not(None))
    )
    return own.union(upper)


def tree(db: Session) -> Tree:
    """Every topic, labelled in the language being spoken (English where it has none)."""
    return edition.kept(db, lambda: Tree(*_labelled(db, true())))


def some(db: Session, ids: Iterable[UUID] | Select[UUID]) -> list[TopicRow]:
    """Only these topics, or those of a select of their ids, in the order of the tree."""
    return _labelled(db, col(Topic.id).in_(ids))[0]


def described(db: Session, slug: str = "") -> list[Described]:
    """Every topic in use, or the one of this slug, with what it means, in the order of the tree.

    The one may be retired, or have had this slug before. Each word is in the language being spoken, or in English where there is none.
    """
    spoken = language().code.split("-")[0]
    wanted = (
        columns(
            col(Topic.id),
            col(Topic.slug),
            col(Topic.kind),
            col(Topic.parent_id),
            col(Topic.sdg),
            col(Topic.successor_id),
            col(Topic.retired_at).is_not(None),
            col(TopicTerm.language),
            col(TopicTerm.role),
            col(TopicTerm.words),
        )
        .join(TopicTerm, col(TopicTerm.topic_id) == col(Topic.id))
        .where(col(TopicTerm.language).in_({spoken, "en"}))
        .order_by(col(Topic.position), col(Topic.id), col(TopicTerm.id))
    )
    wanted = wanted.where(_at(slug) if slug else col(Topic.retired_at).is_(None))
    said: dict[UUID, dict[tuple[str, str], list[str]]] = {}
    topics: dict[UUID, tuple[TopicRow, Sequence[int], UUID | None]] = {}
    for topic_id, address, kind, parent_id, sdg, successor_id, over, code, role, words in rows(
        db, wanted
    ):
        row = TopicRow(topic_id, address, kind, address, parent_id, bool(over))
        topics[topic_id] = row, sdg, successor_id
        said.setdefault(topic_id, {}).setdefault((role, code), []).append(words)
    return [
        _described(*topics[topic_id], said=of_topic, spoken=spoken)
        for topic_id, of_topic in said.items()
    ]


def _described(
    topic: TopicRow,
    sdg: Sequence[int],
    successor_id: UUID | None,
    *,
    said: Mapping[tuple[str, str], list[str]],
    spoken: str,
) -> Described:
    def words(role: str) -> list[str]:
        return said.get((role, spoken)) or said.get((role, "en"), [])

    label = next(iter(words("label")), topic.slug)
    description = next(iter(words("description")), "")
    named = replace(topic, label=label)
    return Described(named, description, words("synonym"), sdg, successor_id)


def _at(slug: str) -> ColumnElement[bool]:
    """Which topic has this address, or had it, where none has it now."""
    now, then = aliased(Topic), aliased(TopicTerm)
    has_it = columns(col(now.id)).where(col(now.slug) == slug)
    had_it = columns(col(then.topic_id)).where(
        col(then.role) == "address", col(then.folded) == slug, ~has_it.exists()
    )
    return or_(col(Topic.slug) == slug, col(Topic.id).in_(had_it))


def one(db: Session, slug: str) -> Topic:
    """The topic itself; NotFound when there is none of this slug."""
    found = db.exec(select(Topic).where(_at(slug))).first()
    if found is None:
        raise NotFound(_("There is no such topic."))
    return found


def _labelled(db: Session, wanted: ColumnElement[bool]) -> tuple[list[TopicRow], dict[str, UUID]]:
    """Topics with their labels, and the addresses that they had before."""
    spoken = language().code.split("-")[0]
    found_terms = rows(
        db,
        columns(
            col(Topic.id),
            col(Topic.slug),
            col(Topic.kind),
            col(Topic.parent_id),
            col(Topic.retired_at).is_not(None),
            col(TopicTerm.role),
            col(TopicTerm.language),
            col(TopicTerm.words),
        )
        .join(TopicTerm, col(TopicTerm.topic_id) == col(Topic.id))
        .where(
            wanted,
            or_(
                and_(col(TopicTerm.role) == "label", col(TopicTerm.language).in_({spoken, "en"})),
                col(TopicTerm.role) == "address",
            ),
        )
        .order_by(col(Topic.position), col(Topic.id)),
    )
    found: dict[UUID, TopicRow] = {}
    former: dict[str, UUID] = {}
    for topic_id, slug, kind, parent_id, over, role, code, words in found_terms:
        if role == "address":
            former[words] = topic_id
        elif topic_id not in found or code == spoken:
            found[topic_id] = TopicRow(topic_id, slug, kind, words, parent_id, bool(over))
    return list(found.values()), former


def _glance() -> Select[*tuple[Any, ...]]:
    def label(code: str) -> ColumnElement[str | None]:
        term = columns(col(TopicTerm.words)).where(
            col(TopicTerm.topic_id) == col(Topic.id),
            col(TopicTerm.role) == "label",
            col(TopicTerm.language) == code,
        )
        return term.limit(1).correlate(Topic).scalar_subquery()

    spoken = language().code.split("-")[0]
    return columns(
        col(Topic.id).label("id"),
        func.coalesce(label(spoken), label("en"), col(Topic.slug)).label("title"),
        col(Topic.slug).label("slug"),
        subjects.NOBODY.label("author_id"),
        literal("").label("excerpt"),
        subjects.NEVER.label("hidden_at"),
    )


subjects.register(subjects.Kind("topic", N_("topic"), Topic, visible_to, _glance, N_("Topics")))
