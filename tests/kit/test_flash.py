from base64 import urlsafe_b64encode as encoded

import pytest

from tests.support.browser import Browser


@pytest.mark.parametrize(
    "planted",
    [
        encoded(b"[" * 8_000).decode(),
        encoded(b'"\\ud800"').decode(),
        encoded(b"\xff\xfe").decode(),
        encoded(b"<script>alert(1)</script>").decode(),
        "%%%",
        "x",
    ],
)
def test_a_cookie_that_somebody_else_planted_breaks_no_page(browser: Browser, planted: str) -> None:
    answer = browser.get("/about", Cookie=f"flash={planted}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_a_sentence_is_shown_once(browser: Browser) -> None:
    said = encoded("Your answer is posted, José.".encode()).decode()
    answer = browser.get("/about", Cookie=f"flash={said}")
    assert "Your answer is posted, José." in answer.text
    assert answer.headers["Set-Cookie"].startswith('flash=""')
