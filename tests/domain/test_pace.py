"""Nobody posts faster than people type."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session

from backend.core.errors import TooMany
from backend.domain.challenges import answering
from backend.domain.challenges.answers import Answer, ReplyDraft
from backend.domain.members import pace
from tests.conftest import NOON
from tests.support.make import Make

WORDS = ReplyDraft(body="Thank you for this.", language="en")


def test_who_is_new_posts_less_in_an_hour_than_others(db: Session, make: Make) -> None:
    new, settled = make.member(), make.member(admitted_at=NOON - timedelta(days=30))
    challenge = make.challenge()
    usual, if_new = pace.MOST["answer"]
    for author, most in ((new, if_new), (settled, usual)):
        for minute in range(most):
            posted_at = NOON - timedelta(minutes=minute % 60)
            db.add(_said(challenge.id, author.id, posted_at))
        pace.insist(db, make.member(), Answer)
        with pytest.raises(TooMany, match="posted very much") as refused:
            pace.insist(db, author, Answer)
        assert refused.value.again_in <= 3601


def test_what_was_posted_an_hour_ago_does_not_count(db: Session, make: Make) -> None:
    me, challenge = make.member(), make.challenge()
    for _time in range(pace.MOST["answer"][1]):
        db.add(_said(challenge.id, me.id, NOON - pace.HOUR))
    pace.insist(db, me, Answer)


def test_an_answer_too_many_is_not_kept(db: Session, make: Make) -> None:
    me, challenge = make.member(), make.challenge()
    parent = make.answer(challenge)
    for _time in range(pace.MOST["answer"][1]):
        db.add(_said(challenge.id, me.id, NOON))
    with pytest.raises(TooMany):
        answering.reply(db, me, challenge, parent, WORDS)


def _said(challenge_id: UUID, author_id: UUID, posted_at: datetime) -> Answer:
    return Answer(
        challenge_id=challenge_id,
        author_id=author_id,
        kind="experience",
        body="We did this.",
        language="en",
        posted_at=posted_at,
    )
