"""What can be read of topics. They are public: nobody is refused any."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, true
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core.db import rows
from backend.core.errors import NotFound, Rejected
from backend.core.i18n import _, language
from backend.domain.topics.models import Topic, TopicTerm


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic as lists and chips show it, its label in the reader's language."""

    id: UUID
    slug: str
    kind: str
    label: str
    parent_id: UUID | None = None


class Tree:
    """All topics in use with their labels, read once for a page."""

    def __init__(self, rows: Sequence[TopicRow]) -> None:
        self.rows = rows
        self.by_id = {row.id: row for row in rows}
        self.by_slug = {row.slug: row for row in rows}

    def of(self, ids: Iterable[UUID]) -> list[TopicRow]:
        """These topics in the order of the tree."""
        wanted = set(ids)
        return [row for row in self.rows if row.id in wanted]

    def chosen(self, slugs: Iterable[str], field: str = "topics") -> list[TopicRow]:
        """The topics of these slugs, in that order, each once; Rejected when one isn't known."""
        named = list(dict.fromkeys(slugs))
        if any(slug not in self.by_slug for slug in named):
            raise Rejected({field: _("Please choose topics from the list.")})
        return [self.by_slug[slug] for slug in named]

    def branches(self) -> dict[str, list[TopicRow]]:
        """Topics by kind: principles, themes, practices."""
        found: dict[str, list[TopicRow]] = {"principle": [], "theme": [], "practice": []}
        for row in self.rows:
            found[row.kind].append(row)
        return found


def tree(db: Session) -> Tree:
    """Every topic in use, labelled in the language being spoken (English where it has none)."""
    return Tree(_labelled(db, true()))


def some(db: Session, ids: Iterable[UUID] | Select[UUID]) -> list[TopicRow]:
    """Only these topics, or those of a select of their ids, in the order of the tree."""
    return _labelled(db, col(Topic.id).in_(ids))


def one(db: Session, slug: str) -> Topic:
    """The topic itself; NotFound when there is none of this slug."""
    found = db.exec(select(Topic).where(col(Topic.slug) == slug)).first()
    if found is None:
        raise NotFound(_("There is no such topic."))
    return found


def _labelled(db: Session, wanted: ColumnElement[bool]) -> list[TopicRow]:
    spoken = language().code.split("-")[0]
    found_terms = rows(
        db,
        columns(
            col(Topic.id),
            col(Topic.slug),
            col(Topic.kind),
            col(Topic.parent_id),
            col(TopicTerm.language),
            col(TopicTerm.words),
        )
        .join(TopicTerm, col(TopicTerm.topic_id) == col(Topic.id))
        .where(
            wanted,
            col(Topic.retired_at).is_(None),
            col(TopicTerm.role) == "label",
            col(TopicTerm.language).in_({spoken, "en"}),
        )
        .order_by(col(Topic.position), col(Topic.id)),
    )
    found: dict[UUID, TopicRow] = {}
    for topic_id, slug, kind, parent_id, code, words in found_terms:
        if topic_id not in found or code == spoken:
            found[topic_id] = TopicRow(topic_id, slug, kind, words, parent_id)
    return list(found.values())
