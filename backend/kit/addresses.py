"""Where things live: the address of a route by its name, and of a subject by its kind."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import FastAPI
from fastapi.routing import APIRoute

from backend.domain.subjects import Glance

SHOWN_BY = {
    "challenge": "challenges:show",
    "answer": "challenges:show",
    "resource": "resources:show",
    "adoption": "resources:show",
    "affiliation": "affiliations:show",
    "handover": "handovers:show",
    "roundtable": "roundtables:show",
    "attendee_question": "roundtables:questions",
    "conversation": "conversations:show",
    "message": "conversations:show",
    "member": "people:show",
    "endorsement": "people:show",
    "city": "cities:show",
    "city_fact": "cities:history",
    "openness_step": "cities:history",
    "topic": "topics:show",
    "saved_search": "searches:show",
    "concept": "glossary:show",
    "topic_proposal": "proposals:show",
    "twinning": "twinnings:show",
    "application": "applications:show",
    "conduct_version": "conduct:show",
}
"""The route that shows each kind of subject; parts of a page are found by their id in it."""

PARTS = frozenset(
    {
        *("answer", "adoption", "attendee_question", "city_fact", "endorsement", "message"),
        "openness_step",
    }
)

PRIVATE = frozenset({"conversation", "message"})
"""What stands on a page that only two people open: conveners see no more than what is reported."""

_OUTSIDE = re.compile(r"//|/\\|.*[^\x21-\x7e]", re.DOTALL)
_PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")


def routes(found: Iterable[Any]) -> Iterator[APIRoute]:
    """Every route of the program, those of included routers too."""
    for route in found:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from routes(route.original_router.routes)


def _placed(found: Iterable[Any], before: str = "") -> Iterator[tuple[str, str]]:
    """The name of every route, and its path from the root."""
    for route in found:
        if isinstance(route, APIRoute):
            yield route.name, before + route.path
        elif hasattr(route, "original_router"):
            yield from _placed(route.original_router.routes, before + route.include_context.prefix)


def _pieces(shape: str) -> tuple[str, list[tuple[str, str]]]:
    """What a path begins with, and each of its places with what follows it."""
    first, *rest = _PLACE.split(shape)
    return first, list(zip(rest[::2], rest[1::2], strict=True))


def within(path: str) -> str:
    """The path if it stays on this site, or the front page: whoever sent it may mean harm.

    Browsers take a backslash for a slash, and leave out tabs and line ends before they read it.
    """
    return path if path.startswith("/") and not _OUTSIDE.match(path) else "/"


class Addresses:
    """Addresses by name, looked up once: asking the router again for each link is slow."""

    def __init__(self, app: FastAPI) -> None:
        self._shapes = {name: _pieces(shape) for name, shape in _placed(app.routes)}

    def path_for(self, name: str, /, **given: Any) -> str:
        """The path of this route; what isn't a piece of it becomes the query. KeyError if none."""
        path, pieces = self._shapes[name]
        for place, after in pieces:
            path += quote(str(given.pop(place)), safe="") + after
        if not given:
            return path
        query = [(k, v) for k, v in given.items() if v not in (None, "", [], False)]
        return f"{path}?{urlencode(query, doseq=True)}" if query else path

    def of(self, glance: Glance) -> str:
        """Where a subject can be read."""
        path = self.path_for(SHOWN_BY[glance.kind], slug=glance.slug)
        return f"{path}#{glance.kind}-{glance.id}" if glance.kind in PARTS else path
