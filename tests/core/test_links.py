import pytest

from backend.core.errors import Rejected
from backend.core.links import LONGEST, checked


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("https://example.org/toolkit", "https://example.org/toolkit"),
        ("HTTP://Example.ORG", "http://example.org/"),
        ("https://bücher.example/ä?q=ü#x", "https://xn--bcher-kva.example/%C3%A4?q=%C3%BC#x"),
        ("https://例え.jp", "https://xn--r8jz45g.jp/"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://192.0.2.1/x", "https://192.0.2.1/x"),
        # A backslash is a slash to browsers, so this leads where it seems to.
        ("https://example.com\\@evil.example", "https://example.com/@evil.example"),
    ],
)
def test_a_link_is_kept_as_browsers_write_it(sent: str, kept: str) -> None:
    assert checked(sent) == kept


@pytest.mark.parametrize(
    "sent",
    [
        "example.org/toolkit",
        "javascript:alert(1)",
        "data:text/html,hello",
        "file:///etc/passwd",
        "ftp://example.org/x",
        "mailto:ana@example.org",
        "https://",
        "https://example.org:99999/",
        "https://exa mple.org/",
        "//example.org/x",
        "words",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(sent: str) -> None:
    with pytest.raises(Rejected, match="Please give a whole link"):
        checked(sent)


@pytest.mark.parametrize(
    "sent", ["https://ana:secret@example.org/", "https://ana@example.org", "https://:x@example.org"]
)
def test_a_link_carries_no_name_and_no_password(sent: str) -> None:
    with pytest.raises(Rejected, match="holds a name or a password"):
        checked(sent)


@pytest.mark.parametrize(
    "sent", ["http://localhost/x", "http://intranet/", "http://localhost./", "https:///x"]
)
def test_a_link_that_only_works_at_home_is_refused(sent: str) -> None:
    with pytest.raises(Rejected, match="Other cities cannot reach this link"):
        checked(sent)


def test_a_link_has_an_end() -> None:
    start = "https://example.org/"
    assert len(checked(start + "a" * (LONGEST - len(start)))) == LONGEST
    for path in ("a" * LONGEST, "ä" * (LONGEST // 2)):
        with pytest.raises(Rejected, match="too long"):
            checked(start + path)
