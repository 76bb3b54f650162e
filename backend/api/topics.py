"""Topics, for programs."""

from uuid import UUID

from backend.api.saying import Said
from backend.api.shapes import Shape
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain.notifications import actions as notifications
from backend.domain.topics import policy, queries
from backend.domain.topics.queries import Described
from backend.kit import errors
from backend.kit.asking import Ask, Asking, SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/topics", tags=["topics"])


class TopicShape(Shape):
    """A topic, in the language that was asked for."""

    slug: str
    path: str
    kind: str
    label: str
    description: str
    synonyms: list[str]
    sdg: list[int]
    """The numbers of the Sustainable Development Goals that it serves."""
    parent: str | None
    """The slug of the topic that it is a part of."""
    is_retired: bool
    """Nothing new should be said to be about it."""
    successor: str | None
    """The slug of what to choose instead."""


@router.get("", name="api.topics:list")
def index(ask: Ask) -> list[TopicShape]:
    found = queries.described(ask.db)
    slugs = {one.topic.id: one.topic.slug for one in found}
    return [_shape(ask, one, slugs) for one in found]


@router.get("/{slug}", name="api.topics:show")
def show(ask: Ask, slug: str) -> TopicShape:
    """At an address that it had before, the topic is answered with the one that it has now."""
    found = next(iter(queries.described(ask.db, slug)), None)
    if found is None:
        raise NotFound(_("There is no such topic."))
    slugs = {row.id: row.slug for row in queries.tree(ask.db).by_id.values()}
    return _shape(ask, found, slugs)


@router.post("/{slug}/following", name="api.topics:follow")
def follow(ask: SignedIn, slug: str, sent: Said) -> Said:
    topic = queries.one(ask.db, slug)
    policy.may_follow(ask.me, is_retired=sent.said and topic.retired_at is not None).insist()
    act = notifications.follow if sent.said else notifications.unfollow
    act(ask.db, ask.me.id, "topic", topic.id)
    return sent


def _shape(ask: Asking, one: Described, slugs: dict[UUID, str]) -> TopicShape:
    return TopicShape(
        slug=one.topic.slug,
        path=ask.path_for("topics:show", slug=one.topic.slug),
        kind=one.topic.kind,
        label=one.topic.label,
        description=one.description,
        synonyms=list(one.synonyms),
        sdg=list(one.sdg),
        is_retired=one.topic.is_retired,
        successor=slugs.get(one.successor_id) if one.successor_id else None,
        parent=slugs.get(one.topic.parent_id) if one.topic.parent_id else None,
    )
