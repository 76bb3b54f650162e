"""What is too old is forgotten, by the settings; what they say is what the pages say."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from backend.core import clock
from backend.core.config import Settings
from backend.domain.joining.models import Application
from backend.domain.members import sessions
from backend.domain.members.models import BrowserSession, Member
from backend.domain.notifications.models import Letter, Notification
from backend.domain.own_data.retention import forget, periods
from tests.conftest import NOON
from tests.support.make import Make

DAY = timedelta(days=1)


def after(days: float, db: Session, settings: Settings) -> int:
    with clock.stopped(NOON + timedelta(days=days)):
        count, _archives = forget(db, settings)
        db.commit()
    db.expire_all()
    return count


def test_letters_and_notifications_go_when_their_time_is_over(
    db: Session, settings: Settings, make: Make
) -> None:
    ana = make.member()
    waiting = Letter(address="a@city.example", event="sign_in")
    sent = Letter(address="b@city.example", event="sign_in", sent_at=NOON)
    lost = Letter(address="c@city.example", event="sign_in", gave_up_at=NOON)
    told = Notification(recipient_id=ana.id, event="x", kind="member", subject_id=ana.id)
    db.add_all((waiting, sent, lost, told))
    db.commit()
    assert [after(days, db, settings) for days in (180, 180.1, 365, 365.1)] == [0, 2, 0, 1]
    assert db.exec(select(Letter.address)).all() == ["a@city.example"]


def test_sign_ins_that_ended_go_but_for_the_last(
    db: Session, settings: Settings, make: Make
) -> None:
    ana = make.member()
    for days in (0, 10, 20):
        with clock.stopped(NOON + days * DAY):
            sessions.start(db, ana)
            db.commit()
    assert [after(days, db, settings) for days in (119, 121, 131, 400)] == [0, 1, 1, 0]
    [last] = db.exec(select(BrowserSession)).all()
    assert last.made_at == NOON + 20 * DAY


@pytest.mark.parametrize(
    ("application", "stays"),
    [
        ({"admitted": False, "decided_at": NOON}, False),
        ({"admitted": False, "decided_at": NOON + DAY}, True),
        ({}, True),
    ],
)
def test_who_was_refused_long_ago_is_forgotten(
    db: Session, settings: Settings, make: Make, application: dict[str, Any], stays: bool
) -> None:
    ana = make.member("Ana", admitted_at=None)
    db.add(Application(member_id=ana.id, **application))
    db.commit()
    after(180.5, db, settings)
    assert (db.get_one(Member, ana.id).name == "Ana") is stays
    assert (db.exec(select(Application)).first() is not None) is stays


def test_who_asks_again_is_not_forgotten(db: Session, settings: Settings, make: Make) -> None:
    ana = make.member("Ana", admitted_at=None)
    db.add(Application(member_id=ana.id, admitted=False, decided_at=NOON))
    db.add(Application(member_id=ana.id))
    db.commit()
    assert after(400, db, settings) == 0


def test_the_periods_are_those_of_the_settings(settings: Settings) -> None:
    said = dict(periods(settings.model_copy(update={"letters_days": 1, "archive_days": 9})))
    assert said["Letters that were sent"] == "1 day"
    assert said["Archives of one’s own data"] == "9 days"
    assert said["Accounts that nobody uses, after two warnings"] == "24 months"
    off = dict(periods(settings.model_copy(update={"unused_months": 0})))
    assert "Accounts that nobody uses, after two warnings" not in off
