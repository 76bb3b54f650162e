"""Series: days by a rule, an hour that stays on the wall clock, and meetings that go their own way."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from backend.core.errors import Conflict, Rejected
from backend.domain.members.models import Member
from backend.domain.notifications.models import Letter, Notification
from backend.domain.roundtables import actions, queries, recurrence, repeating, timing
from backend.domain.roundtables.drafts import CancelDraft, SittingDraft, TimesDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.recurrence import Occurrence, Rule
from backend.domain.roundtables.series import SeriesDraft
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.places import at

LONDON = "Europe/London"


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


def monthly(**given: Any) -> SeriesDraft:
    usual = {"first": "2026-09-01", "nth": 2, "weekday": 1, "count": 3, "zone": LONDON}
    return SeriesDraft.model_validate(usual | {"turns": ["15:00"]} | given)


def tables(db: Session, me: Member, first: Roundtable) -> list[Roundtable]:
    slugs = [one.slug for one in repeating.parts(db, me, first)]
    return [queries.one(db, me, slug) for slug in slugs]


def test_a_series_by_weeks_keeps_its_weekday_and_one_by_months_its_place_in_the_month() -> None:
    assert recurrence.days(Rule("weekly", date(2026, 9, 3), 3, every=2)) == [
        date(2026, 9, 3),
        date(2026, 9, 17),
        date(2026, 10, 1),
    ]
    second_tuesdays = Rule("monthly", date(2026, 9, 9), 3, nth=2, weekday=1)
    assert recurrence.days(second_tuesdays) == [
        date(2026, 10, 13),
        date(2026, 11, 10),
        date(2026, 12, 8),
    ]
    last_fridays = Rule("monthly", date(2026, 12, 1), 2, every=2, nth=-1, weekday=4)
    assert recurrence.days(last_fridays) == [date(2026, 12, 25), date(2027, 2, 26)]


def test_hours_that_clocks_skip_or_show_twice_are_asked_about() -> None:
    sundays = Rule("weekly", date(2027, 3, 21), 2)
    with pytest.raises(Rejected) as refusal:
        recurrence.occurrences(sundays, [time(1, 30)], LONDON)
    assert refusal.value.problems == {
        "skipped": "Clocks in Europe/London skip this hour on 28 March 2027. What shall be done then?"
    }
    first = Occurrence(date(2027, 3, 21), time(1, 30))
    assert recurrence.occurrences(sundays, [time(1, 30)], LONDON, "later") == [
        first,
        Occurrence(date(2027, 3, 28), time(2, 30)),
    ]
    assert recurrence.occurrences(sundays, [time(1, 30)], LONDON, "leave_out") == [first]
    back = Rule("weekly", date(2026, 10, 25), 1)
    with pytest.raises(Rejected) as refusal:
        recurrence.occurrences(back, [time(1, 30)], LONDON)
    assert list(refusal.value.problems) == ["twice"]
    (second,) = recurrence.occurrences(back, [time(1, 30)], LONDON, twice="second")
    assert recurrence.starts([second], LONDON) == [at(2026, 10, 25, 1, 30)]


def test_a_series_keeps_its_local_hour_when_clocks_change(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me = make.convener()
    first = meetings.timed(me, title="Data trusts at work", minutes=60)
    repeating.begin(db, me, first, monthly())
    found = tables(db, me, first)
    assert [one.starts_at for one in found] == [
        at(2026, 9, 8, 14),
        at(2026, 10, 13, 14),
        at(2026, 11, 10, 15),
    ]
    assert [one.slug for one in found] == [
        "data-trusts-at-work",
        "data-trusts-at-work-2",
        "data-trusts-at-work-3",
    ]
    (sitting,) = queries.sittings(db, found[2])
    assert (sitting.clock_time, sitting.zone) == (time(15), LONDON)
    asked = [queries.room(db, me, one).cities for one in found]
    assert asked[0] == asked[1] == asked[2] != frozenset()


def test_one_of_a_series_can_be_moved_or_cancelled_and_the_others_stay(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me, city = make.convener(), make.city()
    who = make.member(city_id=city.id)
    first = meetings.timed(me, cities=[city])
    repeating.begin(db, me, first, monthly(turns=["09:00", "17:00"]))
    assert repeating.invite(db, me, first) == 3
    letters = select(Letter).where(col(Letter.recipient_id) == who.id)
    told = select(Notification).where(col(Notification.recipient_id) == who.id)
    (letter,), (heard,) = db.exec(letters).all(), db.exec(told).all()
    assert (letter.subject_id, heard.event, heard.facts["count"]) == (
        first.id,
        "roundtable.series",
        3,
    )
    one, two, three = tables(db, me, first)
    assert two.starts_at == at(2026, 10, 13, 16)
    moved = SittingDraft(day=date(2026, 10, 14), time=time(9))
    timing.choose(db, me, two, TimesDraft(zone=LONDON, sittings=[moved]))
    actions.cancel(db, me, three, CancelDraft(reason="Nobody can come then."))
    assert (one.sequence, two.sequence, three.sequence) == (0, 1, 1)
    assert (one.starts_at, one.is_on, three.is_on) == (at(2026, 9, 8, 8), True, False)
    with pytest.raises(Conflict):
        repeating.invite(db, me, first)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"first": "2026-01-01"}, "first"),
        ({"first": "9999-12-31"}, "first"),
        ({"count": 24, "every": 6}, "count"),
        ({"zone": "Atlantic/Atlantis"}, "zone"),
        ({"first": "2027-03-28", "often": "weekly", "turns": ["01:30"]}, "skipped"),
    ],
)
def test_a_series_that_can_not_be_is_refused_and_nothing_is_made(
    db: Session, meetings: Meetings, make: Make, given: dict[str, Any], field: str
) -> None:
    me = make.convener()
    first = meetings.timed(me)
    with pytest.raises(Rejected) as refusal:
        repeating.begin(db, me, first, monthly(**given))
    assert list(refusal.value.problems) == [field]
    assert len(db.exec(select(Roundtable)).all()) == 1


def test_a_roundtable_begins_one_series_and_only_while_it_is_a_draft(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me = make.convener()
    first = meetings.timed(me)
    repeating.begin(db, me, first, monthly())
    with pytest.raises(Conflict):
        repeating.begin(db, me, first, monthly())


def test_fair_hours_for_a_series_spare_who_bore_most(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me = make.convener()
    far = [
        make.city("Wellington", country="NZ", zone="Pacific/Auckland"),
        make.city("Bristol", country="GB", zone=LONDON),
        make.city("Mexico City", country="MX", zone="America/Mexico_City"),
    ]
    table = meetings.timed(me, cities=far, minutes=60)
    one, *_, two = repeating.hours(db, me, table, monthly(count=6))
    assert len(one.turns) == 1
    assert len(two.turns) > 1
    assert two.worst < one.worst


def test_of_an_hour_that_comes_twice_the_one_that_is_meant_is_kept(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me = make.convener()
    table = meetings.draft(me, minutes=30)
    sent: dict[str, Any] = {"day": date(2026, 10, 25), "time": time(1, 30)}
    with pytest.raises(Rejected) as refusal:
        timing.choose(db, me, table, TimesDraft(zone=LONDON, sittings=[SittingDraft(**sent)]))
    assert refusal.value.problems == {
        "sittings.0.which": "Clocks show this hour twice that day. Which do you mean?"
    }
    for which, start in (("first", at(2026, 10, 25, 0, 30)), ("second", at(2026, 10, 25, 1, 30))):
        meant = SittingDraft.model_validate({**sent, "which": which})
        timing.choose(db, me, table, TimesDraft(zone=LONDON, sittings=[meant]))
        assert table.starts_at == start
        (sitting,) = queries.sittings(db, table)
        assert sitting.ends_at - sitting.starts_at == timedelta(minutes=30)
