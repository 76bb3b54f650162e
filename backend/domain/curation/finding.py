"""Search learns what topics are called: at once or, where many members name one, bit by bit."""

from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from backend.core.db import rows
from backend.domain import subjects
from backend.domain.curation.models import TopicMerger, TopicRenewal
from backend.domain.members.actions import make_findable
from backend.domain.members.models import Member, MemberTopic
from backend.domain.search import actions as search
from backend.domain.topics.models import Topic, TopicTerm

AT_ONCE = 100
"""Members whose words, or things whose topics, are renewed in one transaction."""


def renew(db: Session, topic: Topic, at_once: int = AT_ONCE) -> None:
    """The topic, and all members who name it, are found by what it is called now."""
    db.flush()
    _renew_topic(db, topic)
    naming = select(func.count(func.distinct(col(MemberTopic.member_id)))).where(
        col(MemberTopic.topic_id) == topic.id
    )
    if db.exec(naming).one() <= at_once:
        _renew_members(db, topic.id, None, at_once)
        return
    begun = db.get(TopicRenewal, topic.id)
    if begun is None:
        db.add(TopicRenewal(topic_id=topic.id))
    else:
        # Called otherwise once more: whoever was renewed is to be renewed again.
        begun.after = None
        db.add(begun)


def merge(db: Session, was: UUID, topic: Topic, at_once: int = AT_ONCE) -> None:
    """Whatever was about a topic that is gone is found by the one that has taken its place."""
    db.flush()
    if search.retopic(db, was, topic.id, at_once) == at_once:
        db.add(TopicMerger(was=was, topic_id=topic.id))


def merge_some(db: Session, at_once: int = AT_ONCE) -> int:
    """Go on with a topic that much was about; how much was renewed."""
    begun = db.exec(select(TopicMerger).order_by(col(TopicMerger.was)).limit(1)).first()
    if begun is None:
        return 0
    done = search.retopic(db, begun.was, begun.topic_id, at_once)
    if done < at_once:
        db.delete(begun)
    return max(done, 1)


def renew_some(db: Session, at_once: int = AT_ONCE) -> int:
    """Go on with a topic that many members name; how many of them were renewed."""
    begun = db.exec(select(TopicRenewal).order_by(col(TopicRenewal.topic_id)).limit(1)).first()
    if begun is None:
        return 0
    done = _renew_members(db, begun.topic_id, begun.after, at_once)
    if len(done) < at_once:
        db.delete(begun)
    else:
        begun.after = done[-1]
        db.add(begun)
    return max(len(done), 1)


def _renew_members(db: Session, topic_id: UUID, after: UUID | None, at_once: int) -> list[UUID]:
    named = columns(col(MemberTopic.member_id)).where(col(MemberTopic.topic_id) == topic_id)
    wanted = (
        select(Member)
        .where(col(Member.id).in_(named), col(Member.admitted_at).is_not(None))
        .order_by(col(Member.id))
        .limit(at_once)
    )
    if after is not None:
        wanted = wanted.where(col(Member.id) > after)
    found = db.exec(wanted).all()
    for member in found:
        if member.erased_at is None:
            make_findable(db, member)
    return [member.id for member in found]


def _renew_topic(db: Session, topic: Topic) -> None:
    """A retired topic is found no more; it is still there for whoever has its address."""
    if topic.retired_at is not None:
        subjects.words_changed(db, "topic", topic.id, None)
        return
    terms = columns(col(TopicTerm.language), col(TopicTerm.role), col(TopicTerm.words)).where(
        col(TopicTerm.topic_id) == topic.id, col(TopicTerm.role) != "address"
    )
    said = list(rows(db, terms.order_by(col(TopicTerm.id))))
    label = next((one for code, role, one in said if (code, role) == ("en", "label")), topic.slug)
    names = [one for _code, role, one in said if role != "description" and one != label]
    meanings = [one for _code, role, one in said if role == "description"]
    found = subjects.Words(topic.slug, label, " · ".join(meanings), names=names, topics=(topic.id,))
    subjects.words_changed(db, "topic", topic.id, found)
