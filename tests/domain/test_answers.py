from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlmodel import Session, select

from backend.core.errors import Denied
from backend.domain.challenges import answering, policy, thread
from backend.domain.challenges.answers import Answer, AnswerDraft, Helpful, ReplyDraft
from backend.domain.challenges.models import Challenge
from backend.domain.members.models import Member
from backend.domain.notifications import actions as notifications
from backend.domain.notifications import queries as told_of
from backend.domain.notifications.models import Notification
from backend.domain.search.models import SearchDocument
from tests.conftest import NOON
from tests.support.make import Make

WORDS = AnswerDraft(kind="experience", body="We put up planters.", language="en")
MORE = ReplyDraft(body="How long did they last?", language="en")


def told(db: Session) -> set[tuple[UUID, str, str]]:
    db.flush()
    return {(one.recipient_id, one.event, one.kind) for one in db.exec(select(Notification))}


def test_an_answer_tells_the_author_and_nobody_else(db: Session, make: Make) -> None:
    ana, ben = make.member(), make.member()
    answer = answering.answer(db, ben, make.challenge(ana), WORDS)
    assert (answer.author_id, answer.city_id, answer.posted_at) == (ben.id, ben.city_id, NOON)
    assert told(db) == {(ana.id, "challenge.answered", "answer")}


def test_a_form_sent_twice_answers_and_replies_once(db: Session, make: Make) -> None:
    me, challenge = make.member(), make.challenge()
    draft = AnswerDraft(kind="experience", body="We wrote it into the permit.", language="en")
    first, again = (answering.answer(db, me, challenge, draft) for _time in range(2))
    assert first.id == again.id
    words = ReplyDraft(body="Thank you for this.", language="en")
    one, same = (answering.reply(db, me, challenge, first, words) for _time in range(2))
    assert one.id == same.id
    assert len(db.exec(select(Answer)).all()) == 2


def test_who_answers_follows_from_then_on(db: Session, make: Make) -> None:
    challenge, ben, bea = make.challenge(), make.member(), make.member()
    answering.answer(db, ben, challenge, WORDS)
    db.flush()
    assert told_of.follows(db, ben.id, "challenge", challenge.id)
    answering.answer(db, bea, challenge, WORDS)
    assert (ben.id, "challenge.answered", "answer") in told(db)


def test_a_refused_answer_leaves_nothing_behind(db: Session, make: Make) -> None:
    ana = make.member()
    with pytest.raises(Denied, match="your own challenge"):
        answering.answer(db, ana, make.challenge(ana), WORDS)
    assert db.exec(select(Answer)).all() == []
    assert db.exec(select(SearchDocument)).all() == []


def test_a_closed_or_hidden_challenge_says_why_it_takes_no_answers(make: Make) -> None:
    closed, hidden = make.challenge(closed_at=NOON), make.challenge(hidden_at=NOON)
    me = make.convener()
    reasons = [policy.may_answer(me, one).reason for one in (closed, hidden)]
    assert reasons == [
        "This challenge is closed, so it takes no more answers.",
        "This challenge is hidden for now.",
    ]
    assert policy.may_reply(me, closed, make.answer(closed)).reason == reasons[0]


@pytest.mark.parametrize(
    "given",
    [{"kind": "reply"}, {"body": "x"}, {"body": " x "}, {"body": "x" * 6001}, {"language": ""}],
)
def test_words_outside_the_limits_make_no_answer(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        AnswerDraft(**{"kind": "offer", "body": "Call us.", "language": "en"} | given)


def test_a_reply_tells_those_in_the_talk_first_then_those_who_follow(
    db: Session, make: Make
) -> None:
    ana, ben, bea, fan, me = (make.member() for _each in range(5))
    challenge = make.challenge(ana)
    answer = make.answer(challenge, ben)
    make.answer(challenge, bea, parent=answer)
    for one in (fan, ben, me):
        notifications.follow(db, one.id, "challenge", challenge.id)
    reply = answering.reply(db, me, challenge, answer, MORE)
    assert (reply.parent_id, reply.kind) == (answer.id, "reply")
    assert told(db) == {
        (ben.id, "answer.replied", "answer"),
        (bea.id, "answer.replied", "answer"),
        (ana.id, "challenge.replied", "answer"),
        (fan.id, "challenge.replied", "answer"),
    }


def test_who_lost_sight_of_a_challenge_hears_no_more_of_it(db: Session, make: Make) -> None:
    ana, stranger = make.member(), make.member()
    challenge = make.challenge(ana, cities=[make.city()])
    notifications.follow(db, stranger.id, "challenge", challenge.id)
    answering.answer(db, make.member(city_id=ana.city_id), challenge, WORDS)
    assert told(db) == {(ana.id, "challenge.answered", "answer")}


def test_replies_go_one_level_deep(make: Make) -> None:
    challenge = make.challenge()
    answer = make.answer(challenge)
    reply = make.answer(challenge, parent=answer)
    me = make.member()
    assert policy.may_reply(me, challenge, answer)
    assert policy.may_reply(me, challenge, reply).reason == "Please reply to the answer itself."
    answer.hidden_at = NOON
    assert not policy.may_reply(me, challenge, answer)


def test_an_author_replies_where_answering_would_be_talking_to_oneself(make: Make) -> None:
    challenge = make.challenge(ana := make.member())
    assert not policy.may_answer(ana, challenge)
    assert policy.may_reply(ana, challenge, make.answer(challenge))


def test_an_answer_can_be_put_better_by_its_author_or_a_convener(db: Session, make: Make) -> None:
    answer = make.answer(make.challenge(), ben := make.member())
    offer = AnswerDraft(kind="offer", body="We can lend planters.", language="en")
    answering.edit(db, ben, answer, offer)
    assert (answer.kind, answer.body, answer.edited_at) == ("offer", offer.body, NOON)
    assert db.exec(select(SearchDocument)).one().body == offer.body
    assert policy.may_edit_answer(make.convener(), answer)
    with pytest.raises(Denied, match="Only its author or a convener"):
        answering.edit(db, make.member(), answer, offer)


def test_a_reply_stays_a_reply_however_it_is_edited(db: Session, make: Make) -> None:
    challenge = make.challenge()
    reply = make.answer(challenge, ben := make.member(), parent=make.answer(challenge))
    answering.edit(db, ben, reply, WORDS)
    assert (reply.kind, reply.body) == ("reply", WORDS.body)


def test_helpful_is_counted_by_city_and_said_once(db: Session, make: Make) -> None:
    challenge = make.challenge()
    answer = make.answer(challenge)
    ben, partner = make.member(), make.member(city_id=None)
    colleague = make.member(city_id=ben.city_id)
    for me in (ben, ben, colleague, partner):
        answering.mark_helpful(db, me, answer)
        db.flush()
    assert len(db.exec(select(Helpful)).all()) == 3
    row = thread.answers(db, ben, challenge.id)[0]
    assert (row.helpful_cities, row.helpful_partners, row.marked) == (1, 1, True)
    answering.unmark_helpful(db, ben, answer)
    answering.unmark_helpful(db, ben, answer)
    db.flush()
    row = thread.answers(db, ben, challenge.id)[0]
    assert (row.helpful_cities, row.marked) == (1, False)


def test_nobody_marks_their_own_answer(make: Make) -> None:
    challenge = make.challenge(ana := make.member())
    answer = make.answer(challenge, ben := make.member())
    assert policy.may_mark_helpful(ben, answer).reason == "This is your own answer."
    own = make.answer(challenge, make.member(city_id=ana.city_id))
    assert policy.may_say_it_helped(ana, challenge, own)
    assert not policy.may_say_it_helped(ben, challenge, answer)
    answer.hidden_at = NOON
    assert policy.may_mark_helpful(ana, answer).reason == "This answer is hidden."
    assert policy.may_say_it_helped(ana, challenge, answer).reason == "This answer is hidden."


def test_the_city_that_asked_says_what_helped(db: Session, make: Make) -> None:
    challenge = make.challenge(ana := make.member())
    answer = make.answer(challenge, ben := make.member())
    colleague = make.member(city_id=ana.city_id)
    answering.say_it_helped(db, colleague, challenge, answer)
    answering.say_it_helped(db, ana, challenge, answer)
    assert (answer.helped_at, answer.helped_by_id) == (NOON, colleague.id)
    assert told(db) == {(ben.id, "answer.helped", "answer")}
    assert len(db.exec(select(Notification)).all()) == 1
    answering.unsay_it_helped(db, ana, challenge, answer)
    assert (answer.helped_at, answer.helped_by_id) == (None, None)


def test_who_may_say_what_helped(make: Make) -> None:
    challenge = make.challenge(make.member(city_id=None))
    answer = make.answer(challenge)
    for me in (make.member(), make.member(city_id=None)):
        refused = policy.may_say_it_helped(me, challenge, answer)
        assert refused.reason == "Only the city that asked can say what helped it."
    assert policy.may_say_it_helped(make.convener(), challenge, answer)
    reply = make.answer(challenge, parent=answer)
    refused = policy.may_say_it_helped(make.convener(), challenge, reply)
    assert refused.reason == "Only an answer can be marked, not a reply."


def test_what_helped_stands_first_and_replies_stand_under_their_answers(
    db: Session, make: Make
) -> None:
    challenge = make.challenge()
    first, second = make.answer(challenge), make.answer(challenge, helped_at=NOON)
    replies = [make.answer(challenge, parent=first) for _twice in range(2)]
    found = thread.answers(db, make.member(), challenge.id)
    assert [one.id for one in found] == [second.id, first.id]
    assert [one.id for one in found[1].replies] == sorted(one.id for one in replies)


@pytest.mark.parametrize(
    ("audience", "for_guests", "for_members"),
    [("public", "Engineer", "Engineer"), ("members", "", "Engineer"), ("nobody", "", "")],
)
def test_a_role_is_shown_to_whom_its_owner_wants(
    db: Session, make: Make, audience: str, for_guests: str, for_members: str
) -> None:
    challenge: Challenge = make.challenge(visibility="public")
    ben: Member = make.member(title="Engineer", audience={"title": audience})
    make.answer(challenge, ben)
    shown = [
        thread.answers(db, me, challenge.id)[0].author.title
        for me in (make.member(admitted_at=None), make.member())
    ]
    assert shown == [for_guests, for_members]


def test_what_is_done_and_undone_again_and_again_wears_nobody_out(db: Session, make: Make) -> None:
    ana, ben = make.member(), make.member()
    challenge = make.challenge(ana)
    said = answering.answer(db, ben, challenge, WORDS)
    for _time in range(told_of.OFTEN + 2):
        answering.say_it_helped(db, ana, challenge, said)
        answering.unsay_it_helped(db, ana, challenge, said)
    other = answering.answer(db, ben, challenge, WORDS.model_copy(update={"body": "And a fence."}))
    answering.say_it_helped(db, ana, challenge, other)
    db.flush()
    heard = [
        one.subject_id for one in db.exec(select(Notification)) if one.event == "answer.helped"
    ]
    assert sorted(heard) == sorted([*[said.id] * told_of.OFTEN, other.id])
