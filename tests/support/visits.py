"""Somebody of the sample network before the application, in a transaction that leaves nothing."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy import Connection, Engine
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import Sessions, sessions_for
from backend.domain.members import sessions as signing
from backend.domain.members.models import Member
from backend.kit.addresses import routes
from backend.main import create_app
from tests.conftest import NOON, settings_in
from tests.support.browser import Browser
from tests.support.crawl import PEOPLE


@dataclass(frozen=True)
class Visit:
    app: FastAPI
    connection: Connection
    sessions: Sessions

    def route(self, address: str) -> str:
        """The name of the route that answers at this address, if one does."""
        path = address.partition("?")[0]
        named = (one.name for one in routes(self.app.routes) if one.path_regex.match(path))
        return next(named, "")

    def browser(self, role: str, *, htmx: bool = False, language: str = "") -> Browser:
        """A browser at which somebody of this role sits."""
        browser = Browser(self.app, htmx=htmx)
        if PEOPLE[role]:
            with self.sessions() as db:
                browser.client.cookies.set("session", _signed_in(db, PEOPLE[role]))
                db.commit()
        if language:
            browser.client.cookies.set("language", language)
        return browser


@contextmanager
def visit(network: Engine, folder: Path) -> Generator[Visit, None, None]:
    """The network at NOON; whatever is done to it is undone at the end."""
    with clock.stopped(NOON), network.connect() as connection, connection.begin() as everything:
        sessions = sessions_for(connection, join_transaction_mode="create_savepoint")
        yield Visit(create_app(settings_in(folder), sessions), connection, sessions)
        everything.rollback()


def _signed_in(db: Session, email: str) -> str:
    return signing.start(db, db.exec(select(Member).where(col(Member.email) == email)).one())
