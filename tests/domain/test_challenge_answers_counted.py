"""A challenge keeps how many answers it has, so that its lists need not count them."""

import pytest
from sqlmodel import Session

from backend.domain.challenges import answering
from backend.domain.challenges.answers import Answer, AnswerDraft, ReplyDraft
from backend.domain.challenges.filters import Filters
from backend.domain.challenges.models import Challenge
from backend.domain.challenges.queries import listed
from backend.domain.members.models import Member
from backend.domain.moderation import actions as moderation
from backend.domain.moderation.models import DecisionDraft
from backend.domain.own_data.erasing import erase
from tests.support.make import Make

WHY = DecisionDraft(rule="privacy", reason="It names a resident and her street.")


@pytest.fixture
def asked(make: Make) -> Challenge:
    return make.challenge()


@pytest.fixture
def ben(make: Make) -> Member:
    return make.member()


def test_an_answer_counts_and_a_reply_does_not(
    db: Session, make: Make, asked: Challenge, ben: Member
) -> None:
    assert _waiting(db, ben) == [asked.id]
    said = _answer(db, ben, asked)
    assert (asked.answers, _waiting(db, ben)) == (1, [])
    answering.reply(db, make.member(), asked, said, ReplyDraft(body="Thank you.", language="en"))
    assert asked.answers == 1
    _answer(db, make.member(), asked)
    assert asked.answers == 2


def test_while_it_is_hidden_an_answer_does_not_count(
    db: Session, make: Make, asked: Challenge, ben: Member
) -> None:
    said, convener = _answer(db, ben, asked), make.convener()
    moderation.hide(db, convener, "answer", said.id, WHY)
    assert (asked.answers, _waiting(db, ben)) == (0, [asked.id])
    moderation.restore(db, convener, "answer", said.id, WHY)
    assert (asked.answers, _waiting(db, ben)) == (1, [])


@pytest.mark.parametrize("takes_away", [True, False])
def test_what_is_taken_away_with_an_account_no_longer_counts(
    db: Session, asked: Challenge, ben: Member, *, takes_away: bool
) -> None:
    _answer(db, ben, asked)
    erase(db, ben, takes_away=takes_away)
    assert asked.answers == int(not takes_away)


def _answer(db: Session, me: Member, about: Challenge) -> Answer:
    draft = AnswerDraft(kind="experience", body="We put planters between.", language="en")
    return answering.answer(db, me, about, draft)


def _waiting(db: Session, me: Member) -> list[object]:
    return [row.id for row in listed(db, me, Filters(sort="waiting")).items]
