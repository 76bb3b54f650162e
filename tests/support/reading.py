"""What somebody at a browser does and sees, in a word."""

from playwright.sync_api import Page, Response

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

SENT = {"document", "fetch"}
"""What a form sends: the browser itself, or htmx in its place."""


def press(page: Page, label: str) -> Response:
    """What pressing the button of this name was answered, once the page is at rest.

    What a field asks for while somebody types may be under way as well: it is no answer to this.
    """
    button = page.get_by_role("button", name=label, exact=True).first
    method = button.evaluate("button => button.form.method.toUpperCase()")

    def sent(answer: Response) -> bool:
        return answer.request.resource_type in SENT and answer.request.method == method

    with page.expect_response(sent) as answered:
        button.click()
    page.wait_for_load_state("networkidle")
    return answered.value


def fits(page: Page) -> None:
    """Nothing of the page, with its style sheet, lies beyond the side of the window."""
    page.wait_for_load_state("load")
    assert page.evaluate(SIDEWAYS) <= 0, page.url
