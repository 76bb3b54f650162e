"""Who hears of what becomes of topics and of proposals."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, select

from backend.core import i18n
from backend.domain.curation.models import TopicProposal
from backend.domain.members.audience import known_as
from backend.domain.members.models import Member
from backend.domain.members.queries import convenes, taking_part
from backend.domain.notifications.actions import tell
from backend.domain.notifications.queries import followers
from backend.domain.topics.models import Topic, TopicTerm


def label_of(db: Session, topic: Topic) -> str:
    """What it is called in the language being spoken, or in English."""
    labels = select(TopicTerm.language, TopicTerm.words).where(
        col(TopicTerm.topic_id) == topic.id, col(TopicTerm.role) == "label"
    )
    return i18n.label(dict(db.exec(labels).all())) or topic.slug


def tell_of_proposal(db: Session, proposal: TopicProposal, by: Member) -> None:
    """The conveners have something to decide."""
    conveners = db.exec(select(Member.id).where(convenes(), taking_part()))
    name, _slug = known_as(by.name, by.slug, by.audience, by)
    facts = {"title": proposal.title, "by": name}
    tell(db, set(conveners) - {by.id}, "topic.proposed", ("topic_proposal", proposal.id), facts)


def tell_of_verdict(db: Session, proposal: TopicProposal) -> None:
    facts = {"title": proposal.title}
    if proposal.reason:
        facts["reason"] = proposal.reason
    about = ("topic_proposal", proposal.id)
    tell(db, {proposal.author_id}, f"topic.{proposal.verdict}", about, facts)


def tell_of_merger(
    db: Session, by: Member, into: Topic, was: str, following: Collection[UUID]
) -> None:
    """Who followed the topic that went follows the other now."""
    facts = {"was": was, "title": label_of(db, into)}
    told = set(following) - {by.id}
    tell(db, told, "topic.merged", ("topic", into.id), facts, by_mail=False)


def tell_of_retirement(db: Session, by: Member, topic: Topic, reason: str) -> None:
    facts = {"title": label_of(db, topic), "reason": reason}
    told = followers(db, "topic", topic.id) - {by.id}
    tell(db, told, "topic.retired", ("topic", topic.id), facts, by_mail=False)
