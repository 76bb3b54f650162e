"""What every page stands on: the script by its hash, the policy, and all without the script."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import How, SitDown
from tests.support.chromium import AXE, HTMX

PAGE = "/_kit"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LIGHT_AND_DARK = [
    pytest.param(How(scripts=True, width=width, dark=dark), id=f"{width}-{name}")
    for width in (1280, 360)
    for dark, name in ((False, "light"), (True, "dark"))
]


def violations(page: Page) -> list[str]:
    """What axe finds, each with where."""
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "tags => axe.run({runOnly: tags}).then(result => result.violations)", WCAG
    )
    return [
        f"{one['id']}: {node['html'][:200]} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]


def test_htmx_runs_as_its_hash_allows_and_nothing_breaks_the_policy(
    sit_down: SitDown, how: How
) -> None:
    page = sit_down()
    page.goto(PAGE)
    assert page.evaluate("window.htmx?.version") == ("4.0.1" if how.scripts else None)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("how", [How(scripts=True, width=1280)], ids=["htmx"])
def test_a_script_that_was_tampered_with_does_not_run(sit_down: SitDown) -> None:
    tampered = HTMX.read_bytes() + b"\nwindow.evil = true"
    page = sit_down(htmx=tampered, forgive="Failed to find a valid digest in the 'integrity'")
    page.goto(PAGE)
    assert page.evaluate("[typeof window.htmx, typeof window.evil]") == ["undefined", "undefined"]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("how", LIGHT_AND_DARK)
def test_axe_finds_nothing(sit_down: SitDown) -> None:
    page = sit_down()
    page.goto(PAGE)
    assert violations(page) == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize("how", [How(scripts=False, width=320)], ids=["320"])
def test_nothing_scrolls_sideways(sit_down: SitDown) -> None:
    page = sit_down()
    page.goto(PAGE)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
