"""People at real browsers, before the real server, with its clock stopped at noon."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, TypeAlias

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import Engine
from sqlmodel import Session

from backend.core.config import Settings
from backend.core.db import Sessions, sessions_for
from backend.domain.members import sessions as signing
from backend.domain.members.models import Member
from backend.kit.asking import session_cookie
from backend.kit.protocol import Limits, PatientConfig
from backend.main import create_app
from tests.support import chromium
from tests.support.serving import listening, running

WAIT = 10_000
"""Milliseconds that a browser may take; it goes on as soon as it can."""


@dataclass(frozen=True)
class Site:
    """A served network: its address, its application, and sessions to look behind the pages."""

    origin: str
    app: FastAPI
    sessions: Sessions

    @property
    def settings(self) -> Settings:
        settings: Settings = self.app.state.settings
        return settings


@dataclass(frozen=True)
class How:
    """How somebody looks at the pages."""

    scripts: bool
    width: int
    dark: bool = False


HOWS = [
    pytest.param(How(scripts=True, width=1280), id="htmx-1280"),
    pytest.param(How(scripts=True, width=360), id="htmx-360"),
    pytest.param(How(scripts=False, width=1280), id="plain-1280"),
    pytest.param(How(scripts=False, width=360), id="plain-360"),
]


@pytest.fixture(scope="package")
def chrome() -> Generator[Browser, None, None]:
    # Not for the whole run: while it is open, this thread can have no other event loop.
    with chromium.launched() as browser:
        yield browser


@pytest.fixture
def site(lasting_engine: Engine, settings: Settings) -> Generator[Site, None, None]:
    with listening() as port:
        origin = f"http://localhost:{port.getsockname()[1]}"
        given = settings.model_copy(update={"origin": origin})
        sessions = sessions_for(lasting_engine)
        app = create_app(given, sessions)
        with running(PatientConfig(app, limits=Limits()), port):
            yield Site(origin, app, sessions)


@pytest.fixture
def site_db(site: Site) -> Generator[Session, None, None]:
    """What is written here and committed, the pages show. SQLite lets one write at a time."""
    with site.sessions() as db:
        yield db


@pytest.fixture(params=HOWS)
def how(request: pytest.FixtureRequest) -> How:
    chosen: How = request.param
    return chosen


SitDown: TypeAlias = Callable[..., Page]


@pytest.fixture
def sit_down(chrome: Browser, site: Site, how: How) -> Generator[SitDown, None, None]:
    """Somebody at a browser of their own: `sit_down()`, or signed in: `sit_down(ana)`.

    Whatever the page complains about fails the test in the end, unless it holds what the test
    forgives. `htmx` is the script that the CDN answers with.
    """
    opened: list[tuple[BrowserContext, chromium.Complaints]] = []
    script = chromium.HTMX.read_bytes()

    def person(member: Member | None = None, *, htmx: bytes = script, forgive: str = "") -> Page:
        context = chrome.new_context(
            base_url=site.origin,
            java_script_enabled=how.scripts,
            viewport={"width": how.width, "height": 800},
            color_scheme="dark" if how.dark else "light",
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(WAIT)
        if member is not None:
            context.add_cookies([_session(site, member)])
        page = context.new_page()
        chromium.keep_home(page, site.origin, site.settings.htmx_src, htmx)
        opened.append((context, chromium.Complaints(page, forgive)))
        return page

    yield person
    heard = [complaint for _context, complaints in opened for complaint in complaints.heard]
    for context, _complaints in opened:
        context.close()
    assert heard == []


def _session(site: Site, member: Member) -> Any:
    with site.sessions.begin() as db:
        token = signing.start(db, member)
    return {"name": session_cookie(site.settings), "value": token, "url": site.origin}
