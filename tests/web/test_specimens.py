import re
from gzip import compress

import pytest
from fastapi import FastAPI

from backend.core.config import Settings
from backend.core.db import Sessions
from backend.kit.render import TEMPLATES
from backend.main import create_app
from tests.support.browser import Browser

KILOBYTE = 1_000
PARTS = {"choices", "described", "fit_name", "given", "group", "legend", "optional_mark", "told"}
PARTS |= {"cities", "people", "principle_name", "stage_name"}
"""Macros that only others of their file call."""


def test_the_kit_shows_every_macro() -> None:
    shown = (TEMPLATES / "kit" / "show.html").read_text()
    macros = {
        name
        for part in (TEMPLATES / "ui").glob("*.html")
        for name in re.findall(r"{%-? macro (\w+)\(", part.read_text())
    }
    called = set(re.findall(r"(\w+)\(", shown))
    assert macros - PARTS - called == set()


def test_the_kit_shows_all_three_pictures(browser: Browser) -> None:
    page = browser.get("/_kit").text
    assert page.count('class="land"') == 2
    assert page.count('class="hours"') == 1
    assert "How open Bristol is: Open government: practising; Open data: leading;" in page


def test_the_kit_turns_with_the_direction_of_writing(browser: Browser) -> None:
    browser.client.cookies.set("language", "ar")
    assert '<html lang="ar" dir="rtl">' in browser.get("/_kit").text


def test_a_page_with_everything_on_it_is_light(browser: Browser) -> None:
    assert len(compress(browser.get("/_kit").content)) < 20 * KILOBYTE


def test_no_sentence_of_the_frame_escapes_translation(browser: Browser) -> None:
    browser.client.cookies.set("language", "ar-XB")
    page = browser.get("/_kit").text
    for words in ("Challenges", "Sign in", "Join", "Language", "Privacy", "Menu", "Skip to"):
        assert f">{words}" not in page


def test_a_missing_page_says_so_and_leads_on(browser: Browser) -> None:
    answer = browser.get("/no-such-page")
    assert answer.status_code == 404
    assert "<h1>There is no page at this address.</h1>" in answer.text


def test_the_kit_is_not_there_for_real_members(settings: Settings, sessions: Sessions) -> None:
    app: FastAPI = create_app(settings.model_copy(update={"mode": "production"}), sessions)
    assert Browser(app, htmx=False).get("/_kit").status_code == 404


@pytest.mark.parametrize("name", ["look.css", "ring.svg"])
def test_static_files_are_kept_by_browsers(browser: Browser, name: str) -> None:
    page = browser.get("/_kit").text
    address = next(part for part in page.split('"') if part.endswith(f"/{name}"))
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
