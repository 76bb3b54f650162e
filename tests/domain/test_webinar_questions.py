"""Webinars: nobody sees who attends, and what is asked there rises with the votes."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import Denied, NotFound, Rejected
from backend.domain.members.models import Guest, Member
from backend.domain.moderation import actions as moderation
from backend.domain.moderation.models import DecisionDraft, ReportDraft
from backend.domain.roundtables import actions, policy, queries, question_rules, questioning
from backend.domain.roundtables.drafts import RoundtableDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.question_sight import visible_to
from backend.domain.roundtables.questioning import QuestionFilters, QuestionRow
from backend.domain.roundtables.questions import (
    MOST_BY_ONE,
    AskingDraft,
    AttendeeQuestion,
    MarkDraft,
    VoteDraft,
)
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.queries import counted

WORDS = "Who pays for the data stewards?"
DAY = timedelta(days=1)


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def webinar(meetings: Meetings) -> Roundtable:
    return meetings.planned(format="webinar")


@pytest.fixture
def ana(make: Make, meetings: Meetings, webinar: Roundtable) -> Member:
    return attendee(make, meetings, webinar, "Ana")


@pytest.fixture
def ben(make: Make, meetings: Meetings, webinar: Roundtable) -> Member:
    return attendee(make, meetings, webinar, "Ben")


def attendee(make: Make, meetings: Meetings, table: Roundtable, name: str = "") -> Member:
    who = make.member(name)
    meetings.answer(table, who)
    return who


def ask(db: Session, me: Member, table: Roundtable, words: str = WORDS) -> AttendeeQuestion:
    return questioning.ask(db, me, table, AskingDraft(words=words))


def listed(db: Session, me: Member | Guest, table: Roundtable) -> list[QuestionRow]:
    return list(questioning.listed(db, me, table, QuestionFilters()).items)


def vote(db: Session, me: Member, one: AttendeeQuestion, *, stop: bool = False) -> int:
    table = db.get_one(Roundtable, one.roundtable_id)
    return questioning.vote(db, me, table, one.id, VoteDraft(stop=stop)).votes


def test_who_attends_is_known_to_those_alone_who_run_it(
    db: Session, make: Make, webinar: Roundtable, ana: Member
) -> None:
    convener = make.convener()
    assert policy.may_see_people(convener, webinar, queries.room(db, convener, webinar))
    seen = policy.may_see_people(ana, webinar, queries.room(db, ana, webinar))
    assert seen.reason == "Who attends a webinar is known to those alone who run it."


def test_what_people_signed_up_for_stays_a_webinar(
    db: Session, meetings: Meetings, make: Make, webinar: Roundtable
) -> None:
    draft = RoundtableDraft(**meetings.words(format="roundtable"))
    with pytest.raises(Rejected) as refused:
        actions.edit(db, make.convener(), webinar, draft)
    assert list(refused.value.problems) == ["format"]


def test_a_vote_counts_once_and_can_be_taken_back(
    db: Session, webinar: Roundtable, ana: Member, ben: Member
) -> None:
    question = ask(db, ana, webinar)
    assert [vote(db, ben, question), vote(db, ben, question)] == [1, 1]
    assert vote(db, ben, question, stop=True) == 0
    with pytest.raises(Denied, match="your own question"):
        vote(db, ana, question)


def test_what_most_want_to_hear_stands_first(
    db: Session, webinar: Roundtable, ana: Member, ben: Member
) -> None:
    first = ask(db, ana, webinar, "What does it cost in the end?")
    ask(db, ana, webinar, "How long did all of it take?")
    vote(db, ben, first)
    assert [one.words for one in listed(db, ben, webinar)] == [
        "What does it cost in the end?",
        "How long did all of it take?",
    ]


def test_the_name_of_who_asks_shows_to_others_only_if_they_want_it(
    db: Session, make: Make, webinar: Roundtable, ana: Member, ben: Member
) -> None:
    ask(db, ana, webinar)
    assert [one.author for one in listed(db, ben, webinar)] == [""]
    assert [one.author for one in listed(db, make.convener(), webinar)] == ["Ana"]
    questioning.ask(db, ben, webinar, AskingDraft(words="And who owns it?", is_named=True))
    assert {one.author for one in listed(db, ana, webinar)} == {"Ana", "Ben"}


def test_under_the_chatham_house_rule_nobody_asks_by_name(
    db: Session, make: Make, meetings: Meetings
) -> None:
    table = meetings.planned(format="webinar", chatham_house=True)
    who = attendee(make, meetings, table)
    with pytest.raises(Rejected) as refused:
        questioning.ask(db, who, table, AskingDraft(words=WORDS, is_named=True))
    assert list(refused.value.problems) == ["is_named"]


def test_only_those_who_come_ask_and_nobody_at_a_roundtable(
    db: Session, make: Make, meetings: Meetings, webinar: Roundtable
) -> None:
    with pytest.raises(Denied, match="Say that you will be there"):
        ask(db, make.member(), webinar)
    convener = make.convener()
    with pytest.raises(Denied, match="gathered at webinars"):
        ask(db, convener, meetings.planned())


def test_one_asks_only_so_much(db: Session, webinar: Roundtable, ana: Member) -> None:
    for number in range(MOST_BY_ONE):
        ask(db, ana, webinar, f"Question number {number}?")
    with pytest.raises(Rejected, match="as many as one may"):
        ask(db, ana, webinar)


def test_when_it_is_over_the_questions_stay_and_none_is_added(
    db: Session, webinar: Roundtable, ana: Member, ben: Member
) -> None:
    question = ask(db, ana, webinar)
    with clock.stopped(clock.now() + 4 * DAY):
        with pytest.raises(Denied, match="is over"):
            vote(db, ben, question)
        assert [one.words for one in listed(db, ben, webinar)] == [WORDS]


def test_conveners_mark_what_is_answered_and_open_it_again(
    db: Session, make: Make, webinar: Roundtable, ana: Member, ben: Member
) -> None:
    question = ask(db, ana, webinar)
    with pytest.raises(Denied, match="marks what is answered"):
        questioning.mark(db, ana, webinar, question.id, MarkDraft())
    convener = make.convener()
    questioning.mark(db, convener, webinar, question.id, MarkDraft(reply="The city does."))
    assert listed(db, ben, webinar) == []
    found = questioning.listed(db, ben, webinar, QuestionFilters(show="answered")).items
    assert [one.reply for one in found] == ["The city does."]
    with pytest.raises(Denied, match="is answered"):
        vote(db, ben, question)
    questioning.mark(db, convener, webinar, question.id, MarkDraft(again=True))
    assert [one.reply for one in listed(db, ben, webinar)] == [""]


def test_a_question_can_be_reported_and_hidden(
    db: Session, make: Make, webinar: Roundtable, ana: Member, ben: Member
) -> None:
    question = ask(db, ana, webinar)
    draft = ReportDraft(rule="topic", words="This is not about the webinar.")
    moderation.report(db, ben, "attendee_question", question.id, draft)
    because = DecisionDraft(rule="topic", reason="It is not about the webinar.")
    moderation.hide(db, make.convener(), "attendee_question", question.id, because)
    assert listed(db, ben, webinar) == []
    assert [one.words for one in listed(db, ana, webinar)] == [WORDS]
    with pytest.raises(NotFound):
        vote(db, ben, question)


def test_the_rule_in_python_and_the_rule_in_sql_agree(
    db: Session, make: Make, meetings: Meetings, webinar: Roundtable, ana: Member, ben: Member
) -> None:
    hidden = ask(db, ana, webinar, "This will be hidden.")
    hidden.hidden_at = clock.now()
    shown = [ask(db, ana, webinar), hidden]
    decliner, host = attendee(make, meetings, webinar), make.member()
    meetings.answer(webinar, decliner, "no")
    host.grants = [f"host:{webinar.id}"]
    db.add_all((hidden, host))
    db.flush()
    everyone = (
        *(Guest(), ana, ben, decliner, host, make.member(), make.convener()),
        make.member(suspended_at=clock.now()),
    )
    for me in everyone:
        room = queries.room(db, me, webinar)
        allowed = {
            one.id for one in shown if question_rules.may_see_question(me, webinar, room, one)
        }
        wanted = columns(col(AttendeeQuestion.id)).where(visible_to(me))
        assert set(rows(db, wanted).scalars()) == allowed


@pytest.mark.parametrize("many", [1, 3])
def test_a_list_of_questions_takes_one_query(
    db: Session,
    connection: Connection,
    webinar: Roundtable,
    ana: Member,
    ben: Member,
    many: int,
) -> None:
    for number in range(many):
        ask(db, ana, webinar, f"Question number {number}?")
    with counted(connection) as sent:
        assert len(listed(db, ben, webinar)) == many
    assert len(sent) == 1


def test_a_long_list_is_walked_by_votes(
    db: Session, make: Make, meetings: Meetings, webinar: Roundtable, ana: Member, ben: Member
) -> None:
    people = [ana, ben, attendee(make, meetings, webinar)]
    for number in range(25):
        ask(db, people[number % 3], webinar, f"Question number {number}?")
    first = questioning.listed(db, ana, webinar, QuestionFilters())
    rest = questioning.listed(db, ana, webinar, QuestionFilters(after=first.next_key or ""))
    assert len({one.id for one in [*first.items, *rest.items]}) == 25
    with pytest.raises(NotFound):
        questioning.listed(db, ana, webinar, QuestionFilters(after="no.place"))


def test_a_workshop_that_people_come_to_has_an_address(make: Make, meetings: Meetings) -> None:
    table = meetings.timed(format="workshop", place="in_person")
    refused = policy.may_invite(make.convener(), table, clock.now())
    assert refused.reason == "Say first where it is held, for those who come in person."
