"""Everything a member can do with answers. Each action insists first, checks next, writes last."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.locks import alone
from backend.domain.challenges import policy, telling
from backend.domain.challenges.answers import REPLY, Answer, AnswerDraft, Helpful, ReplyDraft
from backend.domain.challenges.counting import count_answers
from backend.domain.challenges.models import Challenge, ChallengeTopic
from backend.domain.challenges.sight import said_to
from backend.domain.cities.queries import region_of
from backend.domain.members import blocks, pace
from backend.domain.members.models import Member
from backend.domain.notifications import actions as notifications
from backend.domain.search import actions as search

TWICE = timedelta(minutes=1)
"""So soon after each other the same words are one answer that was sent twice."""


def answer(db: Session, me: Member, challenge: Challenge, draft: AnswerDraft) -> Answer:
    """Answer a challenge, and follow it from then on."""
    policy.may_answer(me, challenge).insist()
    if (same := _just_said(db, me, challenge, draft)) is not None:
        return same
    made = _say(db, me, challenge, draft)
    count_answers(db, {challenge.id})
    told = telling.listening(db, challenge)
    telling.tell_of(db, challenge, told, "challenge.answered", me, answer=made)
    notifications.follow(db, me.id, "challenge", challenge.id)
    return made


def reply(
    db: Session, me: Member, challenge: Challenge, parent: Answer, draft: ReplyDraft
) -> Answer:
    """Reply to an answer: its author and who replied before hear of it, then who follows."""
    apart = blocks.are_apart(db, me.id, parent.author_id)
    policy.may_reply(me, challenge, parent, apart=apart).insist()
    if (same := _just_said(db, me, challenge, draft, parent)) is not None:
        return same
    before = columns(col(Answer.author_id)).where(col(Answer.parent_id) == parent.id)
    talking = {parent.author_id, *rows(db, before).scalars()}
    made = _say(db, me, challenge, draft, parent)
    told = telling.tell_of(db, challenge, talking, "answer.replied", me, answer=made)
    others = telling.listening(db, challenge) - told
    telling.tell_of(db, challenge, others, "challenge.replied", me, answer=made)
    return made


def edit(db: Session, me: Member, said: Answer, draft: ReplyDraft) -> Answer:
    """Put an answer or a reply better."""
    policy.may_edit_answer(me, said).insist()
    said.body, said.language, said.edited_at = draft.body, draft.language, clock.now()
    if isinstance(draft, AnswerDraft) and said.parent_id is None:
        said.kind = draft.kind
    db.add(said)
    index(db, db.get_one(Challenge, said.challenge_id), said)
    return said


def mark_helpful(db: Session, me: Member, said: Answer) -> None:
    """Say that an answer is of use to me. Saying it twice is saying it once."""
    policy.may_mark_helpful(me, said).insist()
    if db.get(Helpful, (said.id, me.id)) is None:
        db.add(Helpful(answer_id=said.id, member_id=me.id, city_id=me.city_id))


def unmark_helpful(db: Session, me: Member, said: Answer) -> None:
    policy.may_mark_helpful(me, said).insist()
    mark = db.get(Helpful, (said.id, me.id))
    if mark is not None:
        db.delete(mark)


def say_it_helped(db: Session, me: Member, challenge: Challenge, said: Answer) -> Answer:
    """Say for the city that asked that this answer helped it; who answered hears of it."""
    policy.may_say_it_helped(me, challenge, said).insist()
    if said.helped_at is None:
        said.helped_at, said.helped_by_id = clock.now(), me.id
        db.add(said)
        telling.tell_of(db, challenge, {said.author_id}, "answer.helped", me, answer=said)
    return said


def unsay_it_helped(db: Session, me: Member, challenge: Challenge, said: Answer) -> Answer:
    policy.may_say_it_helped(me, challenge, said).insist()
    said.helped_at, said.helped_by_id = None, None
    db.add(said)
    return said


def to_mark(
    db: Session, me: Member, challenge: Challenge, answer_ids: Sequence[UUID]
) -> Sequence[Answer]:
    """The answers of these ids that may be marked as having helped; Rejected when one may not."""
    if not answer_ids:
        return []
    found = db.exec(
        select(Answer).where(
            col(Answer.id).in_(answer_ids), col(Answer.challenge_id) == challenge.id, said_to(me)
        )
    ).all()
    if len(found) < len(set(answer_ids)) or not all(
        policy.may_say_it_helped(me, challenge, one) for one in found
    ):
        raise Rejected({"helped": _("Please choose from the answers to this challenge.")})
    return found


def reindex(db: Session, challenge: Challenge) -> None:
    """Find what was said under the challenge's new title."""
    for said in db.exec(select(Answer).where(col(Answer.challenge_id) == challenge.id)):
        index(db, challenge, said)


def _just_said(
    db: Session,
    me: Member,
    challenge: Challenge,
    draft: ReplyDraft,
    parent: Answer | None = None,
) -> Answer | None:
    """A form sent twice says it once, also when both arrive at the same time."""
    alone(db, f"saying {me.id}")
    wanted = select(Answer).where(
        col(Answer.challenge_id) == challenge.id,
        col(Answer.parent_id) == (parent.id if parent else None),
        col(Answer.author_id) == me.id,
        col(Answer.body) == draft.body,
        col(Answer.posted_at) >= clock.now() - TWICE,
    )
    return db.exec(wanted).first()


def _say(
    db: Session,
    me: Member,
    challenge: Challenge,
    draft: ReplyDraft,
    parent: Answer | None = None,
) -> Answer:
    pace.insist(db, me, Answer)
    ours = {
        "author_id": me.id,
        "city_id": me.city_id,
        "challenge_id": challenge.id,
        **({"parent_id": parent.id, "kind": REPLY} if parent else {}),
    }
    made = Answer.model_validate(draft, update=ours)
    db.add(made)
    db.flush()
    index(db, challenge, made)
    return made


def index(db: Session, challenge: Challenge, said: Answer) -> None:
    """Let it be found by its words."""
    search.index(
        db,
        "answer",
        said.id,
        slug=challenge.slug,
        title=challenge.title,
        body=said.body,
        language=said.language,
        at=said.posted_at,
        region=region_of(db, said.city_id),
        topics=topics_of(db, challenge),
    )


def topics_of(db: Session, challenge: Challenge) -> Sequence[UUID]:
    """What a challenge is about, and with it all that is said to it."""
    about = select(ChallengeTopic.topic_id).where(col(ChallengeTopic.challenge_id) == challenge.id)
    return db.exec(about.order_by(col(ChallengeTopic.topic_id))).all()
