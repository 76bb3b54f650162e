"""Saying better what a challenge is about: for conveners, and for who curates one of its topics."""

from sqlmodel import Session, col, delete

from backend.domain.challenges import page, policy, telling
from backend.domain.challenges.models import Challenge, ChallengeStep, ChallengeTopic, TopicsDraft
from backend.domain.challenges.queries import facing_cities
from backend.domain.cities.changing import changed
from backend.domain.members.models import Member
from backend.domain.topics.queries import tree


def retag(db: Session, me: Member, challenge: Challenge, draft: TopicsDraft) -> Challenge:
    """Give it these topics in place of those it has. Its author hears of it."""
    before = [topic.id for topic in page.topics_of(db, challenge.id)]
    policy.may_retag(me, before).insist()
    chosen = [topic.id for topic in tree(db).chosen(draft.topics)]
    if set(chosen) == set(before):
        return challenge
    db.exec(delete(ChallengeTopic).where(col(ChallengeTopic.challenge_id) == challenge.id))
    db.add_all(ChallengeTopic(challenge_id=challenge.id, topic_id=one) for one in chosen)
    changed(db, *facing_cities(db, challenge.id))
    db.add(ChallengeStep(challenge_id=challenge.id, what="edited", by_id=me.id))
    db.flush()
    telling.tell_of(db, challenge, {challenge.author_id}, "challenge.retagged", me)
    return challenge
