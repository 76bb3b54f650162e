"""What somebody at a browser does and sees, in a word."""

from playwright.sync_api import Page

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

SENT = {"document", "fetch"}
"""What a form sends: the browser itself, or htmx in its place."""


def press(page: Page, label: str) -> None:
    """Press the button of this name, and wait until it was answered and the page is at rest."""
    with page.expect_response(lambda answer: answer.request.resource_type in SENT):
        page.get_by_role("button", name=label, exact=True).first.click()
    page.wait_for_load_state("networkidle")


def fits(page: Page) -> None:
    """Nothing of the page, with its style sheet, lies beyond the side of the window."""
    page.wait_for_load_state("load")
    assert page.evaluate(SIDEWAYS) <= 0, page.url
