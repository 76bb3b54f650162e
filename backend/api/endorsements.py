"""Endorsements, for programs."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from backend.api.shapes import Shape
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain.endorsements import actions, queries
from backend.domain.endorsements.models import EndorsementDraft
from backend.domain.members import queries as members
from backend.domain.members.models import Member
from backend.domain.topics.queries import TopicRow, tree
from backend.kit import errors
from backend.kit.asking import Ask, Asking, SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, tags=["people"])


class EndorserShape(Shape):
    """A peer who endorses somebody, as far as their profile is for whoever asks."""

    id: UUID
    name: str
    slug: str
    city: str
    words: str
    made_at: datetime


class EndorsersShape(Shape):
    items: list[EndorserShape]
    next: str | None


class StandingShape(Shape):
    id: UUID
    words: str
    stands: bool


class RemovalSent(BaseModel):
    id: UUID


@router.get("/people/{slug}/endorsements/{topic}", name="api.endorsements:list")
def index(ask: Ask, slug: str, topic: str, after: str = "") -> EndorsersShape:
    member, about = _open(ask, slug, topic)
    page = queries.of_topic(ask.db, ask.me, member.id, about.id, after)
    items = [EndorserShape.model_validate(one) for one in page.items]
    return EndorsersShape(items=items, next=page.next_key)


@router.post("/people/{slug}/endorsements/{topic}", name="api.endorsements:endorse")
def endorse(ask: SignedIn, slug: str, topic: str, draft: EndorsementDraft) -> StandingShape:
    """Say that somebody can help with a topic, or say it in other words."""
    member, about = _open(ask, slug, topic)
    return StandingShape.model_validate(actions.endorse(ask.db, ask.me, member, about, draft))


@router.post("/people/{slug}/endorsements/{topic}/withdrawal", name="api.endorsements:withdraw")
def withdraw(ask: SignedIn, slug: str, topic: str) -> StandingShape:
    member, about = _open(ask, slug, topic)
    said = queries.mine(ask.db, ask.me, member.id, about.id)
    if said is None:
        raise NotFound(_("There is no such thing here."))
    return StandingShape.model_validate(actions.withdraw(ask.db, ask.me, said))


@router.post("/people/{slug}/endorsements/{topic}/removal", name="api.endorsements:remove")
def remove(ask: SignedIn, slug: str, topic: str, sent: RemovalSent) -> StandingShape:
    """Remove what somebody said of oneself, for good."""
    _open(ask, slug, topic)
    said = queries.about_me(ask.db, ask.me, sent.id)
    return StandingShape.model_validate(actions.remove(ask.db, ask.me, said))


def _open(ask: Asking, slug: str, topic: str) -> tuple[Member, TopicRow]:
    """Somebody, with a topic that they say, to whoever asks, that they can help with."""
    nothing = NotFound(_("There is no such thing here."))
    try:
        member, profile = members.page(ask.db, ask.me, slug, tree(ask.db))
    except NotFound:
        raise nothing from None
    found = next((one for one in profile.can_help if one.slug == topic), None)
    if found is None:
        raise nothing
    return member, found
