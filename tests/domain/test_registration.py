"""What those who come need and bring: asked of them, read by few, forgotten in time."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.core import clock
from backend.core.errors import Denied, Rejected
from backend.domain.members.models import Member
from backend.domain.roundtables import actions, registering
from backend.domain.roundtables.drafts import CancelDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.own_questions import OwnQuestionDraft, OwnQuestionsDraft
from backend.domain.roundtables.registration import (
    AccessNeed,
    AnswerDraft,
    RegistrationDraft,
)
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.queries import counted

DAY = timedelta(days=1)


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def convener(make: Make) -> Member:
    return make.convener()


@pytest.fixture
def table(meetings: Meetings, convener: Member) -> Roundtable:
    return meetings.planned(convener)


@pytest.fixture
def ana(make: Make, meetings: Meetings, table: Roundtable) -> Member:
    return guest(make, meetings, table, "Ana")


def guest(make: Make, meetings: Meetings, table: Roundtable, name: str = "") -> Member:
    who = make.member(name, city_id=None)
    meetings.answer(table, who)
    return who


def put(db: Session, me: Member, table: Roundtable, **asked: str) -> list[AnswerDraft]:
    """Ask these, each with its choices; the empty answers to them."""
    questions = [OwnQuestionDraft(words=words, choices=some) for words, some in asked.items()]
    found = registering.put(db, me, table, OwnQuestionsDraft(questions=questions))
    return [AnswerDraft(question_id=one.id) for one in found]


NEEDS = RegistrationDraft(
    languages=["es", "en"], brings="A draft.", needs=["captions"], needs_words="Slowly, please."
)


def test_what_one_answers_is_kept_and_can_be_changed(
    db: Session, table: Roundtable, ana: Member
) -> None:
    registering.register(db, ana, table, NEEDS)
    other = RegistrationDraft(languages=["pt"], brings="", needs=[], needs_words="")
    registering.register(db, ana, table, other)
    kept = registering.mine(db, ana, table)
    assert kept.registration is not None
    assert (kept.registration.languages, kept.registration.brings) == (["pt"], "")
    assert kept.need is None


def test_only_those_who_come_are_asked(db: Session, make: Make, table: Roundtable) -> None:
    with pytest.raises(Denied, match="Say first that you will be there"):
        registering.register(db, make.member(city_id=None), table, NEEDS)


def test_who_does_not_come_after_all_has_answered_nothing(
    db: Session, meetings: Meetings, table: Roundtable, ana: Member
) -> None:
    registering.register(db, ana, table, NEEDS)
    meetings.answer(table, ana, "no")
    assert registering.mine(db, ana, table) == registering.Mine(None, None)


def test_conveners_read_who_answered_what_and_how_many(
    db: Session, make: Make, meetings: Meetings, convener: Member, table: Roundtable, ana: Member
) -> None:
    ben = guest(make, meetings, table)
    asked = put(db, convener, table, which_track="Money; Law")
    asked[0].words = "Law"
    for who in (ana, ben):
        draft = NEEDS.model_copy(update={"answers": asked})
        registering.register(db, who, table, draft)
    told = registering.summary(db, convener, table)
    assert (told.count, told.languages) == (2, [("es", 2), ("en", 2)])
    assert told.needs == [("captions", 2)]
    assert list(told.choices.values()) == [[("Law", 2)]]
    first = registering.answered(db, convener, table).items[0]
    assert (first.name, first.brings, first.needs_words) == ("Ana", "A draft.", "Slowly, please.")


def test_other_members_read_nothing_of_it(db: Session, table: Roundtable, ana: Member) -> None:
    with pytest.raises(Denied, match="for those who run the meeting"):
        registering.summary(db, ana, table)
    with pytest.raises(Denied, match="for those who run the meeting"):
        registering.answered(db, ana, table)


def test_what_people_need_is_read_only_by_who_called_it_and_by_its_host(
    db: Session, make: Make, table: Roundtable, ana: Member
) -> None:
    registering.register(db, ana, table, NEEDS)
    other, host = make.convener(), make.member(grants=[f"host:{table.id}"])
    assert registering.summary(db, other, table).needs == []
    assert [one.needs_words for one in registering.answered(db, other, table).items] == [""]
    assert registering.summary(db, host, table).needs == [("captions", 1)]


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_what_people_need_is_forgotten_some_days_after_the_meeting(
    db: Session, convener: Member, table: Roundtable, ana: Member, *, is_cancelled: bool
) -> None:
    registering.register(db, ana, table, NEEDS)
    if is_cancelled:
        actions.cancel(db, convener, table, CancelDraft(reason="Nobody can come."))
    over = clock.now() if is_cancelled else table.ends_at
    assert over is not None
    assert registering.forget_needs(db, over) == 0
    assert registering.forget_needs(db, over + DAY) == 1
    assert db.get(AccessNeed, (table.id, ana.id)) is None
    kept = registering.mine(db, ana, table).registration
    assert kept is not None
    assert kept.brings == "A draft."


def test_a_question_that_stays_keeps_its_answers(
    db: Session, convener: Member, table: Roundtable, ana: Member
) -> None:
    asked = put(db, convener, table, first_one="", second_one="")
    asked[1].words = "As before"
    registering.register(db, ana, table, RegistrationDraft(answers=asked))
    put(db, convener, table, second_one="", third_one="")
    kept = registering.mine(db, ana, table).registration
    assert kept is not None
    second = registering.questions(db, table)[0]
    assert kept.answers[str(second.id)] == "As before"


def test_an_answer_is_one_of_the_choices(
    db: Session, convener: Member, table: Roundtable, ana: Member
) -> None:
    asked = put(db, convener, table, which_track="Money; Law")
    asked[0].words = "Neither"
    with pytest.raises(Rejected) as refused:
        registering.register(db, ana, table, RegistrationDraft(answers=asked))
    assert list(refused.value.problems) == ["answers.0.words"]


def test_nothing_is_asked_twice_and_no_single_choice_offered(
    db: Session, convener: Member, table: Roundtable
) -> None:
    twice = [OwnQuestionDraft(words="Which track?")] * 2
    with pytest.raises(Rejected, match="only once"):
        registering.put(db, convener, table, OwnQuestionsDraft(questions=twice))
    with pytest.raises(ValueError, match="not several choices"):
        OwnQuestionDraft.model_validate({"words": "Which track?", "choices": "Law"})


@pytest.mark.parametrize("many", [1, 3])
def test_a_list_of_answers_takes_one_query(
    db: Session,
    connection: Connection,
    make: Make,
    meetings: Meetings,
    convener: Member,
    table: Roundtable,
    many: int,
) -> None:
    for _number in range(many):
        registering.register(db, guest(make, meetings, table), table, NEEDS)
    with counted(connection) as sent:
        assert len(registering.answered(db, convener, table).items) == many
    assert len(sent) == 1
