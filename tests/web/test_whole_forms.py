"""A form that replaces what is kept sends every field: what does not arrive empties nothing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from lxml import html
from sqlmodel import Session

from backend.core.config import Settings
from tests.conftest import SignIn
from tests.support import edits
from tests.support.browser import Browser, landed_on
from tests.support.edits import Opened, World
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.talks import Talks

UNSENT = "This did not arrive. Please send the whole form again."
BESIDE = {"edited", "city_words", "reason", "following"}
"""Of no draft, or about the change itself."""


@pytest.fixture
def world(db: Session, make: Make, settings: Settings) -> World:
    return World(db, make, Meetings(db, make), Talks(db, settings))


@pytest.mark.parametrize("of", edits.FORMS)
def test_what_is_left_out_empties_nothing_and_the_form_as_it_stands_is_accepted(
    browser: Browser, world: World, sign_in: SignIn, of: Callable[[World], Opened]
) -> None:
    me, page, address = of(world)
    world.db.commit()
    sign_in(me)
    form = form_of(browser, page, address)
    before = sent_by(form)
    always = {one.name for one in form.inputs if one.name and one.get("type") != "checkbox"}
    empty = browser.send(address)
    assert empty.status_code == 422
    missed = re.findall(rf'<a href="#([^"]+)">[^<]*{re.escape(UNSENT)}', empty.text)
    assert {*missed} == {name.partition(".")[0] for name in always & before.keys()} - BESIDE
    assert sent_by(form_of(browser, page, address)) == before
    assert landed_on(browser.send(address, **before))
    assert sent_by(form_of(browser, page, address)) == before


@pytest.mark.parametrize(
    "of",
    [
        *(edits.challenge, edits.challenge_of_ones_own_city, edits.challenge_to_a_convener),
        *(edits.resource, edits.resource_to_a_convener),
        *(edits.roundtable, edits.roundtable_of_a_series),
    ],
)
def test_without_its_audience_an_edit_is_refused_and_nobody_else_sees_it(
    browser: Browser, world: World, sign_in: SignIn, of: Callable[[World], Opened]
) -> None:
    me, page, address = of(world)
    world.db.commit()
    sign_in(me)
    before = sent_by(form_of(browser, page, address))
    other = {name: sent for name, sent in before.items() if name != "visibility"}
    answer = browser.send(address, **other | {"title": "Another title of it"})
    assert (answer.status_code, answer.text.count(UNSENT) > 0) == (422, True)
    assert 'value="Another title of it"' in answer.text
    assert sent_by(form_of(browser, page, address)) == before


@pytest.mark.parametrize(
    ("of", "column"),
    [
        (edits.agenda, "items.speakers"),
        (edits.topic, "words.synonyms"),
        (edits.concept, "words.meaning"),
        (edits.note, "sections.text"),
    ],
)
def test_a_column_that_does_not_arrive_empties_no_line(
    browser: Browser, world: World, sign_in: SignIn, of: Callable[[World], Opened], column: str
) -> None:
    me, page, address = of(world)
    world.db.commit()
    sign_in(me)
    before = sent_by(form_of(browser, page, address))
    answer = browser.send(
        address, **{name: sent for name, sent in before.items() if name != column}
    )
    assert (answer.status_code, answer.text.count(UNSENT) > 0) == (422, True)
    assert sent_by(form_of(browser, page, address)) == before


def form_of(browser: Browser, page: str, address: str) -> html.FormElement:
    every = html.fromstring(browser.get(page).text).forms
    (form,) = [one for one in every if (one.get("action"), one.method) == (address, "POST")]
    return form


def sent_by(form: html.FormElement) -> dict[str, Any]:
    """What a form sends as it stands, when its first button is pressed."""
    sent: dict[str, list[str]] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    sent.pop("form_token")
    return dict(sent)
