"""A real Chromium for tests: the machine's own, kept away from the network."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.support.lacking import lacking

NAMES = (
    "chromium-headless-shell",  # the same engine without a browser around it: a third of the work
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
MODULES = Path(__file__).parents[1] / "node_modules"
HTMX = MODULES / "htmx.org" / "dist" / "htmx.min.js"
AXE = MODULES / "axe-core" / "axe.min.js"


@contextmanager
def launched() -> Generator[Browser, None, None]:
    """Chromium, or the reason why the test is skipped."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        lacking("no Chromium found on this machine")
    if not HTMX.exists():
        lacking("no npm packages: run `npm ci --prefix tests`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


ANSWERED = "Failed to load resource: the server responded"
"""A form that comes back with its problems is a 422, and Chromium notes every such answer."""


class Complaints:
    """What a page complains about: failing scripts, refused files, broken policies."""

    def __init__(self, page: Page, forgive: str = "") -> None:
        self.heard: list[str] = []
        self._forgiven = tuple(filter(None, (ANSWERED, forgive)))
        page.on("pageerror", lambda error: self.heard.append(str(error)))
        page.on("console", lambda said: self._hear(said.type, said.text))

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and not any(words in text for words in self._forgiven):
            self.heard.append(text)


def keep_home(page: Page, origin: str, htmx_src: str, htmx: bytes) -> None:
    """Answer for the CDN, and let nothing else leave this machine."""

    def answer(route: Route) -> None:
        url = route.request.url
        if url == htmx_src:
            headers = {"Access-Control-Allow-Origin": "*", "Content-Type": "text/javascript"}
            route.fulfill(body=htmx, headers=headers)
        elif url.startswith((f"{origin}/", "data:")):
            route.continue_()
        else:
            route.abort()

    page.route("**/*", answer)
