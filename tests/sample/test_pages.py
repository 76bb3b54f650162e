"""Every page of the sample network, as far as links lead: whole, light, and with few queries."""

import html
import re
from collections import Counter, deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from gzip import compress
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Connection, Engine
from sqlmodel import Session, col, select

from backend.core.db import Sessions, sessions_for
from backend.domain.members import sessions as signing
from backend.domain.members.models import Member
from backend.main import create_app
from tests.conftest import settings_in
from tests.support.browser import Browser
from tests.support.queries import counted

OF_A_KIND = 5
"""So many pages of one kind are opened: the first that links lead to."""
QUERIES, WEIGHT = 8, 60_000
LINK = re.compile(r'href="(/(?!static/)[^"#]*)')
KINDS = re.compile(r"(?<=/)[^/?]*[-\d][^/?]*|=[^&]*")
"""What differs between two addresses of one kind: slugs, numbers, what a filter is set to."""

PEOPLE = {
    "guest": "",
    "member": "camila.rojas@movilidad.bogota.example",
    "lead": "amina.mensah@bristol.example",
    "convener": "ruth.adeyemi@open-cities-secretariat.example",
}


@dataclass(frozen=True, slots=True)
class Opened:
    address: str
    answer: httpx.Response
    queries: list[str]


@pytest.fixture
def connection(network: Engine) -> Generator[Connection, None, None]:
    with network.connect() as connection, connection.begin() as everything:
        yield connection
        everything.rollback()


@pytest.fixture
def sessions(connection: Connection) -> Sessions:
    return sessions_for(connection, join_transaction_mode="create_savepoint")


def opened(browser: Browser, connection: Connection) -> Iterator[Opened]:
    """The pages that links lead to from the first one on, a few of each kind."""
    waiting, known, kinds = deque(["/"]), {"/"}, Counter[str]()
    while waiting:
        address = waiting.popleft()
        with counted(connection) as queries:
            answer = browser.get(address)
        yield Opened(address, answer, queries)
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for found in map(html.unescape, LINK.findall(answer.text)):
            kind = KINDS.sub("…", found)
            if found not in known and kinds[kind] < OF_A_KIND:
                kinds[kind] += 1
                known.add(found)
                waiting.append(found)


@pytest.mark.parametrize("role", PEOPLE)
def test_every_page_opens_is_light_and_asks_little(
    role: str, connection: Connection, sessions: Sessions, tmp_path: Path
) -> None:
    browser = Browser(create_app(settings_in(tmp_path), sessions), htmx=False)
    if PEOPLE[role]:
        with sessions() as db:
            browser.client.cookies.set("session", _signed_in(db, PEOPLE[role]))
            db.commit()
    pages = list(opened(browser, connection))
    faults: list[tuple[str, str]] = []
    for page in pages:
        if page.answer.status_code not in {200, 303}:
            faults.append((page.address, f"status {page.answer.status_code}"))
        if len(page.queries) > QUERIES:
            faults.append((page.address, f"{len(page.queries)} queries"))
        if (weight := len(compress(page.answer.content, 6))) > WEIGHT:
            faults.append((page.address, f"{weight} bytes"))
    assert faults == []
    assert len(pages) > 40


def _signed_in(db: Session, email: str) -> str:
    return signing.start(db, db.exec(select(Member).where(col(Member.email) == email)).one())
