"""Endorsing a peer and undoing it. Each action insists first, checks next, writes last."""

from datetime import timedelta

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import Conflict
from backend.core.i18n import _
from backend.core.locks import alone
from backend.domain.endorsements import policy, queries, telling
from backend.domain.endorsements.models import Endorsement, EndorsementDraft
from backend.domain.members import blocks
from backend.domain.members.models import Member
from backend.domain.topics.queries import TopicRow

MOST_A_DAY = 20


def endorse(
    db: Session,
    me: Member,
    member: Member,
    topic: TopicRow,
    draft: EndorsementDraft,
) -> Endorsement:
    """Say that a peer can help with a topic, or say it in other words."""
    declared = queries.declares(db, me, member.id, topic.id)
    distance = blocks.distance(db, me, member.id)
    policy.may_endorse(me, member, distance, declared=declared).insist()
    alone(db, f"endorsements by {me.id}")
    kept = queries.mine(db, me, member.id, topic.id)
    if kept is not None and kept.removed_at is not None:
        raise Conflict(_("This person has removed your endorsement for this."))
    if kept is not None and kept.stands:
        kept.sqlmodel_update(draft.model_dump(exclude_unset=True))
        db.add(kept)
        return kept
    _insist_on_rest(db, me)
    made = kept or Endorsement(author_id=me.id, member_id=member.id, topic_id=topic.id)
    made.words, made.made_at, made.withdrawn_at = draft.words, clock.now(), None
    db.add(made)
    db.flush()
    if kept is None:
        telling.tell_of(db, made, me, topic.label)
    return made


def withdraw(db: Session, me: Member, endorsement: Endorsement) -> Endorsement:
    """Take back what I said of a peer."""
    policy.may_withdraw(me, endorsement).insist()
    endorsement.withdrawn_at = clock.now()
    db.add(endorsement)
    return endorsement


def remove(db: Session, me: Member, endorsement: Endorsement) -> Endorsement:
    """Remove what somebody said of me, for good."""
    policy.may_remove(me, endorsement).insist()
    endorsement.removed_at = clock.now()
    db.add(endorsement)
    return endorsement


def _insist_on_rest(db: Session, me: Member) -> None:
    since = clock.now() - timedelta(days=1)
    today = columns(func.count()).where(
        col(Endorsement.author_id) == me.id, col(Endorsement.made_at) > since
    )
    if rows(db, today).scalar_one() >= MOST_A_DAY:
        raise Conflict(
            _("You have endorsed {count} times today. Please go on tomorrow.", count=MOST_A_DAY)
        )
