from datetime import timedelta

import pytest
from sqlmodel import Session, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.errors import Denied, NotFound
from backend.domain import subjects
from backend.domain.joining import actions, policy, queries
from backend.domain.joining.models import Application
from backend.domain.members.models import Actor, Guest, Member
from tests.conftest import NOON
from tests.support.joining import (
    HOME,
    bristol,
    joins,
    wishes_to_join,
)
from tests.support.make import Make


def test_what_is_listed_is_exactly_what_may_be_seen(
    db: Session, settings: Settings, make: Make
) -> None:
    """The rule is stated twice, in Python for one and in SQL for many; they must agree."""
    city = bristol(db)
    actions.apply(db, settings, HOME, wishes_to_join(email="unproven@bristol.gov.uk"))
    amina = joins(db, settings)
    ben = joins(db, settings, email="ben@gmail.com", city="Porto, Portugal")
    cleo = joins(db, settings, email="cleo@gmail.com", city="Bristol, United Kingdom")
    lead = make.member(city_id=city.id, is_lead=True)
    everybody: list[Actor] = [
        Guest(),
        amina,
        ben,
        lead,
        make.convener(),
        make.convener(suspended_at=NOON),
        make.member(city_id=city.id),
        make.member(is_lead=True),
        make.member(city_id=city.id, is_lead=True, suspended_at=NOON),
    ]
    every = db.exec(select(Application)).all()
    assert len(every) == 4
    counts = []
    for me in everybody:
        listed = {one.id for one in db.exec(select(Application).where(queries.visible_to(me)))}
        may = set()
        for one in every:
            applicant = db.get(Member, one.member_id) if one.member_id else make.member()
            assert applicant
            if policy.may_see(me, one, applicant):
                may.add(one.id)
        assert listed == may
        seen = subjects.glances(db, me, [("application", one.id) for one in every])
        assert {found for _kind, found in seen} == listed
        counts.append(len(listed))
    assert counts == [0, 1, 1, 2, 3, 0, 0, 0, 0]
    assert cleo.city_id == city.id


def test_only_those_who_decide_read_the_list(db: Session, settings: Settings, make: Make) -> None:
    city = bristol(db)
    amina = joins(db, settings)
    joins(db, settings, email="ben@gmail.com", city="Porto, Portugal")
    lead = make.member(city_id=city.id, is_lead=True)
    assert [row.slug for row in queries.waiting(db, lead).items] == [amina.slug]
    assert len(queries.waiting(db, make.convener()).items) == 2
    for me in (Guest(), amina, make.member(city_id=city.id)):
        with pytest.raises(Denied):
            queries.waiting(db, me)
        with pytest.raises(Denied):
            queries.decided(db, me)
    with pytest.raises(NotFound):
        queries.one(db, make.member(), amina.slug)
    with pytest.raises(NotFound):
        queries.waiting(db, lead, after="nonsense")


def test_a_long_list_is_walked_without_missing_or_repeating_anybody(
    db: Session, settings: Settings, make: Make
) -> None:
    convener = make.convener()
    for n in range(23):
        with clock.stopped(NOON + timedelta(minutes=20 * n)):
            joins(db, settings, email=f"m{n}@gmail.com", name=f"Applicant {n}")
    first = queries.waiting(db, convener)
    second = queries.waiting(db, convener, after=first.next_key)
    assert [row.name for row in (*first.items, *second.items)] == [
        f"Applicant {n}" for n in range(23)
    ]
    assert second.next_key is None


def test_what_was_decided_is_walked_from_the_newest_on(
    db: Session, settings: Settings, make: Make
) -> None:
    bristol(db, "bristol.gov.uk")
    convener = make.convener()
    for n in range(21):
        with clock.stopped(NOON + timedelta(minutes=20 * n)):
            joins(db, settings, email=f"m{n}@bristol.gov.uk", name=f"Member {n}")
    first = queries.decided(db, convener)
    second = queries.decided(db, convener, after=first.next_key)
    assert [row.name for row in (*first.items, *second.items)] == [
        f"Member {n}" for n in reversed(range(21))
    ]


def test_a_stranger_has_no_application(db: Session) -> None:
    assert queries.mine(db, Guest()) is None
