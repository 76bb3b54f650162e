"""Walks through a network: the pages that links lead to, their pieces, and every form once."""

import html
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import httpx
from sqlalchemy import Connection

from backend.kit.addresses import routes
from tests.support.browser import Browser
from tests.support.queries import counted

OF_A_KIND: Final = 5
"""So many pages of one kind are opened: the first that links lead to."""

PEOPLE: Final = {
    "guest": "",
    "member": "camila.rojas@movilidad.bogota.example",
    "lead": "amina.mensah@bristol.example",
    "convener": "ruth.adeyemi@open-cities-secretariat.example",
}
"""People of the sample network, one for each role."""

FOR_SHOW: Final = ("/_kit", "/_mail")
"""Pages of a demo, to which no link leads."""

NOWHERE: Final = (
    "/no-such-page",
    "/challenges/no-such-challenge",
    "/moderation",
    "/settings",
    "/sign-in/no-such-link",
    "/language",
)
"""Addresses that answer with a refusal: to everybody, or to those who may not go there."""

LINK = re.compile(r'href="(/(?!static/)[^"#]*)')
PIECE = re.compile(r'hx-get="(/[^"]*)')
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
ACTION = re.compile(r'(?:form)?action="(/[^"]*)"')
HIDDEN = re.compile(r'<input type="hidden" name="(?!form_token)([^"]+)" value="([^"]*)"')
KINDS = re.compile(r"(?<=/)[^/?]*[-\d][^/?]*|=[^&]*")
"""What differs between two addresses of one kind: slugs, numbers, what a filter is set to."""
SLUGS: Final = frozenset({"slug", "topic", "other"})
"""What routes call a slug, which of many topics and people is one plain word."""
LEAVE: Final = "/sign-out"


@dataclass(frozen=True, slots=True)
class Opened:
    """What was asked for, and what came: a page, or a piece of one."""

    address: str
    answer: httpx.Response
    queries: Sequence[str] = ()
    is_piece: bool = False

    @property
    def is_html(self) -> bool:
        kind: str = self.answer.headers.get("Content-Type", "")
        return kind.startswith("text/html") and bool(self.answer.content)


def kind_of(address: str) -> str:
    return KINDS.sub("…", address)


def kinds(browser: Browser, method: str) -> Callable[[str], str]:
    """By the routes that answer at addresses: theirs to say which word is a slug."""
    asked = [one for one in routes(browser.app.routes) if method in (one.methods or ())]

    @cache
    def kind(address: str) -> str:
        path, mark, query = address.partition("?")
        found = next(filter(None, (one.path_regex.match(path) for one in asked)), None)
        slugs = [found.span(name) for name in SLUGS & found.groupdict().keys()] if found else []
        for start, end in sorted(slugs, reverse=True):
            path = f"{path[:start]}…{path[end:]}"
        return kind_of(f"{path}{mark}{query}")

    return kind


def pages(
    browser: Browser,
    connection: Connection,
    of_a_kind: int = OF_A_KIND,
    start: Sequence[str] = ("/",),
    kind: Callable[[str], str] | None = None,
) -> Iterator[Opened]:
    """The pages that links lead to from the first one on, a few of each kind."""
    waiting, known, seen = deque(start), set(start), Counter[str]()
    kind = kind or kinds(browser, "GET")
    while waiting:
        address = waiting.popleft()
        with counted(connection, kept=True) as queries:
            answer = browser.get(address)
        one = Opened(address, answer, queries)
        yield one
        for found in _found(LINK, one):
            if found not in known and seen[kind(found)] < of_a_kind:
                seen[kind(found)] += 1
                known.add(found)
                waiting.append(found)


def pieces(browser: Browser, seen: Sequence[Opened]) -> Iterator[Opened]:
    """What htmx would fetch from these pages: one of each kind."""
    kind = kinds(browser, "GET")
    first = {kind(found): found for one in reversed(seen) for found in _found(PIECE, one)}
    for address in first.values():
        answer = browser.get(address, piece=True)
        yield Opened(f"{address} (piece)", answer, is_piece=True)


def refusals(browser: Browser) -> Iterator[Opened]:
    """The answers where there is nothing to see, or not for everybody."""
    for address in NOWHERE:
        yield Opened(address, browser.get(address))


def forms(browser: Browser, connection: Connection, seen: Sequence[Opened]) -> Iterator[Opened]:
    """Each kind of form sent with nothing filled in, and the page that it leads to.

    What a form did is undone before the next is sent.
    """
    for address, hidden in _forms(seen, kinds(browser, "POST")).items():
        with connection.begin_nested() as before:
            answer = browser.send(address, **hidden)
            yield Opened(f"{address} (sent)", answer, is_piece=browser.htmx)
            leads = answer.headers.get("Location", "")
            if leads.startswith("/"):
                yield Opened(f"{leads} (after {address})", browser.get(leads))
            before.rollback()
        browser.client.cookies.delete("flash")


def _forms(seen: Sequence[Opened], kind: Callable[[str], str]) -> dict[str, dict[str, Any]]:
    """One address of each kind to which a form is sent, with what the form holds already."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for one in seen:
        if not one.is_html:
            continue
        for attributes, inside in FORM.findall(one.answer.text):
            if 'method="post"' not in attributes:
                continue
            hidden = {name: html.unescape(value) for name, value in HIDDEN.findall(inside)}
            for action in ACTION.findall(attributes + inside):
                address = html.unescape(action)
                if address != LEAVE:
                    found.setdefault(kind(address), (address, hidden))
    return dict(found.values())


def _found(pattern: re.Pattern[str], one: Opened) -> list[str]:
    return [html.unescape(found) for found in pattern.findall(one.answer.text)] * one.is_html
