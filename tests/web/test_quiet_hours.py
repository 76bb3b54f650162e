"""Quiet hours in the settings, in pages and for programs."""

from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.domain.members.models import Member
from backend.domain.notifications.models import QuietHours
from tests.conftest import Connect, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.queries import counted

PAGE = "/settings/quiet-hours"
HOURS: dict[str, Any] = {"starts": "22:00", "ends": "07:00"}


@pytest.fixture
def ana(make: Make, sign_in: SignIn) -> Member:
    member = make.member("Ana", zone="Pacific/Auckland")
    sign_in(member)
    return member


@pytest.mark.usefixtures("ana")
def test_they_are_kept_and_shown_with_the_place_whose_clock_they_mean(
    browser: Browser,
) -> None:
    assert landed_on(browser.send(PAGE, **HOURS)) == PAGE
    page = browser.get(PAGE).text
    assert 'value="22:00"' in page
    assert 'value="07:00"' in page
    assert "Auckland" in page


def test_leaving_both_empty_ends_them(browser: Browser, db: Session, ana: Member) -> None:
    browser.send(PAGE, **HOURS)
    browser.send(PAGE, starts="", ends="")
    assert db.get(QuietHours, ana.id) is None


@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [
        ("22:00", "", "say until when"),
        ("", "07:00", "say from when"),
        ("07:00", "07:00", "two different times"),
        ("07:00", "06:30", "leave at least an hour"),
        ("22:00", "late", ""),
    ],
)
def test_what_makes_no_sense_is_said_and_what_was_kept_stays(
    browser: Browser, db: Session, ana: Member, starts: str, ends: str, sentence: str
) -> None:
    browser.send(PAGE, **HOURS)
    answer = browser.send(PAGE, starts=starts, ends=ends)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{starts or ends}"' in answer.text
    kept = db.get_one(QuietHours, ana.id)
    assert f"{kept.starts:%H:%M}–{kept.ends:%H:%M}" == "22:00–07:00"


def test_a_program_reads_and_chooses_them(connect: Connect, ana: Member) -> None:
    program = connect(ana)
    assert program.get("/me/quiet-hours").json() == {"starts": None, "ends": None}
    chosen = program.post("/me/quiet-hours", HOURS)
    assert chosen.json() == {"starts": "22:00:00", "ends": "07:00:00"}
    assert program.post("/me/quiet-hours", {"starts": "22:00"}).status_code == 422


@pytest.mark.usefixtures("ana")
def test_the_page_asks_little_of_the_database(browser: Browser, connection: Connection) -> None:
    with counted(connection) as statements:
        browser.get(PAGE)
    assert len(statements) <= 8
