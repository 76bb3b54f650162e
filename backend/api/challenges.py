"""Challenges, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from backend.api.challenge_shapes import (
    ChallengeShape,
    DraftLine,
    DraftShape,
    ListShape,
    StepShape,
    item,
    whole,
)
from backend.api.saying import Said
from backend.api.whole import Whole
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.domain.challenges import actions, drafts, page, queries, tagging, thread
from backend.domain.challenges.filters import Filters
from backend.domain.challenges.models import (
    ChallengeDraft,
    DraftWords,
    FacingDraft,
    OutcomeDraft,
    StatusDraft,
    TopicsDraft,
)
from backend.kit import errors
from backend.kit.asking import Ask, Asking, SignedIn
from backend.kit.looking import look_into
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/challenges", tags=["challenges"])


@router.get("", name="api.challenges:list")
def index(ask: Ask, filters: Annotated[Filters, Query()]) -> ListShape:
    found = queries.listed(ask.db, ask.me, filters)
    return ListShape(items=[item(ask, row) for row in found.items], next=found.next_key)


@router.post("", name="api.challenges:post", status_code=201)
def post(ask: SignedIn, draft: ChallengeDraft) -> ChallengeShape:
    return _whole(ask, actions.post(ask.db, ask.me, draft).slug)


@router.get("/drafts", name="api.challenges:drafts")
def kept(ask: SignedIn) -> list[DraftLine]:
    return [DraftLine.model_validate(one) for one in drafts.mine(ask.db, ask.me)]


@router.get("/drafts/{draft_id}", name="api.challenges:draft")
def draft(ask: SignedIn, draft_id: UUID) -> DraftShape:
    return DraftShape.model_validate(drafts.one(ask.db, ask.me, draft_id))


@router.post("/drafts/{draft_id}", name="api.challenges:save_draft")
def save_draft(ask: SignedIn, draft_id: UUID, words: DraftWords) -> DraftShape:
    saved = drafts.save(ask.db, ask.me, draft_id, words)
    if saved is None:
        raise Rejected({"title": _("There is nothing to keep yet.")})
    return DraftShape.model_validate(saved)


@router.post("/drafts/{draft_id}/removal", name="api.challenges:remove_draft", status_code=204)
def remove_draft(ask: SignedIn, draft_id: UUID) -> None:
    drafts.remove(ask.db, ask.me, draft_id)


@router.post("/drafts/{draft_id}/posting", name="api.challenges:post_draft", status_code=201)
def post_draft(ask: SignedIn, draft_id: UUID, draft: ChallengeDraft) -> ChallengeShape:
    """Sent twice, it is posted once."""
    return _whole(ask, actions.post(ask.db, ask.me, draft, draft_id).slug)


@router.get("/{slug}", name="api.challenges:show")
def show(ask: Ask, slug: str) -> ChallengeShape:
    return _whole(ask, slug)


@router.get("/{slug}/history", name="api.challenges:history")
def history(ask: Ask, slug: str) -> list[StepShape]:
    challenge = queries.one(ask.db, ask.me, slug)
    look_into(ask, challenge)
    steps = page.history(ask.db, ask.me, challenge.id)
    return [StepShape.model_validate(step) for step in steps]


@router.post("/{slug}/edit", name="api.challenges:edit")
def edit(ask: SignedIn, slug: str, draft: Annotated[ChallengeDraft, Whole()]) -> ChallengeShape:
    actions.edit(ask.db, ask.me, queries.one(ask.db, ask.me, slug), draft)
    return _whole(ask, slug)


@router.post("/{slug}/topics", name="api.challenges:retag")
def retag(ask: SignedIn, slug: str, draft: TopicsDraft) -> ChallengeShape:
    """Say better what it is about: for conveners and who curates one of its topics."""
    tagging.retag(ask.db, ask.me, queries.one(ask.db, ask.me, slug), draft)
    return _whole(ask, slug)


@router.post("/{slug}/facing", name="api.challenges:face")
def face(ask: SignedIn, slug: str, draft: FacingDraft) -> ChallengeShape:
    actions.face(ask.db, ask.me, queries.one(ask.db, ask.me, slug), draft)
    return _whole(ask, slug)


@router.post("/{slug}/facing/withdrawal", name="api.challenges:withdraw")
def withdraw(ask: SignedIn, slug: str) -> ChallengeShape:
    actions.withdraw(ask.db, ask.me, queries.one(ask.db, ask.me, slug))
    return _whole(ask, slug)


@router.post("/{slug}/following", name="api.challenges:follow", status_code=204)
def follow(ask: SignedIn, slug: str, draft: Said) -> None:
    act = actions.follow if draft.said else actions.unfollow
    act(ask.db, ask.me, queries.one(ask.db, ask.me, slug))


@router.post("/{slug}/status", name="api.challenges:set_status")
def set_status(ask: SignedIn, slug: str, draft: StatusDraft) -> ChallengeShape:
    actions.set_status(ask.db, ask.me, queries.one(ask.db, ask.me, slug), draft)
    return _whole(ask, slug)


@router.post("/{slug}/outcome", name="api.challenges:end")
def end(ask: SignedIn, slug: str, draft: OutcomeDraft) -> ChallengeShape:
    actions.end(ask.db, ask.me, queries.one(ask.db, ask.me, slug), draft)
    return _whole(ask, slug)


def _whole(ask: Asking, slug: str) -> ChallengeShape:
    opened = page.opened(ask.db, ask.me, slug)
    challenge_id = opened.challenge.id
    cities = page.cities(ask.db, challenge_id)
    look_into(ask, opened.challenge, [one.id for one in cities.chosen])
    return whole(
        ask,
        opened,
        page.topics_of(ask.db, challenge_id),
        cities,
        thread.answers(ask.db, ask.me, challenge_id),
    )
