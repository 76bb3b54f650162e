"""Accounts that nobody uses: two warnings, and then an end; signing in puts it off."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.config import Settings
from backend.domain.members import sessions
from backend.domain.members.models import ApiToken, Member
from backend.domain.notifications.models import Letter
from backend.domain.own_data.models import UnusedWarning
from backend.domain.own_data.unused import look_after, months_before
from tests.support.make import Make

SECOND = timedelta(seconds=1)
CAME = datetime(2024, 1, 31, 9, 0, tzinfo=UTC)
WARNED = datetime(2025, 7, 31, 9, 0, tzinfo=UTC)
AGAIN = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
OVER = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)


@pytest.fixture
def ana(make: Make) -> Member:
    with clock.stopped(CAME):
        return make.member("Ana")


def at(moment: datetime, db: Session, settings: Settings) -> int:
    with clock.stopped(moment):
        count, _archives = look_after(db, settings)
        db.commit()
    return count


def told(db: Session) -> list[str]:
    wanted = select(Letter.event).where(Letter.event != "sign_in").order_by(col(Letter.written_at))
    return list(db.exec(wanted))


def test_somebody_is_warned_warned_again_and_erased_to_the_day(
    db: Session, settings: Settings, ana: Member
) -> None:
    steps = [
        (WARNED - SECOND, 0),
        (WARNED, 1),
        (WARNED + SECOND, 0),
        (AGAIN - SECOND, 0),
        (AGAIN, 1),
        (OVER - SECOND, 0),
        (OVER, 1),
        (OVER + SECOND, 0),
    ]
    assert [at(moment, db, settings) for moment, _count in steps] == [one for _, one in steps]
    assert (ana.name, ana.erased_at) == ("", OVER)
    assert told(db) == ["erasure.done"]


@pytest.mark.parametrize("hour", [WARNED + SECOND, AGAIN + SECOND, OVER - SECOND])
def test_whoever_signs_in_begins_anew(
    db: Session, settings: Settings, ana: Member, hour: datetime
) -> None:
    at(WARNED, db, settings)
    at(min(hour, AGAIN), db, settings)
    with clock.stopped(hour):
        sessions.start(db, ana)
        db.commit()
    at(OVER, db, settings)
    assert ana.erased_at is None
    assert db.exec(select(UnusedWarning)).all() == []


def test_a_program_of_theirs_counts_as_use(db: Session, settings: Settings, ana: Member) -> None:
    db.add(ApiToken(token_hash="0", member_id=ana.id, scope="read", seen_at=AGAIN, expires_at=OVER))
    db.commit()
    assert at(OVER, db, settings) == 0


def test_nobody_is_erased_without_two_warnings_however_long_the_worker_slept(
    db: Session, settings: Settings, ana: Member
) -> None:
    late = OVER + timedelta(days=400)
    days = [late + timedelta(days=n) for n in (0, 1, 30, 31)]
    assert [at(day, db, settings) for day in days] == [1, 1, 0, 1]
    assert ana.erased_at == days[-1]


@pytest.mark.parametrize(
    ("off", "count"), [({"unused_months": 0}, 0), ({"unused_removed_months": 0}, 1)]
)
def test_it_can_be_switched_off(
    db: Session, settings: Settings, ana: Member, off: dict[str, int], count: int
) -> None:
    set_so = settings.model_copy(update=off)
    assert [at(day, db, set_so) for day in (WARNED, AGAIN, OVER)] == [count, 0, 0]
    assert ana.erased_at is None


def test_the_last_convener_is_never_erased(db: Session, settings: Settings, make: Make) -> None:
    with clock.stopped(CAME):
        ruth, amina = make.convener(), make.convener()
    for day in (WARNED, AGAIN, OVER):
        at(day, db, settings)
    assert sorted(one.erased_at is None for one in (ruth, amina)) == [False, True]


def test_a_month_earlier_is_the_same_day_or_the_last() -> None:
    day = datetime(2026, 3, 31, 9, 0, tzinfo=UTC)
    assert months_before(day, 1) == day.replace(month=2, day=28)
    assert months_before(day, 24) == day.replace(year=2024)
    assert months_before(day, -9) == day.replace(month=12)
