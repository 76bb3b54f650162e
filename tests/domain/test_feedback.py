"""Who had a seat says how it was; conveners read figures in which nobody stands out."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.errors import Conflict, Denied, Rejected
from backend.domain.members.models import Member
from backend.domain.notifications.models import Notification
from backend.domain.roundtables import consenting, feedback, ledger, queries
from backend.domain.roundtables.feedback_figures import figures, together
from backend.domain.roundtables.feedback_forms import (
    SAYS,
    FeedbackDraft,
)
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.own_questions import OwnQuestionDraft, OwnQuestionsDraft
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import Meetings

YES = FeedbackDraft(helped="yes", benefits="maybe", words="")


class Room:
    """A roundtable that four came to, and that was over yesterday."""

    def __init__(self, db: Session, make: Make) -> None:
        self.db, self.convener = db, make.convener()
        self.people = [make.member(f"Person {n}", city_id=None) for n in range(4)]
        meetings = Meetings(db, make)
        with clock.stopped(NOON - timedelta(days=4)):
            self.table: Roundtable = meetings.planned(self.convener, chatham_house=True)
            for one in self.people:
                meetings.answer(self.table, one)

    def give(self, who: Member, draft: FeedbackDraft = YES) -> None:
        feedback.give(self.db, who, self.table, queries.room(self.db, who, self.table), draft)

    def ask(self, *asked: OwnQuestionDraft) -> None:
        draft = OwnQuestionsDraft(questions=list(asked))
        feedback.ask_besides(self.db, self.convener, self.table, draft)


@pytest.fixture
def room(db: Session, make: Make) -> Room:
    return Room(db, make)


@pytest.mark.parametrize(
    ("yes", "maybe", "no", "shown", "total"),
    [
        (5, 3, 4, (5, 3, 4), 12),
        (5, 1, 2, (5, None, None), 8),
        (5, 1, 0, (5, None, None), None),
        (5, 3, 2, (5, 3, None), None),
        (1, 1, 0, (None, None, None), None),
        (1, 1, 1, (None, None, None), 3),
        (0, 0, 0, (None, None, None), None),
    ],
)
def test_figures_hide_the_few(
    yes: int, maybe: int, no: int, shown: tuple[int | None, ...], total: int | None
) -> None:
    found = figures(["yes"] * yes + ["maybe"] * maybe + ["no"] * no, SAYS)
    assert (tuple(one.count for one in found.shares), found.total) == (shown, total)


def test_how_many_answered_is_not_told_by_another_question() -> None:
    whole, hiding = figures([*SAYS] * 3, SAYS), figures(["yes"] * 8 + ["no"], SAYS)
    assert (whole.total, hiding.total) == (9, None)
    assert [one.total for one in together([whole, whole])] == [9, 9]
    assert [one.total for one in together([whole, hiding])] == [None, None]
    assert [one.total for one in together([whole, figures([], SAYS)])] == [9, None]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(SAYS), max_size=30))
def test_what_is_hidden_can_not_be_worked_out(answers: list[str]) -> None:
    found = figures(answers, SAYS)
    hidden = [one for one in found.shares if one.count is None]
    if found.total is not None and hidden:
        rest = found.total - sum(one.count or 0 for one in found.shares)
        assert rest >= 3
        assert len(hidden) > 1


def test_who_had_a_seat_is_asked_when_it_is_over(room: Room) -> None:
    ledger.write(room.db)
    told = select(Notification.recipient_id).where(col(Notification.event) == "roundtable.over")
    assert set(room.db.exec(told)) == {one.id for one in room.people}


def test_one_answer_a_member_that_can_be_changed_for_a_month(room: Room, make: Make) -> None:
    tui = room.people[0]
    room.give(tui)
    room.give(tui, FeedbackDraft(helped="no", benefits="no"))
    given = feedback.mine(room.db, tui, room.table)
    assert given is not None
    assert given.helped == "no"
    for who in (make.member(city_id=None), room.convener):
        with pytest.raises(Denied, match="had a seat"):
            room.give(who)
    with clock.stopped(NOON + timedelta(days=31)), pytest.raises(Denied, match="is over"):
        room.give(tui)


def test_a_convener_asks_besides_until_somebody_has_answered(room: Room) -> None:
    next_time = {"words": "What next?", "choices": ["Again", "Never, thank you", "Again"]}
    room.ask(
        OwnQuestionDraft.model_validate(next_time),
        OwnQuestionDraft(words="What was best?"),
    )
    with pytest.raises(Rejected, match="one of the list"):
        room.give(room.people[0], FeedbackDraft(helped="yes", benefits="yes", answers=["Perhaps"]))
    for one in room.people[:3]:
        answers = ["Again", f"The talk, said {one.name}"]
        room.give(one, FeedbackDraft(helped="yes", benefits="yes", answers=answers))
    with pytest.raises(Conflict, match="answered already"):
        room.ask()
    asked = feedback.questions(room.db, room.table)
    found = feedback.results(room.db, room.convener, room.table, asked)
    assert [(words, [one.count for one in made.shares]) for words, made in found.own] == [
        ("What next?", [3, None])
    ]
    assert [(one.question, len(one.texts)) for one in found.texts] == [
        ("What was best?", 3),
        ("", 0),
    ]
    assert found.texts[0].named.names == ["Person 0", "Person 1", "Person 2"]
    with pytest.raises(Denied):
        feedback.results(room.db, room.people[0], room.table, asked)


def test_no_single_answer_or_change_shows_in_what_conveners_read(room: Room) -> None:
    def read() -> tuple[list[int | None], int]:
        found = feedback.results(room.db, room.convener, room.table, [])
        return [one.count for one in found.helped.shares], len(found.texts[0].texts)

    no = FeedbackDraft(helped="no", benefits="no", words="Too long.")
    nothing = ([None, None, None], 0)
    for one in room.people[:2]:
        room.give(one, no)
        room.give(one, no)
    assert read() == nothing
    room.give(room.people[2], no)
    assert read() == ([None, None, 3], 3)
    room.give(room.people[3], no)
    room.give(room.people[0])
    room.give(room.people[0], no)  # as it was
    room.give(room.people[0])
    assert read() == ([None, None, 3], 3)
    room.give(room.people[1])
    assert read() == ([None, None, None], 0)


def test_a_sentence_for_everybody_is_a_quote_that_its_author_agreed_to(room: Room) -> None:
    draft = FeedbackDraft(helped="yes", benefits="yes", quote="It saved us a year.")
    for _again in range(2):
        room.give(room.people[0], draft)
    quotes = consenting.listed(room.db, room.convener, room.table)
    assert [(one.words, one.consent, one.is_shown) for one in quotes] == [
        ("It saved us a year.", "agreed", False)
    ]
