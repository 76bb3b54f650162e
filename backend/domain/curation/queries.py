"""What conveners see of all topics, and whoever proposed one of their proposals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, true, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import N_, _
from backend.core.pages import PAGE, Page, as_key, cut
from backend.domain import subjects
from backend.domain.curation import policy, shape
from backend.domain.curation.models import TopicProposal
from backend.domain.curation.moving import references
from backend.domain.members.audience import called
from backend.domain.members.models import Actor, Member
from backend.domain.topics import queries as topics
from backend.domain.topics.models import Topic, TopicTerm
from backend.domain.topics.queries import TopicRow
from backend.domain.topics.tree import LANGUAGES

MOST_USES = 100
"""As many uses of a topic are told; of more than these, that they are more."""


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A topic as conveners see it in their list."""

    topic: TopicRow
    depth: int
    """How far it hangs below the top: 0 for a topic that is part of none."""
    uses: int
    """What was said to be about it: challenges, people, cities and so on, all in one number."""
    has_more: bool
    """Whether there is more than was counted."""
    lacks: Sequence[str]
    """Languages of the interface in which it has no label."""


@dataclass(frozen=True, slots=True)
class SaidRow:
    """What a topic is called in one language."""

    language: str
    label: str
    synonyms: Sequence[str]
    description: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    id: UUID
    slug: str
    title: str
    labels: Mapping[str, str]
    why: str
    kind: str
    under_id: UUID | None
    made_at: datetime
    decided_at: datetime | None
    verdict: str
    reason: str
    by: str
    by_slug: str
    topic_id: UUID | None


def visible_to(me: Any) -> ColumnElement[bool]:
    """Whoever made it, and conveners."""
    return true() if me.moderates else col(TopicProposal.author_id) == me.id


def kept(db: Session, me: Actor, *, most: int = MOST_USES) -> list[KeptRow]:
    """Every topic under what it is a part of, those that are not used any more too."""
    policy.may_keep(me).insist()
    known = topics.tree(db)
    uses = _uses(db, most + 1)
    labelled: dict[UUID, set[str]] = {}
    labels = columns(col(TopicTerm.topic_id), col(TopicTerm.language))
    for topic_id, code in rows(db, labels.where(col(TopicTerm.role) == "label")):
        labelled.setdefault(topic_id, set()).add(code)
    return [
        KeptRow(
            one,
            _depth(known, one),
            min(uses.get(one.id, 0), most),
            uses.get(one.id, 0) > most,
            [code for code in LANGUAGES if code not in labelled.get(one.id, set())],
        )
        for one in _branch_by_branch(known)
    ]


def uses(db: Session, me: Actor, topic: Topic, most: int = MOST_USES) -> tuple[int, bool]:
    """How much is about a topic, counted so far, and whether there is more."""
    policy.may_keep(me).insist()
    count = _uses(db, most + 1, topic.id).get(topic.id, 0)
    return min(count, most), count > most


def words_of(db: Session, topic: Topic) -> list[SaidRow]:
    """What it is called in every language of the interface, those too in which it has no name."""
    said: dict[tuple[str, str], list[str]] = {}
    terms = select(TopicTerm).where(col(TopicTerm.topic_id) == topic.id)
    for term in db.exec(terms.order_by(col(TopicTerm.folded), col(TopicTerm.id))):
        said.setdefault((term.language, term.role), []).append(term.words)

    def first(code: str, role: str) -> str:
        return next(iter(said.get((code, role), ())), "")

    return [
        SaidRow(
            code, first(code, "label"), said.get((code, "synonym"), []), first(code, "description")
        )
        for code in LANGUAGES
    ]


def proposals(
    db: Session, me: Actor, *, mine: bool = False, waiting: bool = False, after: str = ""
) -> Page[ProposalRow]:
    """Proposals, newest first: one's own or, for conveners, everybody's."""
    wanted = _rows().where(visible_to(me)).order_by(col(TopicProposal.id).desc()).limit(PAGE + 1)
    if mine:
        wanted = wanted.where(col(TopicProposal.author_id) == me.id)
    if waiting:
        wanted = wanted.where(col(TopicProposal.decided_at).is_(None))
    if key := as_key(after):
        wanted = wanted.where(col(TopicProposal.id) < key)
    return cut([_row(one) for one in rows(db, wanted).mappings()], lambda one: str(one.id))


def desk(me: Actor) -> ColumnElement[int]:
    """How many proposals wait for an answer, to be read beside something else; 0 for others."""
    if not policy.may_keep(me):
        return literal(0)
    counted = columns(func.count(col(TopicProposal.id)))
    return counted.where(col(TopicProposal.decided_at).is_(None)).correlate(None).scalar_subquery()


def proposal(db: Session, me: Actor, slug: str) -> ProposalRow:
    wanted = _rows().where(visible_to(me), col(TopicProposal.slug) == slug)
    found = rows(db, wanted).mappings().first()
    if found is None:
        raise NotFound(_("There is no such proposal."))
    return _row(found)


def entity(db: Session, me: Actor, slug: str) -> TopicProposal:
    """The proposal itself, to decide about it."""
    found = db.exec(
        select(TopicProposal).where(visible_to(me), col(TopicProposal.slug) == slug)
    ).first()
    if found is None:
        raise NotFound(_("There is no such proposal."))
    return found


def _rows() -> Select[*tuple[Any, ...]]:
    whole = (
        getattr(TopicProposal, name)
        for name in ProposalRow.__dataclass_fields__
        if name[:2] != "by"
    )
    return columns(
        *map(col, whole), col(Member.name).label("by"), col(Member.slug).label("by_slug")
    ).join(Member, col(Member.id) == col(TopicProposal.author_id))


def _row(one: Mapping[Any, Any]) -> ProposalRow:
    return ProposalRow(
        **{**one, "by": called(one["by"]), "by_slug": one["by_slug"] if one["by"] else ""}
    )


def _uses(db: Session, most: int, topic_id: UUID | None = None) -> dict[UUID, int]:
    """How many rows are about each topic, in whatever table, or so many where there are more.

    Counted along the index of each table and no further than is told: to count everything that is
    about a topic takes as long as there is much.
    """
    every = [
        columns(literal(1).label("one"))
        .select_from(one.table)
        .where(one.column == col(Topic.id))
        .correlate(Topic)
        for one in references()
        if one.says_about
    ]
    some = union_all(*every).limit(most).subquery()
    counted = columns(func.count()).select_from(some).correlate(Topic).scalar_subquery()
    wanted = columns(col(Topic.id), counted)
    if topic_id is not None:
        wanted = wanted.where(col(Topic.id) == topic_id)
    return {one: count for one, count in rows(db, wanted)}  # noqa: C416


def _branch_by_branch(known: topics.Tree) -> list[TopicRow]:
    parents = {one.id: one.parent_id for one in known.of(known.by_id)}
    return [known.by_id[topic_id] for topic_id in shape.in_order(parents)]


def _depth(known: topics.Tree, one: TopicRow) -> int:
    steps = 0
    while one.parent_id is not None and one.parent_id in known.by_id:
        one, steps = known.by_id[one.parent_id], steps + 1
    return steps


def _glance() -> Select[*tuple[Any, ...]]:
    return columns(
        col(TopicProposal.id).label("id"),
        col(TopicProposal.title).label("title"),
        col(TopicProposal.slug).label("slug"),
        col(TopicProposal.author_id).label("author_id"),
        literal("").label("excerpt"),
        subjects.NEVER.label("hidden_at"),
    )


subjects.register(
    subjects.Kind("topic_proposal", N_("proposed topic"), TopicProposal, visible_to, _glance)
)
