"""Taking one's own data along: everything of one's own, nothing of anybody else's."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from backend.adapters.files import Files
from backend.core import clock
from backend.core.config import Settings
from backend.core.errors import Denied, NotFound, Rejected
from backend.domain.members import sessions
from backend.domain.members.models import BrowserSession, Guest
from backend.domain.notifications.models import Letter
from backend.domain.own_data import actions, erasing, policy, queries, taking
from backend.domain.own_data.models import TRIES, Archive, Erasure, ErasureDraft
from tests.conftest import NOON
from tests.support.lives import BY_OTHERS, EMAIL, NAME, Life
from tests.support.make import Make

DAY = timedelta(days=1)


@pytest.fixture
def life(db: Session, make: Make, tmp_path: Path) -> Life:
    return Life(db, make, Files(tmp_path / "files", most=1_000))


def parts(db: Session, life: Life) -> dict[str, list[dict[str, Any]]]:
    return {one.key: list(one.rows) for one in taking.everything(db, life.me)}


def test_all_that_is_theirs_is_there(db: Session, life: Life) -> None:
    found = parts(db, life)
    assert {key for key, some in found.items() if some} >= HELD
    assert found["member"][0]["email"] == EMAIL
    assert sorted(one["title"] for one in found["challenge"]) == [
        "Bicycles on Quillmark street",
        "Nobody answers Quillmark",
    ]
    assert found["browser_session"][0]["device"] == "Quillmark's telephone"
    assert [one.name for one in taking.uploads(db, life.me)] == ["Quillmark-counts.txt"] * 2


HELD = {
    "adoption",
    "agenda_item",
    "answer",
    "api_token",
    "application",
    "browser_session",
    "challenge",
    "challenge_draft",
    "challenge_step",
    "decision_about_me",
    "decision_reason",
    "facing",
    "follow",
    "helpful",
    "letter",
    "member",
    "member_language",
    "member_topic",
    "notification",
    "report",
    "resource",
    "resource_version",
    "search_document",
    "seat",
    "sign_in_link",
    "stored_file",
}
"""The parts in which this member has something."""


def test_what_was_decided_about_theirs_is_there_with_the_reason(db: Session, life: Life) -> None:
    [decided] = parts(db, life)["decision_about_me"]
    [reason] = parts(db, life)["decision_reason"]
    assert decided["deed"] == "dismiss"
    assert reason == {"number": decided["number"], "words": "It was meant kindly, in my eyes."}
    assert decided["subject_id"]["title"] == "What Quillmark measured"


def test_nothing_of_anybody_else_is_there(db: Session, life: Life) -> None:
    told = json.dumps(parts(db, life), ensure_ascii=False)
    assert BY_OTHERS not in told
    assert life.peer.email not in told
    assert "Quillmark is somebody else." not in told  # a report about them
    assert not re.search(r"[0-9a-f]{64}", re.sub(r'"sha256": "\w+"', "", told))


def test_what_one_may_no_longer_see_is_not_told_again(db: Session, life: Life) -> None:
    life.answered.visibility = "cities"
    life.answered.title = "Trams, among us"
    db.add(life.answered)
    db.commit()
    told = parts(db, life)
    replied = [one for one in told["notification"] if one["event"] == "answer.replied"]
    assert [one["facts"] for one in replied] == [{}]
    assert "among us" not in json.dumps(told)


@pytest.mark.parametrize("standing", [{"suspended_at": NOON}, {"admitted_at": None}])
def test_who_is_suspended_or_waits_takes_theirs_along_too(
    db: Session, make: Make, standing: dict[str, Any]
) -> None:
    ana = make.member("Ana", **standing)
    actions.ask_for_archive(db, ana)
    assert [one.rows[0]["name"] for one in taking.everything(db, ana) if one.key == "member"] == [
        "Ana"
    ]


def test_one_archive_a_day(db: Session, make: Make) -> None:
    ana = make.member()
    first = actions.ask_for_archive(db, ana)
    with pytest.raises(Denied, match="is being made"):
        actions.ask_for_archive(db, ana)
    first.made_at = clock.now()
    db.add(first)
    with clock.stopped(NOON + DAY - timedelta(seconds=1)), pytest.raises(Denied, match="a day"):
        actions.ask_for_archive(db, ana)
    with clock.stopped(NOON + DAY):
        assert actions.ask_for_archive(db, ana).id != first.id


def test_one_that_was_given_up_may_be_asked_for_again(db: Session, make: Make) -> None:
    ana = make.member()
    failed = actions.ask_for_archive(db, ana)
    failed.tries = TRIES
    assert policy.may_ask(ana, failed, NOON)
    assert not policy.may_ask(Guest(), None, NOON)


def test_an_archive_is_for_its_member_while_it_lasts(db: Session, make: Make) -> None:
    ana, berta = make.member(), make.convener()
    archive = Archive(member_id=ana.id, made_at=NOON, expires_at=NOON + DAY, sha256="0" * 64)
    db.add(archive)
    db.commit()
    assert queries.archive(db, ana, archive.id) is archive
    assert not policy.may_take(Guest(), archive, NOON)
    with pytest.raises(NotFound):
        queries.archive(db, berta, archive.id)
    with clock.stopped(NOON + DAY), pytest.raises(NotFound):
        queries.archive(db, ana, archive.id)


def wish(**given: Any) -> ErasureDraft:
    return ErasureDraft.model_validate({"choice": "leave", "email": EMAIL} | given)


def test_the_wish_to_be_forgotten_waits_for_its_day(
    db: Session, life: Life, settings: Settings
) -> None:
    said = actions.ask_for_erasure(db, settings, life.me, wish(email=EMAIL.upper()))
    db.commit()
    assert (said.due_at, said.takes_away) == (NOON + 7 * DAY, False)
    letters = db.exec(select(Letter.event).where(Letter.recipient_id == life.me.id))
    assert "erasure.asked" in set(letters)
    with clock.stopped(NOON + 7 * DAY - timedelta(seconds=1)):
        assert erasing.due(db) == []
        assert erasing.carry_out(db, life.me.id) == []
    assert life.me.erased_at is None
    with clock.stopped(NOON + 7 * DAY):
        assert erasing.due(db) == [life.me.id]
        erasing.carry_out(db, life.me.id)
    assert life.me.erased_at == NOON + 7 * DAY
    assert db.get(Erasure, life.me.id) is None
    [last] = db.exec(select(Letter).where(Letter.address == EMAIL))
    assert (last.event, last.recipient_id) == ("erasure.done", None)


def test_whoever_wishes_to_go_is_signed_out_everywhere(
    db: Session, life: Life, settings: Settings
) -> None:
    actions.ask_for_erasure(db, settings, life.me, wish())
    mine = db.exec(select(BrowserSession).where(BrowserSession.member_id == life.me.id)).all()
    assert [one.ended_at for one in mine] == [NOON]


@pytest.mark.parametrize("hour", [timedelta(minutes=1), 8 * DAY])
def test_whoever_signs_in_again_stays(
    db: Session, life: Life, settings: Settings, hour: timedelta
) -> None:
    actions.ask_for_erasure(db, settings, life.me, wish(choice="take"))
    with clock.stopped(NOON + hour):
        sessions.start(db, life.me)
        db.commit()
    with clock.stopped(NOON + 9 * DAY):
        erasing.carry_out(db, life.me.id)
    assert (life.me.name, life.me.erased_at) == (NAME, None)
    assert db.get(Erasure, life.me.id) is None


def test_who_came_back_hears_that_nothing_was_erased(
    db: Session, life: Life, settings: Settings
) -> None:
    actions.ask_for_erasure(db, settings, life.me, wish())
    db.commit()
    assert erasing.take_back(db) == 0
    with clock.stopped(NOON + DAY):
        sessions.start(db, life.me)
        db.commit()
        assert erasing.take_back(db) == 1
        assert erasing.take_back(db) == 0
    letters = select(Letter.event).where(Letter.recipient_id == life.me.id)
    assert "erasure.taken_back" in set(db.exec(letters))


def test_a_slip_of_the_hand_erases_nobody(db: Session, life: Life, settings: Settings) -> None:
    with pytest.raises(Rejected, match="not the address"):
        actions.ask_for_erasure(db, settings, life.me, wish(email=life.peer.email))
    assert db.get(Erasure, life.me.id) is None


def test_the_last_convener_stays(db: Session, make: Make, settings: Settings) -> None:
    ruth, amina = make.convener(), make.convener()
    make.convener(suspended_at=NOON)
    actions.ask_for_erasure(db, settings, amina, wish(email=amina.email))
    with pytest.raises(Denied, match="only convener"):
        actions.ask_for_erasure(db, settings, ruth, wish(email=ruth.email))
    assert not policy.may_erase(Guest(), 1)


def test_the_only_convener_stays_though_no_passkey_has_confirmed_them(make: Make) -> None:
    cara = make.convener()
    cara.hold_back({"convener"})
    assert not cara.moderates
    assert not policy.may_erase(cara, 0)
    assert policy.may_erase(cara, 1)


def test_without_days_to_think_it_is_due_at_once(
    db: Session, life: Life, settings: Settings
) -> None:
    at_once = settings.model_copy(update={"erasure_days": 0})
    actions.ask_for_erasure(db, at_once, life.me, wish())
    db.commit()
    assert erasing.due(db) == [life.me.id]
