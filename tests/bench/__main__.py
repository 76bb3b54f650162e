"""Fill a network on each database, serve it, and measure its pages.

Beside bare answers of the same bytes and, in this process, beside the same template rendered from
prepared rows.
"""

import argparse
import asyncio
import os
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import TypeAlias

import psutil
from rich.console import Console
from rich.table import Table
from sqlalchemy import func
from sqlmodel import col, select

from backend.core.config import Settings
from backend.core.db import open_engine, sessions_for
from backend.domain.challenges.answers import Answer
from backend.domain.challenges.models import Challenge
from backend.domain.members import sessions as signing
from backend.domain.members.models import Member
from tests.bench import rendering
from tests.bench.load import Rate, asked, measured
from tests.bench.rendering import Share
from tests.support import postgres
from tests.support.mailbox import free_port

PATIENCE = 60
"""Seconds that a server may take to start."""


def main() -> None:
    parse = argparse.ArgumentParser(prog="make bench")
    parse.add_argument("--members", type=int, default=1000)
    parse.add_argument("--requests", type=int, default=300)
    parse.add_argument("--database", choices=("sqlite", "postgres"), action="append")
    given = parse.parse_args()
    for kind in given.database or ("sqlite", "postgres"):
        with ExitStack() as until_the_end:
            folder = Path(until_the_end.enter_context(TemporaryDirectory()))
            url = f"sqlite:///{folder}/bench.db"
            if kind == "postgres":
                server = until_the_end.enter_context(postgres.server())
                url = until_the_end.enter_context(postgres.database(server, "opencities_bench"))
            show(kind, bench(folder, url, given.members, given.requests))


Line: TypeAlias = tuple[str, Rate, Rate, Share]
"""A page by its name: served, a bare answer of its bytes, and what of it is its template."""


def bench(folder: Path, url: str, members: int, requests: int) -> list[Line]:
    port, bare_port = free_port(), free_port()
    settings = {
        "OPENCITIES_MODE": "demo",
        "OPENCITIES_ORIGIN": f"http://localhost:{port}",
        "OPENCITIES_DATABASE_URL": url,
        "OPENCITIES_FILES": str(folder / "files"),
        "OPENCITIES_WORK_INSIDE": "false",
    }
    command = [sys.executable, "-m", "backend.cli"]
    for words in (["migrate"], ["sample", "--members", str(members)]):
        subprocess.run([*command, *words], env=os.environ | settings, check=True)
    cookie, pages = prepared(url)
    shares = rendering.measured(_settings(settings), cookie, pages, requests)
    found = []
    with served([*command, "serve", "--port", str(port)], port, settings) as server:
        for name, path in pages:
            _head, body = asyncio.run(asked(port, path, cookie))
            (folder / "page").write_bytes(body)
            bare = [sys.executable, "-m", "tests.bench.bare", str(bare_port), str(folder / "page")]
            with served(bare, bare_port, {}) as beside:
                plain = asyncio.run(measured(beside, bare_port, "/", "", requests * 10))
            ours = asyncio.run(measured(server, port, path, cookie, requests))
            found.append((name, ours, plain, shares[name]))
    return found


def _settings(said: Mapping[str, str]) -> Settings:
    """The same settings as the server has them from its environment."""
    given = {name.removeprefix("OPENCITIES_").lower(): value for name, value in said.items()}
    return Settings.model_validate(given)


def prepared(url: str) -> tuple[str, list[tuple[str, str]]]:
    """The cookie of a member who is signed in, and the pages to look at."""
    engine = open_engine(url)
    with sessions_for(engine).begin() as db:
        member = db.exec(select(Member).where(col(Member.admitted_at).is_not(None))).first()
        busiest = db.exec(
            select(Challenge.slug)
            .join(Answer, col(Answer.challenge_id) == col(Challenge.id))
            .group_by(col(Challenge.slug))
            .order_by(func.count().desc())
        ).first()
        if member is None or busiest is None:
            sys.exit("The sample network has no member or no answer.")
        cookie = f"session={signing.start(db, member)}"
    engine.dispose()
    return cookie, [
        ("desk", "/"),
        ("challenges", "/challenges"),
        ("one challenge", f"/challenges/{busiest}"),
        ("people", "/people"),
        ("search", "/search?q=data"),
    ]


@contextmanager
def served(
    command: list[str], port: int, settings: dict[str, str]
) -> Generator[psutil.Process, None, None]:
    """A server of its own process, from its first answer on."""
    with subprocess.Popen(
        command,
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            wait_for(port, process)
            yield psutil.Process(process.pid)
        finally:
            process.terminate()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = monotonic() + PATIENCE
    while True:
        try:
            asyncio.run(asked(port, "/healthz", ""))
        except OSError:
            if monotonic() > end or process.poll() is not None:
                raise
            sleep(0.05)
        else:
            return


def show(kind: str, found: list[Line]) -> None:
    table = Table(title=f"Signed in, on {kind}")
    headings = ("page", "bytes", "answers/s", "bare/s", "CPU ms", "bare CPU ms")
    for heading in (*headings, "unserved", "template", "times"):
        table.add_column(heading, justify="left" if heading == "page" else "right")
    for name, ours, plain, share in found:
        table.add_row(
            name,
            f"{ours.size:,}",
            f"{ours.per_second:,.0f}",
            f"{plain.per_second:,.0f}",
            f"{ours.cpu_milliseconds:.2f}",
            f"{plain.cpu_milliseconds:.2f}",
            f"{share.page:.2f}",
            f"{share.template:.2f}",
            f"{share.times:.2f}",
        )
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
