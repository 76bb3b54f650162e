"""Passkeys against a device in software: what is believed, once, and of whom."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend.core import clock, tokens
from backend.core.config import Settings
from backend.core.db import sessions_for
from backend.core.errors import Conflict, Denied, NotFound, TooMany
from backend.core.ids import new_id
from backend.domain.joining import actions, passkey_challenges, passkeys, programs
from backend.domain.joining.passkeys import Party
from backend.domain.joining.programs import TokenDraft
from backend.domain.joining.ways import Passkey, PasskeyChallenge, PasskeyDraft
from backend.domain.members import sessions
from backend.domain.members.models import ApiToken, BrowserSession, Member
from tests.conftest import NOON
from tests.support.authenticator import Authenticator
from tests.support.browser import ORIGIN
from tests.support.joining import HOME, WORK, letters
from tests.support.make import Make
from tests.support.races import at_once

HERE = Party("localhost", "Open Cities", ORIGIN)


def draft(answer: str, name: str = "My telephone") -> PasskeyDraft:
    return PasskeyDraft(answer=answer, name=name)


def made(db: Session, settings: Settings, member: Member, device: Authenticator) -> Passkey:
    options = passkeys.ask_to_make(db, settings, member, HOME, HERE)
    kept = passkeys.make(db, member, HOME.browser, HERE, draft(device.makes(options)))
    db.flush()
    return kept


def asked(db: Session, settings: Settings) -> str:
    options = passkeys.ask_to_use(db, settings, HOME, HERE)
    db.flush()
    return options


@pytest.fixture
def device() -> Authenticator:
    return Authenticator()


def test_a_passkey_that_was_made_here_opens_its_members_account(
    db: Session, settings: Settings, make: Make, device: Authenticator
) -> None:
    amina = make.member()
    made(db, settings, amina, device)
    for _ in range(2):
        answer = device.uses(asked(db, settings))
        assert passkeys.use(db, HOME.browser, HERE, answer) == amina
    kept = db.exec(select(Passkey)).one()
    assert (kept.sign_count, kept.used_at) == (2, NOON)
    assert [letter.event for letter in letters(db, amina.email)] == ["way_in.passkey_made"]


def test_an_answer_counts_once_in_its_browser_for_its_purpose_and_for_five_minutes(
    db: Session, settings: Settings, make: Make, device: Authenticator
) -> None:
    amina, ben = make.member(), make.member()
    options = passkeys.ask_to_make(db, settings, amina, HOME, HERE)
    answer = draft(device.makes(options))
    for member, browser in ((ben, HOME.browser), (amina, WORK.browser), (amina, "")):
        with pytest.raises(Conflict):
            passkeys.make(db, member, browser, HERE, answer)
    with clock.stopped(NOON + timedelta(minutes=5)), pytest.raises(Conflict):
        passkeys.make(db, amina, HOME.browser, HERE, answer)
    passkeys.make(db, amina, HOME.browser, HERE, answer)
    db.flush()
    with pytest.raises(Conflict):
        passkeys.make(db, amina, HOME.browser, HERE, answer)
    used = device.uses(asked(db, settings))
    with pytest.raises(Conflict):
        passkeys.use(db, WORK.browser, HERE, used)
    assert passkeys.use(db, HOME.browser, HERE, used) == amina
    with pytest.raises(Conflict):
        passkeys.use(db, HOME.browser, HERE, used)
    with pytest.raises(Conflict):
        passkeys.use(
            db,
            HOME.browser,
            HERE,
            device.uses(passkeys.ask_to_make(db, settings, amina, HOME, HERE)),
        )


def elsewhere(device: Authenticator) -> None:
    device.origin = "https://localhost.evil.example"


def for_another_host(device: Authenticator) -> None:
    device.host = "evil.example"


def without_a_person(device: Authenticator) -> None:
    device.verifies = False


@pytest.mark.parametrize("goes_wrong", [elsewhere, for_another_host, without_a_person])
def test_what_was_made_or_used_in_another_way_is_not_believed(
    db: Session,
    settings: Settings,
    make: Make,
    device: Authenticator,
    goes_wrong: Callable[[Authenticator], None],
) -> None:
    amina, bad = make.member(), Authenticator()
    goes_wrong(bad)
    with pytest.raises(Denied, match="could not be checked"):
        made(db, settings, amina, bad)
    made(db, settings, amina, device)
    goes_wrong(device)
    with pytest.raises(Denied, match="could not be checked"):
        passkeys.use(db, HOME.browser, HERE, device.uses(asked(db, settings)))


def test_a_copied_passkey_betrays_itself_by_its_count(
    db: Session, settings: Settings, make: Make, device: Authenticator
) -> None:
    made(db, settings, make.member(), device)
    device.count = 7
    passkeys.use(db, HOME.browser, HERE, device.uses(asked(db, settings)))
    device.count = 3
    with pytest.raises(Denied):
        passkeys.use(db, HOME.browser, HERE, device.uses(asked(db, settings)))


def test_a_false_signature_or_anothers_handle_opens_nothing(
    db: Session, settings: Settings, make: Make, device: Authenticator
) -> None:
    amina, ben = make.member(), make.member()
    made(db, settings, amina, device)
    for changed in ({"signature": b"\x30\x00"}, {"userHandle": ben.id.bytes}):
        with pytest.raises(Denied):
            passkeys.use(db, HOME.browser, HERE, device.uses(asked(db, settings), **changed))


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "{}",
        "[]",
        "null",
        "1e400",
        '{"id": 1}',
        '{"id":"x","rawId":"x","response":{}}',
        "x" * 20_001,
    ],
)
def test_what_no_browser_answers_is_refused(
    db: Session, settings: Settings, make: Make, answer: str
) -> None:
    asked(db, settings)
    with pytest.raises(Denied):
        passkeys.use(db, HOME.browser, HERE, answer)
    with pytest.raises(Denied):
        passkeys.make(
            db,
            make.member(),
            HOME.browser,
            HERE,
            PasskeyDraft.model_construct(answer=answer, name="x"),
        )


def test_a_passkey_that_was_taken_away_is_not_known(
    db: Session, settings: Settings, make: Make, device: Authenticator
) -> None:
    amina = make.member()
    kept = made(db, settings, amina, device)
    with pytest.raises(NotFound):
        passkeys.take_away(db, make.member(), kept.id)
    with pytest.raises(NotFound):
        passkeys.rename(db, amina, new_id(), "Mine")
    passkeys.rename(db, amina, kept.id, "The blue one")
    passkeys.take_away(db, amina, kept.id)
    db.flush()
    with pytest.raises(Denied, match="not known here"):
        passkeys.use(db, HOME.browser, HERE, device.uses(asked(db, settings)))
    told = [letter.event for letter in letters(db, amina.email)]
    assert sorted(told) == ["way_in.passkey_gone", "way_in.passkey_made"]


@pytest.mark.parametrize("lost", [True, False])
def test_what_a_passkey_confirmed_is_confirmed_no_more_once_it_is_gone(
    db: Session, settings: Settings, make: Make, device: Authenticator, *, lost: bool
) -> None:
    ruth = make.convener()
    kept = made(db, settings, ruth, device)
    here, elsewhere = (sessions.start(db, ruth, strong=True) for _ in range(2))
    programs.make(db, ruth, TokenDraft(name="Nightly", scope="write"), strong_at=NOON)
    sessions.grant(db, ruth, "write", strong_at=NOON)
    db.flush()
    mine = select(BrowserSession).where(col(BrowserSession.token_hash) == tokens.hashed(here))
    this = db.exec(mine).one()
    if lost:
        passkeys.forget_all(db, ruth)
    else:
        passkeys.take_away(db, ruth, kept.id, this.id)
    db.expire_all()
    strong = {one.token_hash for one in db.exec(select(BrowserSession)) if one.strong_at}
    assert strong == (set() if lost else {tokens.hashed(here)})
    assert tokens.hashed(elsewhere) not in strong
    left = {one.name: one.strong_at for one in db.exec(select(ApiToken))}
    assert left == {"Nightly": None, sessions.BY_OPERATOR: NOON}


def test_who_was_erased_is_opened_by_nothing(
    db: Session, settings: Settings, make: Make, device: Authenticator
) -> None:
    amina = make.member()
    made(db, settings, amina, device)
    amina.erased_at = NOON
    db.flush()
    with pytest.raises(Denied):
        passkeys.use(db, HOME.browser, HERE, device.uses(asked(db, settings)))


def test_nobody_has_more_passkeys_than_a_list_can_show(
    db: Session, settings: Settings, make: Make
) -> None:
    amina = make.member()
    for _ in range(passkeys.MOST):
        made(db, settings, amina, Authenticator())
    assert len(passkeys.mine(db, amina)) == passkeys.MOST
    with pytest.raises(Conflict, match="You have 10 passkeys already"):
        passkeys.ask_to_make(db, settings, amina, HOME, HERE)
    assert passkeys.forget_all(db, amina) == passkeys.MOST
    assert not passkeys.has_any(db, amina)


def test_a_network_asks_two_hundred_times_in_a_quarter_of_an_hour(
    db: Session, settings: Settings
) -> None:
    for _ in range(passkey_challenges.MOST):
        asked(db, settings)
    with pytest.raises(TooMany):
        asked(db, settings)
    with clock.stopped(NOON + timedelta(minutes=15, seconds=1)):
        asked(db, settings)
        assert actions.forget_unproven(db) == passkey_challenges.MOST
    assert len(db.exec(select(PasskeyChallenge)).all()) == 1


def test_of_fifty_who_send_one_answer_at_once_one_is_let_in(
    lasting_engine: Engine, settings: Settings, device: Authenticator
) -> None:
    with sessions_for(lasting_engine)() as db:
        made(db, settings, Make(db).member(), device)
        answer = device.uses(asked(db, settings))
        db.commit()
    got = at_once(lasting_engine, lambda db: passkeys.use(db, HOME.browser, HERE, answer))
    assert got == ["Conflict"] * 49 + ["Member"]


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://network.example", "network.example"),
        ("http://localhost:8000", "localhost"),
        ("http://127.0.0.1:8000", None),
        ("http://[::1]:8000", None),
        ("", None),
    ],
)
def test_passkeys_belong_to_a_name(origin: str, host: str | None) -> None:
    party = Party.at(origin, "Open Cities")
    assert (party.id if party else None) == host
