"""Making and changing topics. Conveners do it one at a time: the tree must stay a tree."""

from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import Conflict, Rejected
from backend.core.i18n import _
from backend.core.locks import alone
from backend.core.slugs import free_slug
from backend.core.text import slugify
from backend.domain.cities.changing import changed
from backend.domain.cities.models import CityPriority
from backend.domain.curation import finding, policy, shape, telling, words
from backend.domain.curation.drafts import ReasonDraft, RetireDraft, TopicDraft
from backend.domain.members.models import Member
from backend.domain.moderation import log
from backend.domain.topics.actions import term
from backend.domain.topics.models import PRINCIPLES, Topic, TopicTerm

RESERVED = frozenset({"new", "proposals"})
"""Pages of ours that no topic may have for its address."""
MOST = 300
"""Topics of a network; who looks for one must still find it in a list."""


def make(db: Session, me: Member, draft: TopicDraft) -> Topic:
    """A topic more."""
    policy.may_keep(me).insist()
    topic = made(db, draft)
    log.append(db, me.id, "make_topic", ("topic", topic.id), reason=draft.reason)
    return topic


def made(db: Session, draft: TopicDraft) -> Topic:
    """The topic that a draft describes, whoever accepted it."""
    parents = _alone_with(db)
    if len(parents) >= MOST:
        raise Conflict(_("There are very many topics already. Please merge some first."))
    words.insist(db, draft.words)
    under = _place(db, parents, draft, None)
    topic = Topic(
        slug=_slug(db, _english(draft)),
        kind="practice" if draft.kind == "practice" else "theme",
        parent_id=under,
        position=len(parents),
        sdg=list(draft.sdg),
        kept_at=clock.now(),
    )
    db.add(topic)
    db.flush()
    words.keep(db, topic, draft.words)
    put_in_order(db)
    finding.renew(db, topic)
    return topic


def edit(db: Session, me: Member, topic: Topic, draft: TopicDraft) -> Topic:
    """Let it be called otherwise, stand elsewhere, or serve other goals."""
    policy.may_keep(me).insist()
    parents, was = _alone_with(db), telling.label_of(db, topic)
    words.insist(db, draft.words, {topic.id})
    under = None if topic.slug in PRINCIPLES else _place(db, parents, draft, topic.id)
    if topic.slug not in PRINCIPLES:
        topic.kind = "practice" if draft.kind == "practice" else "theme"
        if draft.readdress:
            _readdress(db, topic, _english(draft))
    topic.parent_id, topic.sdg, topic.kept_at = under, list(draft.sdg), clock.now()
    db.add(topic)
    words.keep(db, topic, draft.words)
    put_in_order(db)
    finding.renew(db, topic)
    reason = draft.reason
    if telling.label_of(db, topic) != was:
        reason = _("It was called “{topic}” before. {reason}", topic=was, reason=reason).strip()
    log.append(db, me.id, "edit_topic", ("topic", topic.id), reason=reason[:2_000])
    return topic


def retire(db: Session, me: Member, topic: Topic, draft: RetireDraft) -> Topic:
    """Let nothing new be about it; what was stays so, and its page names what to choose instead."""
    policy.may_take_away(me, topic).insist()
    parents = _alone_with(db)
    if topic.retired_at is not None:
        raise Conflict(_("This topic is not used any more already."))
    if len(shape.branch(parents, topic.id)) > 1:
        raise Conflict(_("Other topics are a part of it. Please move them first."))
    successor = found(db, draft.successor, "successor") if draft.successor else None
    if successor is not None and successor.id == topic.id:
        raise Rejected({"successor": _("Please choose another topic.")})
    topic.retired_at = topic.kept_at = clock.now()
    topic.successor_id = successor.id if successor else None
    db.add(topic)
    _compare_anew(db, topic)
    finding.renew(db, topic)
    log.append(db, me.id, "retire_topic", ("topic", topic.id), reason=draft.reason)
    telling.tell_of_retirement(db, me, topic, draft.reason)
    return topic


def restore(db: Session, me: Member, topic: Topic, draft: ReasonDraft) -> Topic:
    """Let it be used again."""
    policy.may_keep(me).insist()
    _alone_with(db)
    if topic.retired_at is None:
        raise Conflict(_("This topic is in use."))
    topic.retired_at, topic.successor_id = None, None
    db.add(topic)
    _compare_anew(db, topic)
    finding.renew(db, topic)
    log.append(db, me.id, "restore_topic", ("topic", topic.id), reason=draft.reason)
    return topic


def _compare_anew(db: Session, topic: Topic) -> None:
    """A priority counts for the likeness of cities only while it is in use."""
    first = columns(col(CityPriority.city_id)).where(col(CityPriority.topic_id) == topic.id)
    changed(db, *rows(db, first).scalars())


def found(db: Session, slug: str, field: str) -> Topic:
    """The topic of this slug that is in use; Rejected at this field if there is none."""
    one = db.exec(
        select(Topic).where(col(Topic.slug) == slug, col(Topic.retired_at).is_(None))
    ).first()
    if one is None:
        raise Rejected({field: _("Please choose topics from the list.")})
    return one


def put_in_order(db: Session) -> None:
    """Every topic stands after what it is a part of."""
    db.flush()
    places = {one: place for place, one in enumerate(shape.in_order(parents_of(db)))}
    for topic in db.exec(select(Topic)):
        if topic.position != places[topic.id]:
            topic.position = places[topic.id]
            db.add(topic)
    db.flush()


def parents_of(db: Session) -> dict[UUID, UUID | None]:
    """Each topic with what it is a part of, in their order."""
    every = columns(col(Topic.id), col(Topic.parent_id)).order_by(
        col(Topic.position), col(Topic.id)
    )
    return {topic_id: parent_id for topic_id, parent_id in rows(db, every)}  # noqa: C416


def _alone_with(db: Session) -> dict[UUID, UUID | None]:
    """The tree as it stands, which nobody else changes until this is done."""
    alone(db, "topics")
    return parents_of(db)


def _place(
    db: Session, parents: dict[UUID, UUID | None], draft: TopicDraft, topic_id: UUID | None
) -> UUID | None:
    """What it is to be a part of, if the tree stays a tree, and not too deep."""
    if not draft.under:
        return None
    above = found(db, draft.under, "under").id
    below = 1
    if topic_id is not None:
        if above in shape.branch(parents, topic_id):
            raise Rejected({"under": _("It cannot be a part of itself, or of its own parts.")})
        below = shape.height(parents, topic_id)
    if shape.depth(parents, above) + below > shape.DEEPEST:
        raise Rejected({"under": _("This would be too deep. Please choose a topic further up.")})
    return above


def _readdress(db: Session, topic: Topic, label: str) -> None:
    """Its address follows its name; the old one leads there."""
    if slugify(label) == topic.slug:
        return
    was = topic.slug
    taken_back = select(TopicTerm).where(
        col(TopicTerm.topic_id) == topic.id,
        col(TopicTerm.role) == "address",
        col(TopicTerm.words) == slugify(label),
    )
    for one in db.exec(taken_back):
        db.delete(one)
    db.flush()
    topic.slug = _slug(db, label)
    db.add_all([topic, term(topic.id, "", "address", was)])


def _english(draft: TopicDraft) -> str:
    return next(one.label for one in draft.words if one.language == "en")


def _slug(db: Session, label: str) -> str:
    """A free address, that no topic had before either."""
    former = columns(col(TopicTerm.words)).where(col(TopicTerm.role) == "address")
    return free_slug(db, Topic.slug, label, reserved=RESERVED | set(rows(db, former).scalars()))
