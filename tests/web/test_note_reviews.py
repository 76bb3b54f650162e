"""A note written in sections, read by those who were there, compared, kept as a file."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from backend.core import clock
from backend.domain.members.models import Member
from backend.domain.roundtables import notes
from backend.domain.roundtables.drafts import NoteDraft
from backend.domain.roundtables.models import Roundtable
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.papers import said_in

HEARD = "Three ways of sharing decisions were described."
FIELDS: dict[str, Any] = {
    "sections.heading": ["What we heard", "Next steps"],
    "sections.text": [HEARD, "We meet again."],
}


@pytest.fixture
def ruth(make: Make) -> Member:
    return make.convener(name="Ruth")


@pytest.fixture
def tui(make: Make) -> Member:
    return make.member("Tui Walker", city_id=make.city("Wellington").id)


@pytest.fixture
def table(db: Session, make: Make, ruth: Member, tui: Member) -> Roundtable:
    meetings = Meetings(db, make)
    with clock.stopped(NOON - timedelta(days=30)):
        table = meetings.planned(ruth, visibility="public")
        tui.city_id = None
        meetings.answer(table, tui)
    return table


def test_sections_are_added_moved_and_taken_out_without_a_script(
    browser: Browser, sign_in: SignIn, ruth: Member, table: Roundtable
) -> None:
    sign_in(ruth)
    path = f"/roundtables/{table.slug}/notes"
    begun = browser.get(f"{path}/new").text
    assert all(words in begun for words in ("What was asked", "What we heard", "Next steps"))
    added = browser.send(path, **FIELDS, deed="add").text
    assert "Section 3" in added
    moved = browser.send(path, **FIELDS, deed="up.1").text
    assert moved.index("Next steps") < moved.index("What we heard")
    assert "Next steps" not in browser.send(path, **FIELDS, deed="remove.1").text
    for odd in ("up.0", "down.1", "remove.9", "up.²", "fly.1", "remove."):
        assert HEARD in browser.send(path, **FIELDS, deed=odd).text
    long = browser.send(path, **{**FIELDS, "sections.heading": ["x" * 121, "Next"]})
    assert long.status_code == 422
    assert "Please keep this under 120 characters." in long.text
    assert "We meet again." in long.text


def test_from_a_draft_to_an_objection_to_its_answer_to_the_note(
    browser: Browser, sign_in: SignIn, ruth: Member, tui: Member, table: Roundtable
) -> None:
    sign_in(ruth)
    page, path = f"/roundtables/{table.slug}", f"/roundtables/{table.slug}/notes"
    browser.send(path, **FIELDS)
    assert "Send it to 1 person" in browser.get(f"{path}/new").text
    assert browser.send(f"{path}/reviews", until="2026-05-04").status_code == 422
    assert landed_on(browser.send(f"{path}/reviews", until="2026-05-11")) == f"{path}/1"
    sign_in(tui)
    assert f'href="{path}/1"' in browser.get(page).text
    assert "Object to this section" in browser.get(f"{path}/1").text
    assert browser.send(f"{path}/1/voices", section="1", says="objects").status_code == 422
    words = "We did not agree to that."
    browser.send(f"{path}/1/voices", section="1", says="objects", words=words)
    assert words in browser.get(f"{path}/1").text
    sign_in(ruth)
    shown = browser.get(f"{path}/1").text
    assert words in shown
    settle = shown.split('verdict"')[0].rsplit('action="', 1)[1] + "verdict"
    refused = browser.send(path, **FIELDS, publish="yes")
    assert "An objection waits for your answer." in refused.text
    assert browser.send(settle, verdict="kept").status_code == 422
    assert browser.send(settle, verdict="taken_up").status_code in {200, 204, 303}
    with clock.stopped(NOON + timedelta(days=9)):
        out = browser.send(path, **FIELDS, publish="yes")
        assert landed_on(out) == f"{page}#note"


def test_versions_are_compared_word_by_word(
    browser: Browser, db: Session, ruth: Member, table: Roundtable
) -> None:
    for words in ("late", "very late"):
        draft = NoteDraft(body=f"{HEARD} It was {words}.", publish=True)
        notes.write(db, ruth, table, draft)
    db.commit()
    path = f"/roundtables/{table.slug}/notes"
    shown = browser.get(f"{path}/2/differences").text
    assert "<ins>very </ins>" in shown
    assert browser.get(f"{path}/1/differences").status_code == 200
    assert browser.get(f"{path}/2/differences?since=7").status_code == 404


def test_a_note_is_kept_as_pdf_word_or_markdown(
    browser: Browser, db: Session, ruth: Member, table: Roundtable
) -> None:
    notes.write(db, ruth, table, NoteDraft(body=f"## Heard\n\n{HEARD}", publish=True))
    db.commit()
    for kind in ("pdf", "docx", "md"):
        answer = browser.get(f"/roundtables/{table.slug}/notes/1.{kind}")
        assert answer.status_code == 200
        name = f"{table.slug}-note-1.{kind}"
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        said = said_in(answer.content)
        assert all(words in said for words in (table.title, "Heard", HEARD, "4 May 2026"))
        assert "Ruth" not in said
    for odd in ("1.exe", "2.pdf", "x.pdf"):
        assert browser.get(f"/roundtables/{table.slug}/notes/{odd}").status_code == 404
