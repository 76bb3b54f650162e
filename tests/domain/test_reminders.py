"""Reminders of roundtables: at the right minute everywhere, once, and never of what is off."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, col, select

from backend.core import clock
from backend.domain.members.models import Member
from backend.domain.notifications.models import Letter
from backend.domain.roundtables import actions, reminding, timing
from backend.domain.roundtables.drafts import CancelDraft, SittingDraft, TimesDraft
from backend.domain.roundtables.models import Roundtable
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import Meetings, times
from tests.support.places import at

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = at(2026, 10, 25, 13)  # the night before it, clocks in Europe go back


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


def soon(db: Session) -> list[Letter]:
    return list(db.exec(select(Letter).where(col(Letter.event) == "roundtable.soon")))


def sent_at(db: Session, *moments: datetime) -> Iterator[int]:
    for one in moments:
        with clock.stopped(one):
            yield reminding.send(db)


def coming(meetings: Meetings, make: Make, zone: str, table: Roundtable, answer: str) -> Member:
    who = make.member(zone=zone, city_id=None)
    meetings.answer(table, who, answer)
    return who


def test_everybody_is_reminded_at_the_minute_over_a_night_when_clocks_change(
    db: Session, meetings: Meetings, make: Make
) -> None:
    table = meetings.planned(reminders=[1_440, 60], at=[START])
    comers = {
        coming(meetings, make, zone, table, answer).id
        for zone, answer in (
            ("Pacific/Kiritimati", "yes"),
            ("Pacific/Pago_Pago", "yes"),
            ("Europe/London", "maybe"),
        )
    }
    coming(meetings, make, "Europe/London", table, "no")
    minute = timedelta(minutes=1)
    looks = [START - DAY - minute, START - DAY, START - HOUR - minute, START - HOUR, START]
    assert list(sent_at(db, *looks)) == [0, 1, 0, 1, 0]
    assert [one.recipient_id for one in soon(db)].count(next(iter(comers))) == 2
    assert {one.recipient_id for one in soon(db)} == comers


def test_a_day_before_is_the_same_moment_by_every_clock() -> None:
    """At UTC+14 it is Sunday already, at UTC−11 still Saturday; in London 24 hours before, not 25."""
    due = START - DAY
    walls = [
        due.astimezone(ZoneInfo(zone)).strftime("%a %H:%M")
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/London")
    ]
    assert walls == ["Sun 03:00", "Sat 02:00", "Sat 14:00"]


def test_no_reminder_comes_twice_or_for_a_sitting_one_does_not_come_to(
    db: Session, meetings: Meetings, make: Make
) -> None:
    table = meetings.planned(at=[START, START + 6 * HOUR], reminders=[60])
    early, late = (make.member(city_id=None) for _ in range(2))
    meetings.answer(table, early, sitting=0)
    meetings.answer(table, late, sitting=1)
    assert list(sent_at(db, *[START - HOUR] * 3)) == [1, 0, 0]
    assert [one.recipient_id for one in soon(db)] == [early.id]
    assert list(sent_at(db, START + 5 * HOUR)) == [1]
    assert [one.recipient_id for one in soon(db)][1:] == [late.id]


def test_of_what_is_hidden_nobody_hears(db: Session, meetings: Meetings, make: Make) -> None:
    me, ana = make.convener(), make.member(city_id=None)
    table = meetings.planned(me, at=[START], reminders=[60])
    meetings.answer(table, ana)
    table.hidden_at = START - DAY
    list(sent_at(db, START - HOUR))
    with clock.stopped(START - timedelta(minutes=50)):
        timing.choose(db, me, table, times(START + DAY))
    events = select(Letter.event).where(col(Letter.recipient_id) == ana.id)
    assert db.exec(events).all() == ["roundtable.confirmed"]


def test_a_reminder_moves_with_the_time_and_ends_with_the_roundtable(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me = make.convener()
    table = meetings.planned(me, at=[START], reminders=[60])
    meetings.answer(table, make.member(city_id=None))
    assert list(sent_at(db, START - HOUR)) == [1]
    with clock.stopped(START - timedelta(minutes=50)):
        timing.choose(db, me, table, times(START + DAY))
    assert list(sent_at(db, START, START + DAY - HOUR)) == [0, 1]
    with clock.stopped(START):
        timing.choose(db, me, table, times(START + 2 * DAY))
        actions.cancel(db, me, table, CancelDraft(reason="Nobody can come."))
    assert list(sent_at(db, START + 2 * DAY - HOUR)) == [0]


def test_who_was_just_told_of_a_time_is_not_reminded_of_it_as_well(
    db: Session, meetings: Meetings, make: Make
) -> None:
    table = meetings.planned(at=[NOON + timedelta(hours=5)], reminders=[1_440, 60])
    meetings.answer(table, make.member(city_id=None))
    assert list(sent_at(db, NOON, NOON + timedelta(hours=4))) == [0, 1]


def test_after_a_rest_of_the_worker_only_the_nearest_reminder_goes(
    db: Session, meetings: Meetings, make: Make
) -> None:
    table = meetings.planned(at=[START], reminders=[1_440, 60, 15])
    meetings.answer(table, make.member(city_id=None))
    assert list(sent_at(db, START - timedelta(minutes=10), START - timedelta(minutes=5))) == [1, 0]


def test_the_hour_is_that_of_the_wall_clock_in_a_series_over_the_change(
    db: Session, meetings: Meetings, make: Make
) -> None:
    table = meetings.planned(reminders=[60])
    wall = SittingDraft(day=date(2026, 10, 26), time=time(9))
    timing.choose(db, make.convener(), table, TimesDraft(zone="Europe/London", sittings=[wall]))
    meetings.answer(table, make.member(city_id=None))
    assert list(sent_at(db, datetime(2026, 10, 26, 7, 59, tzinfo=UTC), at(2026, 10, 26, 8))) == [
        0,
        1,
    ]
