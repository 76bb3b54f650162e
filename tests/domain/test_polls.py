"""Polls of times, and the voter's own busy times beside them."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import Sessions
from backend.core.errors import Conflict, Denied, Rejected
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.notifications.models import Letter
from backend.domain.roundtables import busy_times, inviting, polling, queries, seating
from backend.domain.roundtables.busy import BusyCalendar, BusyDraft, BusySpan
from backend.domain.roundtables.drafts import CitiesDraft, ReplyDraft, SittingDraft
from backend.domain.roundtables.filters import Filters
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.polls import ClosingDraft, PollDraft, Say, VoteDraft, VotesDraft
from backend.jobs.busy import read_one
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import Meetings, on_the_wall
from tests.support.places import at

DAY = timedelta(days=1)
CALENDAR = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VEVENT\r
UID:secret\r
SUMMARY:A very private matter\r
DTSTART:20260505T113000Z\r
DTEND:20260505T123000Z\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


@pytest.fixture
def ruth(make: Make) -> Member:
    return make.convener(city_id=None)


@pytest.fixture
def bristol(make: Make) -> City:
    return make.city("Bristol")


def asked(*days: int) -> PollDraft:
    return PollDraft(zone="UTC", options=[on_the_wall(NOON + n * DAY) for n in days])


def votes(*says: Say) -> VotesDraft:
    return VotesDraft(votes=[VoteDraft(number=n, says=one) for n, one in enumerate(says)])


def polled(db: Session, meetings: Meetings, ruth: Member, city: City) -> Roundtable:
    table = meetings.draft(ruth)
    inviting.choose(db, ruth, table, CitiesDraft(add=[city.slug]))
    polling.begin(db, ruth, table, asked(1, 2, 3))
    db.commit()
    return table


def letters(db: Session, event: str) -> list[Letter]:
    return list(db.exec(select(Letter).where(col(Letter.event) == event)))


def test_a_poll_invites_the_cities_and_closing_it_fixes_the_time_and_tells_everybody(
    db: Session, meetings: Meetings, make: Make, ruth: Member, bristol: City
) -> None:
    one, other = make.member(city_id=bristol.id), make.member(city_id=bristol.id)
    table = polled(db, meetings, ruth, bristol)
    assert table.is_planned
    assert {each.recipient_id for each in letters(db, "roundtable.polled")} == {one.id, other.id}
    assert [each.slug for each in polling.waiting_for(db, one)] == [table.slug]
    drafts = queries.listed(db, ruth, Filters(show="drafts")).items
    assert [each.slug for each in drafts] == [table.slug]
    polling.vote(db, one, table, votes("no", "yes", "if_need_be"))
    polling.vote(db, other, table, votes("yes", "if_need_be", "no"))
    polling.vote(db, other, table, votes("yes", "yes", "no"))
    assert polling.waiting_for(db, one) == []
    found = polling.options(db, one, table, queries.room(db, one, table))
    assert [(row.yes, row.if_need_be, row.no, row.mine) for row in found] == [
        (1, 0, 1, "no"),
        (2, 0, 0, "yes"),
        (0, 1, 1, "if_need_be"),
    ]
    best = polling.best(found)
    assert best is not None
    assert best.number == 1
    polling.close(db, ruth, table, ClosingDraft(number=1))
    assert table.starts_at == NOON + 2 * DAY
    fixed = letters(db, "roundtable.timed")
    assert {each.recipient_id for each in fixed} == {one.id, other.id}
    assert {each.facts["calendar"] for each in fixed} == {"request"}
    with pytest.raises(Denied, match="closed"):
        polling.vote(db, one, table, votes("no"))
    with pytest.raises(Conflict):
        polling.close(db, ruth, table, ClosingDraft(number=0))


def test_only_those_who_are_asked_vote_and_only_on_times_that_are_asked_about(
    db: Session, meetings: Meetings, make: Make, ruth: Member, bristol: City
) -> None:
    table = polled(db, meetings, ruth, bristol)
    with pytest.raises(Denied, match="invited"):
        polling.vote(db, make.member(), table, votes("yes"))
    who = make.member(city_id=bristol.id)
    for wrong in (VotesDraft(votes=[]), VotesDraft(votes=[VoteDraft(number=7, says="yes")])):
        with pytest.raises(Rejected):
            polling.vote(db, who, table, wrong)
    with pytest.raises(Denied):
        polling.close(db, who, table, ClosingDraft(number=0))
    with pytest.raises(Rejected):
        polling.close(db, ruth, table, ClosingDraft(number=7))
    with pytest.raises(Conflict):
        polling.begin(db, ruth, table, asked(1, 2))
    with pytest.raises(Denied, match="fixed"):
        seating.answer(db, who, table, ReplyDraft(answer="yes"))


def test_times_that_can_not_be_are_refused_at_their_place(
    db: Session, meetings: Meetings, ruth: Member
) -> None:
    table = meetings.timed(ruth)
    gone = PollDraft(
        zone="Europe/London",
        options=[
            SittingDraft(day=date(2026, 10, 1), time=time(9)),
            SittingDraft(day=date(2026, 10, 25), time=time(1, 30)),
        ],
    )
    with pytest.raises(Rejected) as refusal:
        polling.begin(db, ruth, table, gone)
    assert list(refusal.value.problems) == ["options.1.which"]
    with pytest.raises(Rejected, match="same"):
        polling.begin(db, ruth, table, asked(1, 1))
    assert not table.is_planned


def test_a_roundtable_that_has_a_time_can_be_polled_again_and_moves(
    db: Session, meetings: Meetings, make: Make, ruth: Member, bristol: City
) -> None:
    who = make.member(city_id=bristol.id)
    table = meetings.planned(ruth, cities=[bristol], at=[NOON + 5 * DAY])
    polling.begin(db, ruth, table, asked(6, 7))
    polling.close(db, ruth, table, ClosingDraft(number=0))
    assert table.starts_at == NOON + 6 * DAY
    (letter,) = letters(db, "roundtable.changed")
    assert letter.recipient_id == who.id


def test_busy_times_are_kept_without_words_and_shown_to_oneself_alone(
    db: Session, meetings: Meetings, make: Make, ruth: Member, bristol: City
) -> None:
    who, other = make.member(city_id=bristol.id), make.member(city_id=bristol.id)
    table = polled(db, meetings, ruth, bristol)
    busy_times.upload(db, who, busy_times.read(CALENDAR, who.zone))
    starts = [
        row.starts_at for row in polling.options(db, who, table, queries.room(db, who, table))
    ]
    assert busy_times.at(db, who, starts, table.minutes) == {NOON + DAY}
    assert busy_times.at(db, other, starts, table.minutes) == set()
    (span,) = db.exec(select(BusySpan)).all()
    assert (span.starts_at, span.ends_at) == (at(2026, 5, 5, 11, 30), at(2026, 5, 5, 12, 30))
    busy_times.upload(db, who, busy_times.read(CALENDAR, who.zone))
    busy_times.forget(db, who)
    assert db.exec(select(BusySpan)).all() == []
    assert busy_times.mine(db, who) is None


def test_an_address_is_read_by_the_worker_again_and_again(
    db: Session, sessions: Sessions, make: Make
) -> None:
    who, asked_for = make.member(), []
    busy_times.subscribe(db, who, BusyDraft(address="webcal://calendar.example/private.ics"))
    db.commit()

    def fetch(address: str) -> bytes | None:
        asked_for.append(address)
        return [CALENDAR, None, b"nothing"][len(asked_for) - 1]

    assert read_one(sessions, fetch) == 0
    with clock.stopped(NOON + busy_times.SOON):
        assert (read_one(sessions, fetch), read_one(sessions, fetch)) == (1, 0)
    assert asked_for == ["https://calendar.example/private.ics"]
    assert busy_times.at(db, who, [NOON + DAY], 60) == {NOON + DAY}
    for hours, problem in ((7, busy_times.UNREACHABLE), (14, busy_times.UNREADABLE)):
        with clock.stopped(NOON + timedelta(hours=hours)):
            assert read_one(sessions, fetch) == 1
        db.expire_all()
        assert db.get_one(BusyCalendar, who.id).problem == problem
    assert busy_times.at(db, who, [NOON + DAY], 60) == {NOON + DAY}
    with clock.stopped(NOON + 2 * DAY):
        assert busy_times.clear(db) == 1


def test_nothing_is_asked_for_on_behalf_of_who_is_suspended(
    db: Session, sessions: Sessions, make: Make
) -> None:
    who = make.member()
    busy_times.subscribe(db, who, BusyDraft(address="https://calendar.example/private.ics"))
    who.suspended_at = NOON
    db.add(who)
    db.commit()
    with clock.stopped(NOON + busy_times.SOON):
        assert read_one(sessions, lambda _address: CALENDAR) == 0
        who.suspended_at = None
        db.add(who)
        db.commit()
        assert read_one(sessions, lambda _address: CALENDAR) == 1


def test_however_often_an_address_is_given_it_is_asked_once_a_minute(
    db: Session, sessions: Sessions, make: Make
) -> None:
    who, asked_for = make.member(), list[str]()
    private = BusyDraft(address="https://calendar.example/private.ics")
    for second in range(0, 180, 20):
        with clock.stopped(NOON + timedelta(seconds=second)):
            busy_times.forget(db, who)
            busy_times.subscribe(db, who, private)
            db.commit()
            read_one(sessions, asked_for.append)
    assert asked_for == []
    with clock.stopped(NOON + timedelta(minutes=5)):
        assert read_one(sessions, lambda _address: CALENDAR) == 1
        kept = busy_times.subscribe(db, who, private)
        assert kept.due_at == NOON + timedelta(minutes=5) + busy_times.AGAIN


@pytest.mark.parametrize(
    "address", ["", "ftp://calendar.example/a", "http://calendar.example/a", "https://localhost/a"]
)
def test_only_whole_public_addresses_are_kept(db: Session, make: Make, address: str) -> None:
    with pytest.raises(Rejected):
        busy_times.subscribe(db, make.member(), BusyDraft(address=address))
