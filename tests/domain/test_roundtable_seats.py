"""Answers to an invitation: seats, the line of those who wait, and who moves up."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.errors import Conflict, Denied, Rejected
from backend.domain.members.models import Guest, Member
from backend.domain.notifications import queries as notifications
from backend.domain.notifications.models import Letter, Notification
from backend.domain.roundtables import actions, policy, queries
from backend.domain.roundtables.drafts import RoundtableDraft
from backend.domain.roundtables.models import Roundtable, Seat
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import Meetings

DAY = timedelta(days=1)


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def people(make: Make) -> list[Member]:
    """Partners, whom every roundtable takes."""
    return [make.member(name, city_id=None) for name in ("Ana", "Ben", "Caro", "Dan")]


def seated(db: Session, table: Roundtable) -> list[str]:
    """Who has a seat, in the order of their turns."""
    found = (
        select(Member.name)
        .join(Seat, col(Seat.member_id) == col(Member.id))
        .where(col(Seat.roundtable_id) == table.id, col(Seat.seated_at).is_not(None))
    )
    return list(db.exec(found.order_by(col(Seat.turn))))


def told(db: Session, event: str) -> list[str]:
    found = (
        select(Member.name)
        .join(Notification, col(Notification.recipient_id) == col(Member.id))
        .where(col(Notification.event) == event)
    )
    return list(db.exec(found.order_by(col(Notification.id))))


def letters(db: Session, event: str) -> list[str]:
    found = select(Letter.address).where(col(Letter.event) == event).order_by(col(Letter.id))
    return list(db.exec(found))


def test_seats_go_to_those_who_said_yes_first(
    db: Session, meetings: Meetings, people: list[Member]
) -> None:
    table = meetings.planned(capacity=2)
    for one in people:
        meetings.answer(table, one)
    assert seated(db, table) == ["Ana", "Ben"]


def test_who_gives_up_a_seat_lets_the_first_in_line_move_up_and_hear_of_it(
    db: Session, meetings: Meetings, people: list[Member]
) -> None:
    table = meetings.planned(capacity=2)
    for one in people:
        meetings.answer(table, one)
    meetings.answer(table, people[0], "no")
    assert seated(db, table) == ["Ben", "Caro"]
    assert told(db, "roundtable.seated") == ["Caro"]
    assert letters(db, "roundtable.seated") == [people[2].email]


def test_who_leaves_the_line_frees_no_seat(
    db: Session, meetings: Meetings, people: list[Member]
) -> None:
    table = meetings.planned(capacity=1)
    for one in people[:3]:
        meetings.answer(table, one)
    meetings.answer(table, people[1], "maybe")
    assert seated(db, table) == ["Ana"]
    meetings.answer(table, people[0], "maybe")
    assert seated(db, table) == ["Caro"]


def test_who_comes_back_waits_behind_the_others(
    db: Session, meetings: Meetings, people: list[Member]
) -> None:
    table = meetings.planned(capacity=1)
    for one in people[:2]:
        meetings.answer(table, one)
    meetings.answer(table, people[0], "no")
    assert not meetings.answer(table, people[0]).is_seated
    assert seated(db, table) == ["Ben"]


def test_the_same_answer_again_keeps_the_turn_and_writes_no_second_letter(
    db: Session, meetings: Meetings, people: list[Member]
) -> None:
    table = meetings.planned(capacity=1)
    first = meetings.answer(table, people[0]).turn
    meetings.answer(table, people[1])
    assert meetings.answer(table, people[0]).turn == first
    assert letters(db, "roundtable.confirmed") == [people[0].email]
    assert letters(db, "roundtable.queued") == [people[1].email]


def test_who_waits_reads_their_place_in_the_letter(
    db: Session, meetings: Meetings, people: list[Member]
) -> None:
    table = meetings.planned(capacity=1)
    for one in people[:3]:
        meetings.answer(table, one)
    waiting = select(Letter.facts).where(col(Letter.event) == "roundtable.queued")
    assert sorted(one["place"] for one in db.exec(waiting)) == [1, 2]


def test_each_sitting_has_its_own_seats(
    db: Session, meetings: Meetings, people: list[Member]
) -> None:
    table = meetings.planned(capacity=1, at=[NOON + DAY, NOON + 2 * DAY])
    assert meetings.answer(table, people[0], sitting=0).is_seated
    assert meetings.answer(table, people[1], sitting=1).is_seated
    assert meetings.answer(table, people[2], sitting=0).is_waiting
    assert meetings.answer(table, people[0], sitting=1).is_waiting
    assert seated(db, table) == ["Ben", "Caro"]


def test_more_seats_let_those_who_wait_move_up(
    db: Session, meetings: Meetings, people: list[Member], make: Make
) -> None:
    table = meetings.planned(capacity=1)
    for one in people:
        meetings.answer(table, one)
    words = meetings.words(title=table.title)
    actions.edit(db, make.convener(), table, RoundtableDraft(**words, capacity=3))
    assert seated(db, table) == ["Ana", "Ben", "Caro"]
    actions.edit(db, make.convener(), table, RoundtableDraft(**words))
    assert seated(db, table) == ["Ana", "Ben", "Caro", "Dan"]


def test_fewer_seats_take_none_away(
    db: Session, meetings: Meetings, people: list[Member], make: Make
) -> None:
    table = meetings.planned(capacity=3)
    for one in people[:3]:
        meetings.answer(table, one)
    words = meetings.words(title=table.title, capacity=1)
    actions.edit(db, make.convener(), table, RoundtableDraft(**words))
    assert seated(db, table) == ["Ana", "Ben", "Caro"]
    meetings.answer(table, people[0], "no")
    assert meetings.answer(table, people[3]).is_waiting


def test_who_is_suspended_is_passed_over(
    db: Session, meetings: Meetings, people: list[Member]
) -> None:
    table = meetings.planned(capacity=1)
    for one in people[:3]:
        meetings.answer(table, one)
    people[1].suspended_at = NOON
    meetings.answer(table, people[0], "no")
    assert seated(db, table) == ["Caro"]


def test_answers_can_be_changed_until_the_last_sitting_begins(
    meetings: Meetings, people: list[Member]
) -> None:
    table = meetings.planned(at=[NOON + DAY, NOON + 2 * DAY])
    meetings.answer(table, people[0])
    with clock.stopped(NOON + DAY):
        with pytest.raises(Conflict, match="This sitting has begun"):
            meetings.answer(table, people[1])
        meetings.answer(table, people[1], sitting=1)
    with clock.stopped(NOON + 2 * DAY), pytest.raises(Denied, match="has begun"):
        meetings.answer(table, people[0], "no")


def test_nobody_moves_up_into_a_sitting_that_has_begun(
    db: Session, meetings: Meetings, people: list[Member]
) -> None:
    table = meetings.planned(capacity=1, at=[NOON + DAY, NOON + 2 * DAY])
    meetings.answer(table, people[0])
    meetings.answer(table, people[1])
    with clock.stopped(NOON + DAY):
        meetings.answer(table, people[0], "no")
    assert seated(db, table) == []
    assert told(db, "roundtable.seated") == []


def test_a_sitting_that_is_not_there_is_refused(meetings: Meetings, people: list[Member]) -> None:
    with pytest.raises(Rejected, match="no such sitting"):
        meetings.answer(meetings.planned(), people[0], sitting=1)


def test_who_answers_hears_of_news_unless_they_said_no(
    db: Session, meetings: Meetings, people: list[Member]
) -> None:
    table = meetings.planned()
    for one, answer in zip(people, ("yes", "maybe", "no"), strict=False):
        meetings.answer(table, one, answer)
    following = notifications.followers(db, "roundtable", table.id)
    assert following == {people[0].id, people[1].id}


def test_the_invited_may_answer_and_others_hear_why_not(
    db: Session, meetings: Meetings, make: Make
) -> None:
    city = make.city()
    table = meetings.planned(cities=[city])

    def said(me: Member | Guest) -> str | None:
        return policy.may_answer(me, table, queries.room(db, me, table), NOON).reason

    elsewhere = make.member()
    assert said(make.member(city_id=city.id)) is None
    assert said(make.member(city_id=None)) is None
    assert said(make.convener()) is None
    assert said(elsewhere) == "Your city isn’t among those invited. A convener can invite it."
    assert said(Guest()) == "Please sign in to take part."
    assert said(make.member(admitted_at=None)) == (
        "You can take part as soon as you have been admitted."
    )
    assert said(make.member(suspended_at=NOON)) == (
        "Your membership is suspended, so you can only read what is public."
    )
    table.format = "webinar"
    assert said(elsewhere) is None


def test_nobody_answers_what_is_hidden_or_cancelled_or_not_planned(
    db: Session, meetings: Meetings, people: list[Member]
) -> None:
    draft, hidden, cancelled = meetings.timed(), meetings.planned(), meetings.planned()
    hidden.hidden_at = cancelled.cancelled_at = NOON
    db.commit()
    for table in (draft, hidden, cancelled):
        with pytest.raises(Denied):
            meetings.answer(table, people[0])
