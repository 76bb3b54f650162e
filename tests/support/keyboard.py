"""Somebody at a browser who has a keyboard and no mouse."""

import pytest
from playwright.sync_api import Page

FOCUSED = """() => {
  const here = document.activeElement  // nothing, while a page is on its way
  return here === null ? "" : (here.labels?.[0] ?? here).textContent.replace(/\\s+/g, " ").trim()
}"""


def reach(page: Page, name: str) -> None:
    """Press Tab until what has this name, or begins with it, has the focus."""
    met = []
    for _n in range(80):
        page.keyboard.press("Tab")
        met.append(page.evaluate(FOCUSED))
        if met[-1].startswith(name):
            return
    pytest.fail(f"the keyboard never reaches {name}, but {met}")


def types(page: Page, name: str, words: str) -> None:
    """Write into a field or, in a select, choose what begins so."""
    reach(page, name)
    page.keyboard.type(words)


def presses(page: Page, name: str, key: str = "Enter") -> None:
    reach(page, name)
    page.keyboard.press(key)


def opens(page: Page, name: str) -> None:
    """Follow a link, or send a form that leads to another page."""
    reach(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
