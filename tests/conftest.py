import gc
import os
from collections.abc import Callable, Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import structlog
from fastapi import FastAPI
from sqlalchemy import Connection, Engine
from sqlmodel import Session, update

from backend.core import clock, garbage, logs
from backend.core.config import Settings
from backend.core.db import Sessions, sessions_for
from backend.domain.members import sessions as signing
from backend.domain.members.models import ApiToken, Member
from backend.main import create_app
from backend.sample import loading
from tests.support import databases
from tests.support.browser import ORIGIN, Browser, Program
from tests.support.make import Make

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
SECRET = "a-secret-for-tests-of-32-characters-or-more"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgres", "both"),
        default="both",
        help="the databases on which to run the tests that use one",
    )


def pytest_configure() -> None:
    structlog.configure(processors=[*logs.BEFORE, logs.PLAIN])


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thousands of tests stay until the end: to look for garbage among them took a third of all.

    What tests leave is little each, and to look for it as often as Python does took a seventh.
    """
    gc.disable()
    done = yield
    garbage.look_seldom()
    gc.enable()
    return done


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    kinds = databases.asked_for(metafunc.config, metafunc.definition)
    if "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", kinds, indirect=True, scope="session")
    if "lasting_engine" in metafunc.fixturenames:
        metafunc.parametrize("lasting_engine", kinds, indirect=True)
    if "network" in metafunc.fixturenames:
        metafunc.parametrize("network", kinds, indirect=True, scope="session")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """One PostgreSQL, and one model of each database, for all workers of pytest-xdist."""
    node.workerinput |= databases.shared(node.config)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """More workers than cores: each waits half of its time, for a database or a browser."""
    cores = len(os.sched_getaffinity(0))
    return cores + (cores + 1) // 2


@pytest.fixture(autouse=True)
def at_noon() -> Generator[None, None, None]:
    with clock.stopped(NOON):
        yield


@pytest.fixture(scope="session")
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Engine, None, None]:
    """A migrated database, once on SQLite and once on PostgreSQL; a test leaves nothing in it."""
    folder = tmp_path_factory.mktemp("database")
    with databases.migrated(request.config, request.param, folder) as engine:
        yield engine


@pytest.fixture
def lasting_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Engine, None, None]:
    """A migrated database of the test's own, where what is written lasts: for races."""
    with databases.migrated(request.config, request.param, tmp_path) as engine:
        yield engine


@pytest.fixture(scope="session")
def network(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Engine, None, None]:
    """A database that holds the sample network as it stands at NOON; to be read, not written."""
    folder = tmp_path_factory.mktemp("network")
    with databases.filled(request.config, request.param, folder, "sample", load_sample) as engine:
        yield engine


def load_sample(engine: Engine, folder: Path) -> None:
    with clock.stopped(NOON), sessions_for(engine).begin() as db:
        for _ in loading.load(db, settings_in(folder)):
            pass


@pytest.fixture
def connection(engine: Engine) -> Generator[Connection, None, None]:
    """One transaction around the whole test, undone at the end."""
    with engine.connect() as connection, connection.begin() as everything:
        yield connection
        everything.rollback()


@pytest.fixture
def sessions(connection: Connection) -> Sessions:
    return sessions_for(connection, join_transaction_mode="create_savepoint")


@pytest.fixture
def db(sessions: Sessions) -> Generator[Session, None, None]:
    """The test's own session. The application under test opens others, as it does in life."""
    with sessions() as db:
        yield db


@pytest.fixture
def make(db: Session) -> Make:
    return Make(db)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


def settings_in(folder: Path) -> Settings:
    return Settings(
        _env_file=None,
        mode="test",
        secret=SECRET,
        origin=ORIGIN,
        files=folder / "files",
        pseudo_language=True,
        work_inside=False,
    )


@pytest.fixture
def app(settings: Settings, sessions: Sessions) -> FastAPI:
    return create_app(settings, sessions)


@pytest.fixture(params=["plain", "htmx"])
def browser(request: pytest.FixtureRequest, app: FastAPI) -> Browser:
    """Every web test runs twice: with JavaScript off, and with htmx."""
    return Browser(app, htmx=request.param == "htmx")


SignIn: TypeAlias = Callable[[Member], None]


@pytest.fixture
def sign_in(browser: Browser, db: Session) -> SignIn:
    def sign(member: Member) -> None:
        token = signing.start(db, member)
        db.commit()
        browser.client.cookies.set("session", token, domain="localhost.local")

    return sign


Connect: TypeAlias = Callable[..., Program]


@pytest.fixture
def connect(app: FastAPI, db: Session) -> Connect:
    """A program acting for a member: `connect(ana)`, `connect(ana, scope="read")`, `connect()`."""

    def program(member: Member | None = None, scope: str = "write") -> Program:
        if member is None:
            return Program(app)
        token = signing.grant(db, member, scope)
        # In use already: to note a token's first use takes a query of its own.
        db.exec(update(ApiToken).values(seen_at=clock.now()))
        db.commit()
        return Program(app, token)

    return program
