"""What every page stands on: the script by its hash, the policy, and all without the script."""

from collections.abc import Sequence

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import How, SitDown
from tests.support.chromium import AXE, HTMX

PAGE = "/_kit"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 360)
COLOURS = ["color-contrast", "link-in-text-block"]
WITH_SCRIPTS = [pytest.param(How(scripts=True, width=1280), id="htmx")]


def violations(page: Page, widths: Sequence[int] = ()) -> list[str]:
    """What axe finds, each with where: as the page stands, or at these widths, light and dark."""
    page.evaluate(AXE.read_text())
    found = [] if widths else _broken(page, WCAG)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        # Of all rules only those about colours can find something else in the dark.
        for scheme, rules in (("light", WCAG), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found += [f"{width}, {scheme}: {one}" for one in _broken(page, rules)]
    return found


def _broken(page: Page, rules: Sequence[str]) -> list[str]:
    found = page.evaluate(
        "rules => axe.run({runOnly: rules}).then(result => result.violations)", rules
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
@pytest.mark.parametrize("how", WITH_SCRIPTS)
def test_axe_finds_nothing(sit_down: SitDown) -> None:
    page = sit_down()
    page.goto(PAGE)
    assert violations(page, WIDTHS) == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize("how", [How(scripts=False, width=320)], ids=["320"])
def test_nothing_scrolls_sideways(sit_down: SitDown) -> None:
    page = sit_down()
    page.goto(PAGE)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
