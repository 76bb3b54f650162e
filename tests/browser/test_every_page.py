"""Every kind of page in a real browser: axe finds nothing, and nothing runs off to the side.

Wide and narrow, in English, light and dark, and in the pseudo language, whose sentences are longer
and run from right to left. Pages come from a walk through the sample network, so no server runs.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

import pytest
from playwright.sync_api import Browser, Page, Route
from sqlalchemy import Engine

from backend.kit.assets import FOLDER
from backend.kit.languages import PSEUDO
from tests.support import chromium
from tests.support.browser import ORIGIN
from tests.support.crawl import PEOPLE, Opened, forms, kind_of, pages, refusals
from tests.support.visits import Visit, visit

pytestmark = pytest.mark.sqlite_only

Kind: TypeAlias = tuple[str, bool, int]
"""The name of a route, whether a form was sent to it, and the number of the answer."""
Shown: TypeAlias = Mapping[Kind, str]
"""Pages as HTML, one of each kind."""
Walk: TypeAlias = Callable[[str, str], Shown]

LANGUAGES: Final = ("en", PSEUDO)
WIDE, NARROW = 1280, 320
OF_A_KIND: Final = 2
START: Final = ("/", "/_kit")
LIKE: Final = {"lead": "member"}
"""Of whom only those pages are looked at that the other doesn't have."""
OF_A_PERSON: Final = re.compile(r"<header class=\"masthead\">.*?</header>|[a-z\d]{32}", re.DOTALL)
"""What tells apart two people's views of one page: the masthead, and what a form is signed with."""

RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS: Final = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
AXE: Final = """
rules => axe.run({runOnly: rules, resultTypes: ["violations", "incomplete"]}).then(found => [
  ...found.violations.flatMap(({id, nodes}) => nodes.map(
    ({html, failureSummary}) => [id, "", `${html.slice(0, 200)} ${failureSummary}`])),
  ...found.incomplete.flatMap(({id, nodes}) => nodes.map(
    ({html, any}) => [id, any.map(one => one.data?.messageKey ?? "").join(" "), html.slice(0, 200)])),
])
"""
UNDERSTOOD: Final = {
    # What axe leaves to people, and why it is well; tests/kit/test_look.py reckons the contrasts.
    ("color-contrast", "elmPartiallyObscuring"): "the hidden lines of an excerpt that is cut off",
    ("color-contrast", "bgOverlap"): "what those hidden lines lie behind",
    ("color-contrast", "elmPartiallyObscured"): "columns of a table that scrolls in its own box",
    ("color-contrast", "bgGradient"): "hours of a day off: their figures stand on plain ground",
    ("color-contrast", "shortTextContent"): "a figure of one digit, in ink",
    ("color-contrast", "imgNode"): "names on the map, written in ink with a rim of the surface",
    ("color-contrast", "nonBmp"): "an arrow beside the words that say the same",
}
BARE: Final = """<!doctype html><html lang="en" style="color-scheme: light dark"><title>Bare</title>
<meta name="viewport" content="width=device-width">
<body style="color: light-dark(black, white); background: light-dark(white, black)">
<main><h1>Bare</h1>{}</main></body></html>"""
UNFOLD: Final = "document.querySelectorAll('.fold').forEach(one => { one.open = true })"
SIDEWAYS: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BEYOND: Final = """
() => [...document.querySelectorAll("body *")]
  .filter(one => {
    const {left, right} = one.getBoundingClientRect();
    return right > innerWidth + 1 || left < -1;
  })
  .slice(0, 3).map(one => one.outerHTML.slice(0, 150))
"""


@pytest.fixture(scope="module")
def walk(network: Engine, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """One page of each kind that somebody of a role comes across, in one language."""

    @cache
    def walked(role: str, language: str) -> Shown:
        folder = tmp_path_factory.mktemp("walk")
        # The browser has this thread's event loop: the walk needs one of its own.
        with ThreadPoolExecutor(1) as elsewhere:
            return elsewhere.submit(_walk, network, folder, role, language).result()

    return walked


def _walk(network: Engine, folder: Path, role: str, language: str) -> Shown:
    with visit(network, folder) as here:

        @cache
        def kind(address: str) -> str:
            """By the route, since of what one route makes one page alone is looked at."""
            path, _mark, query = kind_of(address).partition("?")
            return f"{here.route(address) or path}?{query}"

        browser = here.browser(role, language=language)
        seen = list(pages(browser, here.connection, OF_A_KIND, START, kind))
        states = [*forms(browser, here.connection, seen), *refusals(browser)]
        return _one_of_each(here, [*seen, *states])


def _one_of_each(here: Visit, seen: Iterable[Opened]) -> Shown:
    first: dict[Kind, str] = {}
    for one in seen:
        path, sent, _rest = one.address.partition(" (sent)")
        if one.is_html:
            kind = (here.route(path), bool(sent), one.answer.status_code)
            first.setdefault(kind, one.answer.text)
    return first


@pytest.fixture(scope="module")
def looked_at() -> Mapping[str, set[str]]:
    """In each language, the pages without what is a person's.

    Of those that differ in nothing else one is looked at: each masthead stands on many others.
    """
    return defaultdict(set)


@pytest.fixture(scope="module")
def page(chrome: Browser) -> Iterator[Page]:
    """A page that loads our style sheet and htmx, and holds axe."""

    def answer(route: Route) -> None:
        kind, name = route.request.resource_type, route.request.url.rpartition("/")[2]
        if kind == "document":
            route.fulfill(body="<!doctype html><title>Empty</title>", content_type="text/html")
        elif (FOLDER / name).is_file():
            route.fulfill(path=FOLDER / name)
        elif kind == "script":
            route.fulfill(path=chromium.HTMX, headers={"Access-Control-Allow-Origin": "*"})
        else:
            route.abort()

    context = chrome.new_context(locale="en-GB", timezone_id="Europe/London")
    page = context.new_page()
    page.route("**/*", answer)
    page.goto(ORIGIN)
    page.evaluate(chromium.AXE.read_text())
    yield page
    context.close()


def show(page: Page, html: str) -> None:
    """Put this HTML into the page. What goes elsewhere loses axe, and reading it anew is half of all."""
    page.set_content(html)
    page.evaluate(UNFOLD)


def faults(page: Page, schemes: Mapping[str, object]) -> Iterator[str]:
    """What axe finds, wide and narrow, by each scheme's rules; what runs off the page."""
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme, rules in schemes.items():
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            yield from (
                f"{width}, {scheme}: {rule} {words} {key}"
                for rule, key, words in page.evaluate(AXE, rules)
                if (rule, key) not in UNDERSTOOD
            )
        if page.evaluate(SIDEWAYS):
            yield f"{width}: runs off to the side: {page.evaluate(BEYOND)}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", PEOPLE)
def test_axe_finds_nothing_and_nothing_runs_off_to_the_side(
    role: str, language: str, walk: Walk, page: Page, looked_at: Mapping[str, set[str]]
) -> None:
    shown = walk(role, language)
    known = walk(LIKE[role], language) if role in LIKE else {}
    # What is too pale in the dark is so in any language: looking again took minutes.
    schemes = {"light": RULES} | ({} if language == PSEUDO else {"dark": COLOURS})
    found: list[str] = []
    for kind in shown.keys() - known.keys():
        content = OF_A_PERSON.sub("", shown[kind])
        if content in looked_at[language]:
            continue
        looked_at[language].add(content)
        show(page, shown[kind])
        found += [f"{kind}: {fault}" for fault in faults(page, schemes)]
    assert found == []


def test_what_is_wrong_with_a_page_is_found(page: Page) -> None:
    """In each page that is put in, one after the other: else all of the above would say nothing."""
    pale = (
        '<p style="color: light-dark(black, #222); background: light-dark(white, black)">Pale</p>'
    )
    for inside, wanted in (
        ("<p>Sound</p>", []),
        ('<img src="/static/none.png">', ["1280, light: image-alt", "320, light: image-alt"]),
        (pale, ["1280, dark: color-contrast", "320, dark: color-contrast"]),
        ('<div style="width: 400px">Wide</div>', ["320: runs off"]),
        ("<p>Sound</p>", []),
    ):
        show(page, BARE.format(inside))
        found = list(faults(page, {"light": RULES, "dark": COLOURS}))
        assert [fault[: len(start)] for fault, start in zip(found, wanted, strict=True)] == wanted
