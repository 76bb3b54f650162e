from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.db import sessions_for
from backend.core.errors import Conflict, Rejected, TooMany
from backend.domain.members import links
from backend.domain.members.links import Asker
from backend.domain.members.models import Member, SignInLink
from tests.conftest import NOON
from tests.support.joining import HOME, WORK
from tests.support.make import Make
from tests.support.races import at_once

ADDRESS = "amina@bristol.gov.uk"


def asked(db: Session, settings: Settings, member: Member, asker: Asker = HOME) -> str:
    token = links.ask(db, settings, asker, member.email, member_id=member.id)
    db.flush()
    return token


def code_of(db: Session, settings: Settings, asker: Asker = HOME) -> str:
    shown = links.asked(db, settings, asker.browser)
    assert shown
    return shown.code


def test_the_browser_that_asked_uses_a_link_once(
    db: Session, settings: Settings, make: Make
) -> None:
    amina = make.member()
    token = asked(db, settings, amina)
    assert links.use(db, settings, token, HOME.browser).member_id == amina.id
    with pytest.raises(Conflict, match="ask for a new one"):
        links.use(db, settings, token, HOME.browser)


def test_looking_at_a_link_does_not_use_it(db: Session, settings: Settings, make: Make) -> None:
    token = asked(db, settings, make.member())
    for _ in range(20):
        assert links.find(db, token)
    assert links.use(db, settings, token, HOME.browser)


def test_a_link_lasts_ten_minutes_and_not_one_longer(
    db: Session, settings: Settings, make: Make
) -> None:
    token = asked(db, settings, make.member())
    with clock.stopped(NOON + timedelta(minutes=9, seconds=59)):
        assert links.find(db, token)
        assert links.asked(db, settings, HOME.browser)
    with clock.stopped(NOON + timedelta(minutes=10)):
        assert links.find(db, token) is None
        assert links.asked(db, settings, HOME.browser) is None
        with pytest.raises(Conflict):
            links.use(db, settings, token, HOME.browser)


def test_another_browser_needs_the_code_of_the_first(
    db: Session, settings: Settings, make: Make
) -> None:
    token = asked(db, settings, make.member())
    code = code_of(db, settings)
    found = links.find(db, token)
    assert found
    assert links.needs_code(found, WORK.browser)
    assert not links.needs_code(found, HOME.browser)
    with pytest.raises(Rejected, match="type the code"):
        links.use(db, settings, token, WORK.browser)
    with pytest.raises(Rejected, match="type the code"):
        links.use(db, settings, token, "")
    with pytest.raises(Rejected, match="isn’t the code"):
        links.use(db, settings, token, WORK.browser, f"{(int(code) + 1) % 1_000_000:06}")
    assert links.use(db, settings, token, WORK.browser, f" {code[:3]} {code[3:]} ")


def test_the_code_may_be_typed_in_the_digits_of_any_script(
    db: Session, settings: Settings, make: Make
) -> None:
    token = asked(db, settings, make.member())
    arabic = code_of(db, settings).translate({ord("0") + n: chr(0x660 + n) for n in range(10)})
    assert links.use(db, settings, token, WORK.browser, arabic)


def test_after_five_wrong_codes_the_link_is_worth_nothing(
    db: Session, settings: Settings, make: Make
) -> None:
    token = asked(db, settings, make.member())
    code = code_of(db, settings)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(links.TRIES):
        with pytest.raises(Rejected):
            links.use(db, settings, token, WORK.browser, wrong)
        db.expire_all()
    for browser, typed in ((WORK.browser, code), (HOME.browser, "")):
        with pytest.raises(Conflict):
            links.use(db, settings, token, browser, typed)


def test_the_fifth_code_may_still_be_right(db: Session, settings: Settings, make: Make) -> None:
    token = asked(db, settings, make.member())
    code = code_of(db, settings)
    for _ in range(links.TRIES - 1):
        with pytest.raises(Rejected):
            links.use(db, settings, token, WORK.browser, f"{(int(code) + 1) % 1_000_000:06}")
    assert links.use(db, settings, token, WORK.browser, code)


def test_what_the_operator_hands_over_works_in_any_browser(
    db: Session, settings: Settings, make: Make
) -> None:
    amina = make.member()
    token = links.issue(db, amina)
    db.flush()
    assert links.use(db, settings, token, "").member_id == amina.id


def test_a_link_for_an_unknown_address_opens_nothing(db: Session, settings: Settings) -> None:
    token = links.ask(db, settings, HOME, ADDRESS)
    db.flush()
    assert links.find(db, token) is None
    assert len(code_of(db, settings)) == 6
    with pytest.raises(Conflict):
        links.use(db, settings, token, HOME.browser)


def test_neither_the_token_nor_the_code_nor_the_address_is_kept(
    db: Session, settings: Settings, make: Make
) -> None:
    amina = make.member()
    token = asked(db, settings, amina)
    row = str(db.exec(select(SignInLink)).one().model_dump())
    for secret in (token, code_of(db, settings), amina.email, HOME.network, HOME.browser):
        assert secret not in row


def elsewhere(n: int) -> Asker:
    return Asker(browser="e" * 43, network=f"203.0.113.{n}")


@pytest.mark.parametrize("known", [True, False])
def test_an_address_is_written_to_five_times_in_a_quarter_of_an_hour_and_nobody_is_told(
    db: Session, settings: Settings, make: Make, *, known: bool
) -> None:
    member_id = make.member(email=ADDRESS).id if known else None
    given = []
    for n in range(6):
        with clock.stopped(NOON + timedelta(minutes=n)):
            given.append(links.ask(db, settings, HOME, ADDRESS, member_id=member_id))
    assert [bool(one) for one in given] == [True] * 5 + [False]
    with clock.stopped(NOON + timedelta(minutes=6)):
        assert links.ask(db, settings, HOME, "another@bristol.gov.uk")
        assert links.asked(db, settings, HOME.browser)
        if known:  # what was sent before opens the door still
            assert links.use(db, settings, given[4], HOME.browser).member_id == member_id
    with clock.stopped(NOON + timedelta(minutes=15)):
        assert links.ask(db, settings, HOME, ADDRESS)


def test_an_address_is_written_to_ten_times_a_day_from_one_network(
    db: Session, settings: Settings
) -> None:
    for n in range(10):
        with clock.stopped(NOON + timedelta(minutes=20 * n)):
            assert links.ask(db, settings, HOME, ADDRESS)
    with clock.stopped(NOON + timedelta(hours=23)):
        assert not links.ask(db, settings, HOME, ADDRESS)
    with clock.stopped(NOON + timedelta(hours=24)):
        assert links.ask(db, settings, HOME, ADDRESS)


def test_nobody_is_kept_out_by_somebody_who_asks_in_their_name_from_everywhere(
    db: Session, settings: Settings
) -> None:
    for n in range(40):
        links.ask(db, settings, elsewhere(n), ADDRESS)
    assert links.ask(db, settings, HOME, ADDRESS)


@pytest.mark.parametrize("around", ["2001:db8:7:{:x}::/64", "203.0.113.{}"])
def test_who_has_many_networks_side_by_side_asks_for_one_address_forty_times_a_day(
    db: Session, settings: Settings, around: str
) -> None:
    for n in range(41):
        near = Asker(browser="e" * 43, network=around.format(n))
        with clock.stopped(NOON + timedelta(minutes=20 * n)):
            assert bool(links.ask(db, settings, near, ADDRESS)) == (n < 40)
    with clock.stopped(NOON + timedelta(minutes=20 * 40)):
        assert links.ask(db, settings, HOME, ADDRESS)


def test_a_network_asks_sixty_times_an_hour(db: Session, settings: Settings) -> None:
    for n in range(60):
        links.ask(db, settings, HOME, f"member{n}@bristol.gov.uk")
    with pytest.raises(TooMany):
        links.ask(db, settings, HOME, ADDRESS)
    links.ask(db, settings, WORK, ADDRESS)


def test_old_rows_are_forgotten(db: Session, settings: Settings, make: Make) -> None:
    asked(db, settings, make.member())
    assert links.forget_old(db) == 0
    with clock.stopped(NOON + timedelta(days=2, seconds=1)):
        assert links.forget_old(db) == 1
    assert db.exec(select(SignInLink)).all() == []


def test_of_fifty_who_use_a_link_at_once_one_gets_it(
    lasting_engine: Engine, settings: Settings
) -> None:
    sessions = sessions_for(lasting_engine)
    with sessions() as db:
        token = asked(db, settings, Make(db).member())
        db.commit()
    got = at_once(lasting_engine, lambda db: links.use(db, settings, token, HOME.browser))
    assert got == ["Conflict"] * 49 + ["SignInLink"]


def test_of_fifty_codes_sent_at_once_five_are_looked_at(
    lasting_engine: Engine, settings: Settings
) -> None:
    sessions = sessions_for(lasting_engine)
    with sessions() as db:
        token = asked(db, settings, Make(db).member())
        wrong = f"{(int(code_of(db, settings)) + 1) % 1_000_000:06}"
        db.commit()
    got = at_once(lasting_engine, lambda db: links.use(db, settings, token, WORK.browser, wrong))
    assert got == ["Conflict"] * 45 + ["Rejected"] * 5


def test_of_fifty_who_ask_for_one_address_at_once_five_get_a_link(
    lasting_engine: Engine, settings: Settings
) -> None:
    got = at_once(lasting_engine, lambda db: links.ask(db, settings, HOME, ADDRESS) or None)
    assert got == ["NoneType"] * 45 + ["str"] * 5
