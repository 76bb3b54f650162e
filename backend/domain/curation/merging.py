"""One topic takes the place of another: all that was about the other is about it, once."""

from uuid import UUID

from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.locks import alone
from backend.domain import subjects
from backend.domain.curation import finding, keeping, moving, policy, shape, telling
from backend.domain.curation.drafts import MergeDraft
from backend.domain.members.models import Member
from backend.domain.moderation import log
from backend.domain.notifications.queries import followers
from backend.domain.topics.actions import term
from backend.domain.topics.models import Topic, TopicTerm


def merge(db: Session, me: Member, topic: Topic, draft: MergeDraft) -> Topic:
    """Let another topic take this one's place, its words and its addresses too.

    It can't be taken back: nobody could tell any more what had been about which.
    """
    into = place_taker(db, me, topic, draft)
    was, following = telling.label_of(db, topic), followers(db, "topic", topic.id)
    _hand_on_parts(db, topic, into)
    moving.move(db, topic.id, into.id)
    _hand_on_words(db, topic, into)
    gone = topic.id
    _take_away(db, topic)
    into.kept_at = clock.now()
    db.add(into)
    keeping.put_in_order(db)
    finding.merge(db, gone, into)
    finding.renew(db, into)
    reason = _("“{topic}” is part of it now: {reason}", topic=was, reason=draft.reason)
    log.append(db, me.id, "merge_topic", ("topic", into.id), reason=reason[:2_000])
    telling.tell_of_merger(db, me, into, was, following)
    return into


def place_taker(db: Session, me: Member, topic: Topic, draft: MergeDraft) -> Topic:
    """The topic that is to take this one's place, if it can."""
    policy.may_take_away(me, topic).insist()
    alone(db, "topics")
    into = keeping.found(db, draft.into, "into")
    _insist_on_a_tree(keeping.parents_of(db), topic.id, into.id)
    return into


def _insist_on_a_tree(parents: dict[UUID, UUID | None], old: UUID, new: UUID) -> None:
    if old == new:
        raise Rejected({"into": _("Please choose another topic.")})
    parts = [one for one, parent in parents.items() if parent == old]
    left = shape.branch(parents, old)
    if new in left:
        # It comes up to where the other stood, so nothing gets deeper than it was.
        return
    lowest = max((shape.height(parents, one) for one in parts), default=0)
    if shape.depth(parents, new) + lowest > shape.DEEPEST:
        raise Rejected({"into": _("Its parts would stand too deep there. Please move them first.")})


def _hand_on_parts(db: Session, topic: Topic, into: Topic) -> None:
    """What was a part of it is a part of the other; the other, if it was one, takes its place."""
    above: UUID | None = into.parent_id
    while above is not None and above != topic.id:
        above = db.get_one(Topic, above).parent_id
    if above == topic.id:
        into.parent_id = topic.parent_id
        db.add(into)
        db.flush()
    parts = select(Topic).where(col(Topic.parent_id) == topic.id, col(Topic.id) != into.id)
    for part in db.exec(parts):
        part.parent_id = into.id
        db.add(part)
    for one in db.exec(select(Topic).where(col(Topic.successor_id) == topic.id)):
        one.successor_id = into.id
        db.add(one)
    into.sdg = sorted({*into.sdg, *topic.sdg})
    db.flush()


def _hand_on_words(db: Session, topic: Topic, into: Topic) -> None:
    """Who looks for it by what it was called, or by its address, finds the other."""
    theirs = db.exec(select(TopicTerm).where(col(TopicTerm.topic_id) == into.id)).all()
    known = {(one.language, one.folded) for one in theirs if one.role in {"label", "synonym"}}
    labelled = {one.language for one in theirs if one.role == "label"}
    for one in db.exec(select(TopicTerm).where(col(TopicTerm.topic_id) == topic.id)).all():
        if one.role == "label" and one.language in labelled:
            one.role = "synonym"
        is_known = one.role != "address" and (one.language, one.folded) in known
        if is_known or (one.role == "description" and one.language in labelled):
            db.delete(one)
        else:
            one.topic_id = into.id
            db.add(one)
    db.add(term(into.id, "", "address", topic.slug))
    db.flush()


def _take_away(db: Session, topic: Topic) -> None:
    subjects.gone(db, "topic", {topic.id})
    db.delete(topic)
    db.flush()
