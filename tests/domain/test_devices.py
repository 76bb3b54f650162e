import pytest

from backend.domain.members import devices

MOZILLA = "Mozilla/5.0"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            f"{MOZILLA} (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
            "Firefox on Windows",
        ),
        (
            (
                f"{MOZILLA} (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
            ),
            "Edge on Windows",
        ),
        (
            (
                f"{MOZILLA} (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
                "Chrome/142.0.0.0 Mobile Safari/537.36"
            ),
            "Chrome on Android",
        ),
        (
            (
                f"{MOZILLA} (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 "
                "(KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1"
            ),
            "Safari on iPhone",
        ),
        (
            (
                f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
                "(KHTML, like Gecko) Version/26.0 Safari/605.1.15"
            ),
            "Safari on Mac",
        ),
        (
            f"{MOZILLA} (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
            "Firefox on Linux",
        ),
        ("curl/8.16.0", "A browser that we don’t know"),
        ("", "A browser that we don’t know"),
        ("<script>alert(1)</script> Firefox/1", "Firefox"),
    ],
)
def test_a_browser_is_told_by_what_it_calls_itself(agent: str, words: str) -> None:
    assert devices.words(agent) == words
