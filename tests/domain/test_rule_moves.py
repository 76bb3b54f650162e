"""New rules of time zones: the wall clock stays, the moment moves, and who must know hears it once."""

from datetime import date, time, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, col, select

from backend.core.times import RULES
from backend.domain.members.models import Member
from backend.domain.notifications.models import Letter, Notification
from backend.domain.roundtables import queries, rule_moves, timing
from backend.domain.roundtables.drafts import SittingDraft, TimesDraft
from backend.domain.roundtables.models import Roundtable
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.places import at

TODAY = date(2026, 7, 1)


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


class Changed:
    """A directory of rules in which some zones follow others'."""

    def __init__(self, folder: Path, **instead: str) -> None:
        self._folder = folder
        for city, other in instead.items():
            path = files("tzdata").joinpath("zoneinfo", *other.split("/"))
            (folder / city).write_bytes(path.read_bytes())

    def __call__(self, name: str) -> ZoneInfo:
        path = self._folder / name.rpartition("/")[2]
        if not path.exists():
            return ZoneInfo(name)
        with path.open("rb") as file:
            return ZoneInfo.from_file(file, name)


def planned(meetings: Meetings, zone: str, hour: time, day: date = TODAY) -> Roundtable:
    table = meetings.planned()
    draft = TimesDraft(zone=zone, sittings=[SittingDraft(day=day, time=hour)])
    timing.choose(meetings._db, meetings._make.convener(), table, draft)
    table.sequence = 0
    meetings._db.commit()
    return table


def test_what_moved_keeps_its_hour_and_all_who_expect_it_get_it_anew(
    db: Session, meetings: Meetings, make: Make, tmp_path: Path
) -> None:
    moves = planned(meetings, "America/Bogota", time(9))
    stays = planned(meetings, "Europe/London", time(9))
    who = make.member("Amina")
    meetings.answer(moves, make.convener(name="Ruth"))
    rules = Changed(tmp_path, Bogota="America/New_York")
    conveners = select(Member).where(col(Member.is_convener).is_(True))
    letters, heard = len(db.exec(select(Letter)).all()), len(db.exec(conveners).all())
    assert [one.after for one in rule_moves.look_again(db, "2099z", rules)] == [at(2026, 7, 1, 13)]
    assert (moves.starts_at, moves.ends_at) == (at(2026, 7, 1, 13), at(2026, 7, 1, 14, 30))
    assert (moves.sequence, stays.sequence) == (1, 0)
    (sitting,) = queries.sittings(db, moves)
    assert (sitting.clock_time, sitting.rules) == (time(9), "2099z")
    told = db.exec(select(Notification).where(Notification.event == "roundtable.rules")).all()
    assert len(told) == heard
    assert told[0].facts == {"rules": "2099z", "count": 1, "titles": moves.title}
    new = db.exec(select(Letter).where(Letter.event == "roundtable.shifted")).all()
    assert new
    assert {one.facts["calendar"] for one in new} == {"request"}
    assert who.id not in {one.recipient_id for one in new}
    after = len(db.exec(select(Letter)).all())
    assert after > letters
    assert rule_moves.look_again(db, "2099z", rules) == []
    assert len(db.exec(select(Letter)).all()) == after


def test_an_hour_that_new_rules_skip_is_asked_about(
    db: Session, meetings: Meetings, tmp_path: Path
) -> None:
    table = planned(meetings, "Africa/Nairobi", time(1, 30), date(2027, 3, 28))
    before = table.starts_at
    (move,) = rule_moves.look_again(db, "2099z", Changed(tmp_path, Nairobi="Europe/London"))
    assert (move.after, table.starts_at, table.sequence) == (None, before, 0)


def test_without_new_rules_nothing_is_looked_at_and_the_past_stays_as_it_was(
    db: Session, meetings: Meetings, make: Make, tmp_path: Path
) -> None:
    planned(meetings, "Europe/London", time(9))
    assert rule_moves.look_again(db, RULES, Changed(tmp_path, London="Asia/Tokyo")) == []
    held = meetings.held()
    start = held.starts_at
    rule_moves.look_again(db, "2099z", Changed(tmp_path, UTC="Asia/Tokyo"))
    assert held.starts_at == start
    assert rule_moves.listed(db, make.convener()) != []


def test_of_two_equal_hours_the_one_that_was_meant_is_found_again(
    db: Session, meetings: Meetings
) -> None:
    table = meetings.planned(minutes=30)
    twice = SittingDraft(day=date(2026, 10, 25), time=time(1, 30), which="second")
    draft = TimesDraft(zone="Europe/London", sittings=[twice])
    timing.choose(db, meetings._make.convener(), table, draft)
    assert rule_moves.look_again(db, "2099z") == []
    assert table.starts_at == at(2026, 10, 25, 1, 30)
    assert table.ends_at == at(2026, 10, 25, 1, 30) + timedelta(minutes=30)
