"""What is left of a text that nobody can see."""

import pytest

from backend.core.text import one_line, prose


@pytest.mark.parametrize(
    "unseen", ["\u200b\u200b", "\u3164", "\u2800 \u2800", "\ufe0f", "\U000e0041", "\ue000"]
)
def test_words_that_nobody_sees_are_none(unseen: str) -> None:
    assert (one_line(unseen), prose(unseen)) == ("", "")


@pytest.mark.parametrize("seen", ["…", "👩‍💻", "می‌خواهم", "1", "ก็"])
def test_words_that_somebody_sees_stay_as_they_are(seen: str) -> None:
    assert (one_line(seen), prose(seen)) == (seen, seen)
