"""Pages of a network: the CPU of each, to be set beside those of a larger network.

Through the whole application, for a member who is signed in, and what conveners alone see for one
of them; on PostgreSQL with what the database works for it.
"""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

import psutil
import structlog
from fastapi import FastAPI
from sqlalchemy import ColumnElement, and_, text, true
from sqlmodel import Session, SQLModel, col, func, select

from backend.core import garbage
from backend.core.config import Settings
from backend.domain.challenges.answers import Answer
from backend.domain.challenges.models import Challenge, ChallengeTopic
from backend.domain.cities.models import City
from backend.domain.members import sessions as signing
from backend.domain.members.models import Member
from backend.domain.resources.models import Resource
from backend.domain.roundtables.models import Roundtable
from backend.domain.search import engine
from backend.domain.topics.models import Topic
from backend.main import create_app
from tests.bench.rendering import asked

WARMING = 12
"""PostgreSQL settles on how it answers a statement when it was put to it ten times."""
ROUNDS = 12
MILLISECONDS = 1000
LISTS = (
    *("/", "/people", "/people?q=data", "/cities", "/challenges", "/resources", "/roundtables"),
    *("/topics", "/notifications", "/conversations", "/settings/people", "/roundtables.ics"),
    *("/search?q=data", "/search?q=open+data", "/search?q=vivienda", "/search?q=bud"),
    "/search?q=procur",
    "/search/suggestions?q=open",
    *("/people?region=europe", "/people?can_help=open-data", "/challenges?region=europe"),
    *("/people?language=en", "/people?looking_for=open-data", "/people?hours=mine"),
    *("/challenges?topic=open-data", "/resources?kind=guide"),
    *("/resources?region=europe", "/cities?region=europe", "/cities?q=san"),
    *("/resources?region=asia", "/resources?language=fr", "/resources?topic=open-data"),
    *("/resources?sort=used", "/challenges?status=closed", "/challenges?my_topics=on"),
    *("/challenges?sort=waiting", "/challenges?sort=faced", "/roundtables?show=past"),
    *("/cities?region=asia", "/cities?q=zzz", "/about/conveners", "/twinnings", "/glossary"),
    *("/settings/searches", "/settings/data", "/api/v1/challenges", "/api/v1/cities"),
    *("/api/v1/resources", "/api/v1/roundtables", "/api/v1/search?q=data"),
    *("/people?hours=now", "/people?language=es", "/people?country=IN"),
    *("/people?language=en&can_help=open-data", "/people?q=data&hours=now"),
    "/people?region=asia&hours=mine",
    *("/search?q=affordable+housing&kind=resource", "/search?q=bus+rapid+transit"),
    *("/search?q=%22open+data%22&kind=challenge", "/search?q=spreadsheet&language=en"),
    *("/cities?language=es", "/cities?topic=housing", "/challenges?topic=education&status=solved"),
    *("/resources?topic=skills&sort=used", "/roundtables?show=past&topic=migration"),
)
"""Addresses that every network has; of some lists a small network has less to show."""
CONVENERS = (
    *("/moderation", "/moderation/members", "/moderation/gaps", "/moderation/topics"),
    *("/moderation/roles", "/moderation/searches", "/moderation/log"),
)
SHOWN: Mapping[str, type[SQLModel]] = {
    "people": Member,
    "cities": City,
    "challenges": Challenge,
    "resources": Resource,
    "roundtables": Roundtable,
    "topics": Topic,
}


@dataclass(frozen=True, slots=True)
class Network:
    """The application on one database, and who asks."""

    app: FastAPI
    addresses: dict[str, tuple[str, str]]
    """By its name, where a page is, and the cookie of whoever asks for it."""
    server: psutil.Process | None

    async def worked(self, name: str) -> tuple[float, int]:
        """Milliseconds of this process for a page, and its bytes."""
        began = process_time()
        size = await asked(self.app, *self.addresses[name])
        return (process_time() - began) * MILLISECONDS, size

    def served(self) -> float:
        """Milliseconds that this database's processes have worked so far."""
        return 0.0 if self.server is None else _worked(self.server, self.database)

    @property
    def database(self) -> str:
        name: str = self.app.state.sessions.kw["bind"].url.database
        return name


def pages(urls: list[str]) -> list[dict[str, tuple[float, int]]]:
    """For each database, milliseconds and bytes by page.

    Each page of all networks in turn: what else the machine does then weighs on all alike.
    """
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with TemporaryDirectory() as files, asyncio.Runner() as runner:
        networks = [_network(url, files) for url in urls]
        garbage.look_seldom()  # as whoever serves does
        found = [runner.run(_in_turn(networks, name)) for name in networks[0].addresses]
        for network in networks:
            network.app.state.sessions.kw["bind"].dispose()
    return [
        dict(zip(networks[0].addresses, of_one, strict=True)) for of_one in zip(*found, strict=True)
    ]


def _network(url: str, files: str) -> Network:
    given = {"origin": "http://localhost", "database_url": url, "files": files}
    app = create_app(Settings.model_validate({"mode": "demo", "work_inside": False, **given}))
    with app.state.sessions.begin() as db:
        member, convener = (_cookie(db, is_convener=one) for one in (False, True))
        addresses = {name: (address, member) for name, address in _shown(db).items()}
        addresses |= {address: (address, member) for address in LISTS}
        addresses |= {address: (address, convener) for address in CONVENERS}
        addresses["cities for a roundtable"] = (_cities_of(db), convener)
        return Network(app, addresses, _server(db))


def _cookie(db: Session, *, is_convener: bool) -> str:
    """Of somebody who is signed in."""
    who = select(Member).where(col(Member.is_convener).is_(is_convener)).order_by(col(Member.id))
    return f"session={signing.start(db, db.exec(who.limit(1)).one())}"


def _cities_of(db: Session) -> str:
    """Where cities are chosen for the roundtable that is planned last."""
    last = select(Roundtable.slug).order_by(col(Roundtable.starts_at).desc().nulls_last())
    return f"/roundtables/{db.exec(last).first()}/cities"


async def _in_turn(networks: list[Network], name: str) -> list[tuple[float, int]]:
    for network in networks * WARMING:
        await network.worked(name)
    before = [network.served() for network in networks]
    rounds = [[await network.worked(name) for network in networks] for _ in range(ROUNDS)]
    # A server's times are counted in hundredths of a second: all rounds together.
    of_servers = [
        (network.served() - at_first) / ROUNDS
        for network, at_first in zip(networks, before, strict=True)
    ]
    return [
        (median(time for time, _size in of_one) + of_server, of_one[-1][1])
        for of_one, of_server in zip(zip(*rounds, strict=True), of_servers, strict=True)
    ]


def _shown(db: Session) -> dict[str, str]:
    """One page of each kind: of a city, of a topic."""
    found = {}
    for kind, model in SHOWN.items():
        which = _alike() if model is Challenge else true()
        slug: str | None = db.exec(select(model.slug).where(which).order_by(model.id)).first()  # type: ignore[attr-defined]
        found[f"one of {kind}"] = f"/{kind}/{slug}"
    found["like one of cities"] = f"{found['one of cities']}/similar"
    return found


def _alike() -> ColumnElement[bool]:
    """Challenges whose pages hold as much in any network: open, on two topics, with six answers."""
    of = col(Challenge.id)
    topics = select(func.count()).where(col(ChallengeTopic.challenge_id) == of).scalar_subquery()
    answers = select(func.count()).where(col(Answer.challenge_id) == of).scalar_subquery()
    return and_(col(Challenge.closed_at).is_(None), topics == 2, answers == 6)


def _server(db: Session) -> psutil.Process | None:
    """The PostgreSQL whose processes work for us."""
    if engine.is_sqlite(db):
        return None
    serving = db.connection().execute(text("SELECT pg_backend_pid()")).scalar_one()
    return psutil.Process(psutil.Process(serving).ppid())


def _worked(server: psutil.Process, database: str) -> float:
    """Milliseconds that the processes of one database have worked so far."""
    worked = 0.0
    for one in server.children():
        # What the server tidies up of itself is no page's doing: it names its database at the end,
        # and is gone now and then while it is looked at.
        with suppress(psutil.NoSuchProcess):
            times = one.cpu_times()
            if f" {database} " in " ".join(one.cmdline()):
                worked += times.user + times.system
    return worked * MILLISECONDS
