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
