"""Keeping the topics, for programs of members who propose and of conveners who keep."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.api.shapes import Shape
from backend.api.whole import Whole
from backend.core.verdict import Verdict
from backend.domain.curation import actions, keeping, merging, policy, queries
from backend.domain.curation.drafts import (
    MergeDraft,
    ProposalDraft,
    ReasonDraft,
    RetireDraft,
    TopicDraft,
)
from backend.domain.topics import queries as topics
from backend.domain.topics.models import Topic
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.router import Router, gated

router = Router(show=errors.show_problem, tags=["topics"])


def _may_keep(ask: AskingMember, **_rest: str) -> Verdict:
    return policy.may_keep(ask.me)


class ProposalShape(Shape):
    """A topic that a member proposes; verdict is empty while it waits, then accepted or refused."""

    id: UUID
    slug: str
    title: str
    labels: dict[str, str]
    why: str
    kind: str
    made_at: datetime
    decided_at: datetime | None
    verdict: str
    reason: str
    by: str


class ProposalsShape(Shape):
    items: list[ProposalShape]
    next: str | None


class KeptShape(Shape):
    """A topic as conveners see it: its words in every language, and how much is about it."""

    slug: str
    path: str
    kind: str
    label: str
    depth: int
    uses: int
    has_more: bool
    """Whether it has more uses than are counted."""
    lacks: list[str]
    """Languages of the interface in which it has no label."""
    is_retired: bool


class ChangedShape(Shape):
    id: UUID
    slug: str
    path: str
    retired_at: datetime | None


@router.get("/topics/proposals", name="api.proposals:list")
def proposals(
    ask: SignedIn, *, waiting: bool = False, after: Annotated[str, Query(max_length=40)] = ""
) -> ProposalsShape:
    """One's own; for conveners everybody's."""
    page = queries.proposals(ask.db, ask.me, waiting=waiting, after=after)
    items = [ProposalShape.model_validate(one) for one in page.items]
    return ProposalsShape(items=items, next=page.next_key)


@router.post("/topics/proposals", name="api.proposals:make", status_code=201)
def propose(ask: SignedIn, draft: ProposalDraft) -> ProposalShape:
    made = actions.propose(ask.db, ask.me, draft)
    return _proposal(ask, made.slug)


@router.get("/topics/proposals/{slug}", name="api.proposals:show")
def proposal(ask: SignedIn, slug: str) -> ProposalShape:
    return _proposal(ask, slug)


@router.post("/topics/proposals/{slug}/acceptance", name="api.proposals:accept")
def accept(ask: SignedIn, slug: str, draft: TopicDraft) -> ChangedShape:
    one = queries.entity(ask.db, ask.me, slug)
    return _changed(ask, actions.accept(ask.db, ask.me, one, draft))


@router.post("/topics/proposals/{slug}/refusal", name="api.proposals:refuse")
def refuse(ask: SignedIn, slug: str, draft: ReasonDraft) -> ProposalShape:
    actions.refuse(ask.db, ask.me, queries.entity(ask.db, ask.me, slug), draft)
    return _proposal(ask, slug)


@router.get("/moderation/topics", name="api.curation:list")
def index(ask: SignedIn) -> list[KeptShape]:
    return [
        KeptShape(
            slug=one.topic.slug,
            path=ask.path_for("topics:show", slug=one.topic.slug),
            kind=one.topic.kind,
            label=one.topic.label,
            depth=one.depth,
            uses=one.uses,
            has_more=one.has_more,
            lacks=list(one.lacks),
            is_retired=one.topic.is_retired,
        )
        for one in queries.kept(ask.db, ask.me)
    ]


@router.get("/moderation/topics/{slug}", name="api.curation:show")
def show(ask: SignedIn, slug: str) -> TopicDraft:
    """The topic as it is sent back to change it."""
    policy.may_keep(ask.me).insist()
    topic = topics.one(ask.db, slug)
    known = topics.tree(ask.db)
    above = known.by_id.get(topic.parent_id) if topic.parent_id else None
    said = [
        {
            "language": one.language,
            "label": one.label,
            "synonyms": list(one.synonyms),
            "description": one.description,
        }
        for one in queries.words_of(ask.db, topic)
    ]
    return TopicDraft.model_validate(
        {"words": said, "kind": topic.kind, "under": above.slug if above else "", "sdg": topic.sdg}
    )


@router.post("/moderation/topics", name="api.curation:make", status_code=201)
@gated(_may_keep)
def make(ask: SignedIn, draft: TopicDraft) -> ChangedShape:
    return _changed(ask, keeping.make(ask.db, ask.me, draft))


@router.post("/moderation/topics/{slug}", name="api.curation:save")
@gated(_may_keep)
def save(
    ask: SignedIn, slug: str, draft: Annotated[TopicDraft, Whole("readdress", "reason")]
) -> ChangedShape:
    policy.may_keep(ask.me).insist()
    return _changed(ask, keeping.edit(ask.db, ask.me, topics.one(ask.db, slug), draft))


@router.post("/moderation/topics/{slug}/merger", name="api.curation:merge")
@gated(_may_keep)
def merge(ask: SignedIn, slug: str, draft: MergeDraft) -> ChangedShape:
    policy.may_keep(ask.me).insist()
    return _changed(ask, merging.merge(ask.db, ask.me, topics.one(ask.db, slug), draft))


@router.post("/moderation/topics/{slug}/retirement", name="api.curation:retire")
@gated(_may_keep)
def retire(ask: SignedIn, slug: str, draft: RetireDraft) -> ChangedShape:
    policy.may_keep(ask.me).insist()
    return _changed(ask, keeping.retire(ask.db, ask.me, topics.one(ask.db, slug), draft))


@router.post("/moderation/topics/{slug}/return", name="api.curation:restore")
@gated(_may_keep)
def restore(ask: SignedIn, slug: str, draft: ReasonDraft) -> ChangedShape:
    policy.may_keep(ask.me).insist()
    return _changed(ask, keeping.restore(ask.db, ask.me, topics.one(ask.db, slug), draft))


def _proposal(ask: AskingMember, slug: str) -> ProposalShape:
    return ProposalShape.model_validate(queries.proposal(ask.db, ask.me, slug))


def _changed(ask: AskingMember, topic: Topic) -> ChangedShape:
    return ChangedShape(
        id=topic.id,
        slug=topic.slug,
        path=ask.path_for("topics:show", slug=topic.slug),
        retired_at=topic.retired_at,
    )
