"""Materials, slides and recordings as pages: attached, agreed to, fetched; and the agenda's form."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from backend.core import clock
from backend.domain.members.models import Member
from backend.domain.roundtables import attaching, material_rows
from backend.domain.roundtables.materials import MaterialDraft
from backend.domain.roundtables.models import Roundtable
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser
from tests.support.make import Make
from tests.support.meetings import Meetings

CONSENT = "All speakers, in writing"


@pytest.fixture
def convener(make: Make) -> Member:
    return make.convener()


@pytest.fixture
def table(db: Session, make: Make, convener: Member) -> Roundtable:
    return Meetings(db, make).held(convener)


def test_slides_are_attached_as_a_file_and_fetched_by_members(
    browser: Browser, sign_in: SignIn, db: Session, make: Make, convener: Member, table: Roundtable
) -> None:
    sign_in(convener)
    path = f"/roundtables/{table.slug}/materials"
    file = {"file": ("slides.txt", b"What we showed.", "text/plain")}
    refused = browser.send(path, files=file, sort="slides", title="Our slides")
    assert refused.status_code == 422
    assert "Say whom to ask" in refused.text
    assert "Use slides.txt, which is here already" in refused.text
    browser.send(path, files=file, sort="slides", title="Our slides", consent_by=CONSENT)
    sign_in(make.member())
    assert "Our slides" in browser.get(path).text
    one = material_rows.listed(db, convener, table)[0]
    assert browser.get(f"{path}/{one.id}/file").content == b"What we showed."


def test_who_is_in_a_recording_says_whether_it_may_be_shown(
    browser: Browser, sign_in: SignIn, db: Session, make: Make, convener: Member, table: Roundtable
) -> None:
    ana = make.member("Ana")
    words = {"sort": "recording", "title": "The recording", "link": "https://example.org/r"}
    draft = MaterialDraft.model_validate({**words, "asked": ana.slug})
    recording = attaching.attach(db, convener, table, draft)
    db.commit()
    path = f"/roundtables/{table.slug}/materials"
    sign_in(ana)
    assert "You are in it. May members see it?" in browser.get(path).text
    browser.send(f"{path}/{recording.id}/consent", says="yes")
    sign_in(make.member())
    assert "The recording" in browser.get(path).text
    sign_in(ana)
    browser.send(f"{path}/{recording.id}/consent", says="no")
    sign_in(make.member())
    assert "The recording" not in browser.get(path).text


def test_who_is_in_it_is_chosen_among_those_with_a_seat(
    browser: Browser, sign_in: SignIn, db: Session, make: Make, convener: Member
) -> None:
    ana, ben, meetings = make.member("Ana"), make.member("Ben"), Meetings(db, make)
    with clock.stopped(NOON - timedelta(days=30)):
        table = meetings.planned(convener, format="webinar")
        meetings.answer(table, ana)
    sign_in(convener)
    path = f"/roundtables/{table.slug}/materials"
    assert f'value="{ana.slug}"' in browser.get(path).text
    words: dict[str, Any] = {
        "sort": "recording",
        "title": "The recording",
        "link": "https://example.org/r",
    }
    unknown = browser.send(path, **words, asked=[ana.slug, "nobody-here"])
    assert unknown.status_code == 422
    assert f'value="{ana.slug}" checked' in unknown.text
    assert 'value="nobody-here"' in unknown.text
    browser.send(path, **words, asked=[ana.slug, f"/people/{ben.slug}"])
    voices = material_rows.listed(db, convener, table)[0].voices
    assert [one.name for one in voices] == ["Ana", "Ben"]


def test_the_agenda_keeps_what_was_typed_and_shows_speakers_and_subjects(
    browser: Browser, sign_in: SignIn, make: Make, convener: Member, table: Roundtable
) -> None:
    sign_in(convener)
    resource = make.resource()
    path = f"/roundtables/{table.slug}/agenda"
    part: dict[str, Any] = {
        "items.minutes": "20",
        "items.title": "A part",
        "items.lead": "",
        "items.speakers": "Ana, Ben",
    }
    refused = browser.send(path, **part | {"items.links": "/resources/no-such-thing"})
    assert refused.status_code == 422
    assert 'value="/resources/no-such-thing"' in refused.text
    browser.send(path, **part | {"items.links": f"/resources/{resource.slug}"})
    shown = browser.get(f"/roundtables/{table.slug}").text
    for words in ("Ana", "Ben", resource.title):
        assert words in shown
