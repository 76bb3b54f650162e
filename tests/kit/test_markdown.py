import pytest

from backend.kit.markdown import to_html


def test_headings_start_below_those_of_the_page() -> None:
    assert to_html("# Costs") == "<h3>Costs</h3>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://evil.example/x.png)",
        '<a href="x" onclick="y">z</a>',
    ],
)
def test_nothing_that_runs_or_loads_gets_through(text: str) -> None:
    html = str(to_html(text))
    assert not [
        bad for bad in ("<script", "<img", 'href="javascript', '<a href="x"') if bad in html
    ]


@pytest.mark.parametrize(
    ("said", "address", "rest"),
    [
        ("See https://data.bristol.gov.uk/api.", "https://data.bristol.gov.uk/api", "."),
        ("(https://example.org/a_(b))", "https://example.org/a_(b)", ")"),
        ("Read https://example.org/?q=1&r=2, then", "https://example.org/?q=1&r=2", ", then"),
        ("https://example.org/", "https://example.org/", ""),
        ("انظر https://example.org/ar، ثم", "https://example.org/ar", "، ثم"),
    ],
)
def test_a_bare_address_becomes_a_link_without_what_follows_it(
    said: str, address: str, rest: str
) -> None:
    shown = address.replace("&", "&amp;")
    link = f'<a href="{shown}" rel="nofollow ugc noopener">{shown}</a>{rest}'
    assert link in to_html(said)


def test_an_address_without_its_scheme_is_a_safe_one() -> None:
    assert '<a href="https://www.example.org"' in to_html("www.example.org")


@pytest.mark.parametrize(
    "said",
    [
        "javascript://example.org/%0aalert(1)",
        "`https://example.org/`",
        "amina@www.example.org",
        "http://",
        "ftp://example.org/a",
    ],
)
def test_what_is_no_web_address_in_a_sentence_stays_text(said: str) -> None:
    assert "<a " not in to_html(said)


def test_a_link_is_not_linked_again() -> None:
    assert to_html("[https://a.example/](https://b.example/)").count("<a ") == 1
