"""Whose a provider's account is, and who may set out to one."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.db import sessions_for
from backend.core.errors import Conflict, Denied, TooMany
from backend.core.providers import Errand, Vouched
from backend.domain.joining import actions, arrivals, identities
from backend.domain.joining.ways import Identity, ProviderVisit, Voucher
from backend.domain.members.links import Asker
from backend.domain.members.models import Member
from backend.domain.members.sessions import Device
from tests.conftest import NOON
from tests.support.joining import ADDRESS, HOME, WORK, bristol, wishes_to_join
from tests.support.make import Make
from tests.support.races import at_once

ISSUER = "https://accounts.example"
AMINA = Vouched(ISSUER, "4711", ADDRESS, is_proven=True, name="Amina")
HERE = Device("Firefox/145.0", "192.0.2.0/24")


def sets_out(db: Session, settings: Settings, asker: Asker = HOME, name: str = "city") -> str:
    errand = Errand("https://network.example/back")
    identities.set_out(db, settings, asker, name, errand)
    db.flush()
    return errand.state


def arrives(db: Session, settings: Settings, vouched: Vouched = AMINA) -> object:
    return arrivals.arrive(db, settings, HOME.browser, "city", vouched, device=HERE)


def test_what_comes_back_is_taken_once_from_whom_we_sent(db: Session, settings: Settings) -> None:
    state = sets_out(db, settings)
    for browser, provider, said in (
        (WORK.browser, "city", state),
        ("", "city", state),
        (HOME.browser, "another", state),
        (HOME.browser, "city", "x" * 43),
    ):
        with pytest.raises(Conflict):
            identities.come_back(db, browser, provider, said)
    assert identities.come_back(db, HOME.browser, "city", state).nonce
    with pytest.raises(Conflict):
        identities.come_back(db, HOME.browser, "city", state)


def test_of_fifty_who_come_back_at_once_one_is_let_in(
    lasting_engine: Engine, settings: Settings
) -> None:
    with sessions_for(lasting_engine)() as db:
        state = sets_out(db, settings)
        db.commit()
    got = at_once(lasting_engine, lambda db: identities.come_back(db, HOME.browser, "city", state))
    assert got == ["Conflict"] * 49 + ["ProviderVisit"]


def test_of_fifty_who_join_at_once_with_one_voucher_one_does(
    lasting_engine: Engine, settings: Settings
) -> None:
    with sessions_for(lasting_engine)() as db:
        bristol(db, "bristol.gov.uk")
        identities.vouch(db, HOME.browser, "city", AMINA)
        db.commit()

    def joins(db: Session) -> object:
        voucher = identities.voucher(db, HOME.browser)
        if voucher is None:
            raise Conflict
        return arrivals.join(db, settings, voucher, wishes_to_join(), device=HERE)

    assert at_once(lasting_engine, joins) == ["Conflict"] * 49 + ["Entry"]
    with sessions_for(lasting_engine)() as db:
        assert len(db.exec(select(Member)).all()) == 1
        assert len(db.exec(select(Identity)).all()) == 1


def test_nothing_that_is_kept_of_a_trip_lets_anybody_come_back(
    db: Session, settings: Settings
) -> None:
    state = sets_out(db, settings)
    row = str(db.exec(select(ProviderVisit)).one().model_dump())
    for secret in (state, HOME.browser, HOME.network):
        assert secret not in row


def test_a_network_sets_out_a_hundred_times_in_a_quarter_of_an_hour(
    db: Session, settings: Settings
) -> None:
    for _ in range(identities.MOST):
        sets_out(db, settings)
    with pytest.raises(TooMany):
        sets_out(db, settings)
    sets_out(db, settings, WORK)
    with clock.stopped(NOON + timedelta(minutes=15)):
        sets_out(db, settings)


def test_the_subject_says_who_it_is_and_the_address_never_does(
    db: Session, settings: Settings, make: Make
) -> None:
    amina, mayor = make.member(email=ADDRESS), make.member(email="mayor@bristol.gov.uk")
    identities.keep(db, mayor, AMINA)
    db.flush()
    assert identities.owner(db, AMINA) == mayor
    for other in (
        Vouched(ISSUER, "4712", mayor.email, is_proven=True),
        Vouched("https://another.example", "4711", amina.email, is_proven=True),
    ):
        assert identities.owner(db, other) is None
        with pytest.raises(Conflict, match="sign in as you always do"):
            arrives(db, settings, other)


@pytest.mark.parametrize(
    "vouched",
    [
        Vouched(ISSUER, "4711", ADDRESS),
        Vouched(ISSUER, "4711", "", is_proven=True),
        Vouched(ISSUER, "4711", "amina%bristol@evil.example", is_proven=True),
        Vouched(ISSUER, "4711", "amina", is_proven=True),
        Vouched(ISSUER, "4" * 256, ADDRESS, is_proven=True),
    ],
)
def test_an_address_that_is_not_proven_or_is_none_admits_nobody(
    db: Session, settings: Settings, vouched: Vouched
) -> None:
    with pytest.raises(Denied, match="no e-mail address of yours"):
        arrives(db, settings, vouched)
    assert db.exec(select(Voucher)).all() == []


def test_an_applicant_who_waits_is_known_too(db: Session, settings: Settings, make: Make) -> None:
    make.member(email=ADDRESS, admitted_at=None)
    with pytest.raises(Conflict):
        arrives(db, settings)


def test_who_was_erased_is_nobody_and_may_join_anew(db: Session, make: Make) -> None:
    identities.keep(db, make.member(erased_at=NOON), AMINA)
    db.flush()
    assert identities.owner(db, AMINA) is None


def test_trips_and_vouchers_that_are_over_are_forgotten(db: Session, settings: Settings) -> None:
    sets_out(db, settings)
    identities.vouch(db, HOME.browser, "city", AMINA)
    db.flush()
    assert actions.forget_unproven(db) == 0
    with clock.stopped(NOON + timedelta(minutes=31)):
        assert actions.forget_unproven(db) == 2
    assert db.exec(select(ProviderVisit)).all() == []
    assert db.exec(select(Voucher)).all() == []
