"""`python -m tests.bench.search`: how search takes to many documents, beside the bare index.

Fills a network for each size on each database, or takes those that are filled, and asks the same
questions of all. Shown for each question: how long the bare full-text query takes (all that matches, ranked by the database, the
first twenty), how long ours does (visibility, counts, facets, snippets), and how much longer ours
takes in the largest network than in the smallest. The median of several rounds, in one process.
"""

import argparse
from collections.abc import Callable
from contextlib import ExitStack
from tempfile import TemporaryDirectory
from time import process_time

import psutil
from rich.console import Console
from rich.table import Table
from sqlalchemy import text
from sqlmodel import Session, col, select

from backend.core import migrations
from backend.core.db import open_engine, sessions_for
from backend.domain.members.models import Member
from backend.domain.search import engine, question, wanted
from backend.domain.search.queries import search
from backend.sample.synthetic import growing
from tests.bench import growth
from tests.support import postgres

DOCUMENTS_PER_MEMBER = 22
QUESTIONS = (
    "data",
    "contract",
    "the contract",
    "open data",
    '"open data"',
    "housing agreement",
    "vivienda",
    "participação",
    "オープンデータ",
    "spreadsheet retires",
    "budget -pilot",
    "procur",
)
_BARE_SQLITE = "SELECT rowid FROM search_words WHERE search_words MATCH :q ORDER BY rank LIMIT 20"
_BARE_POSTGRES = """
    SELECT number FROM search_words, CAST(:q AS tsquery) AS asked WHERE words @@ asked
    ORDER BY ts_rank(words, asked) DESC LIMIT 20
"""
ROUNDS = 20
MILLISECONDS = 1000
AS_MUCH = 1.5
"""A page that is longer than this many times shows more: rows that the small network hasn't got."""
Times = dict[str, tuple[float, float]]
"""By question, how long the bare query takes, and ours."""


def main() -> None:
    parse = argparse.ArgumentParser(prog="python -m tests.bench.search")
    parse.add_argument("--documents", type=int, nargs="+", default=[10_000, 1_000_000])
    parse.add_argument("--database", choices=("sqlite", "postgres"), action="append")
    parse.add_argument(
        "--filled",
        metavar="ADDRESS",
        nargs="+",
        help="databases that `opencities sample` has filled, to be measured instead of new ones",
    )
    given = parse.parse_args()
    with ExitStack() as until_the_end:
        urls = given.filled or [
            url
            for kind in given.database or ("sqlite", "postgres")
            for url in filled(kind, given.documents, until_the_end)
        ]
        for kind in ("sqlite", "postgres"):
            if of_kind := [url for url in urls if url.startswith(kind)]:
                sizes = dict(map(bench, of_kind))
                show(kind, sizes)
                show_pages(kind, dict(zip(sizes, growth.pages(of_kind), strict=True)))


def filled(kind: str, sizes: list[int], until_the_end: ExitStack) -> list[str]:
    """Addresses of new networks of about these numbers of documents."""
    if kind == "sqlite":
        folder = until_the_end.enter_context(TemporaryDirectory())
        urls = [f"sqlite:///{folder}/{documents}.db" for documents in sizes]
    else:
        server = until_the_end.enter_context(postgres.server())
        names = [f"bench_{documents}" for documents in sizes]
        urls = [until_the_end.enter_context(postgres.database(server, name)) for name in names]
    for url, documents in zip(urls, sizes, strict=True):
        opened = open_engine(url)
        migrations.upgrade(opened)
        with sessions_for(opened).begin() as db:
            for _done in growing.grow(db, max(1, documents // DOCUMENTS_PER_MEMBER)):
                pass
        opened.dispose()
    return urls


def bench(url: str) -> tuple[int, Times]:
    """How many documents there are, and how long questions take."""
    opened = open_engine(url)
    with sessions_for(opened)() as db:
        me = db.exec(select(Member).where(col(Member.is_convener).is_(False))).first()
        assert me is not None
        found = {asked: (bare(db, asked), ours(db, me, asked)) for asked in QUESTIONS}
        count = engine.size(db)
    opened.dispose()
    return count, found


def bare(db: Session, asked: str) -> float:
    said = question.read(asked).finished.literal
    sent, given = _BARE_SQLITE, wanted.fts5(said)
    if not engine.is_sqlite(db):
        sent, given = _BARE_POSTGRES, wanted.tsquery(said)
    return timed(db, lambda: db.connection().execute(text(sent), {"q": given}).all())


def ours(db: Session, me: Member, asked: str) -> float:
    return timed(db, lambda: search(db, me, asked))


def timed(db: Session, deed: Callable[[], object]) -> float:
    """Milliseconds of work for one round, after some that don't count."""
    for _ in range(growth.WARMING):
        deed()
    server = _server(db)
    began = process_time() + _worked(server)
    for _ in range(ROUNDS):
        deed()
    return (process_time() + _worked(server) - began) * MILLISECONDS / ROUNDS


def _server(db: Session) -> psutil.Process | None:
    """The process of PostgreSQL that answers us."""
    if engine.is_sqlite(db):
        return None
    return psutil.Process(db.connection().execute(text("SELECT pg_backend_pid()")).scalar_one())


def _worked(server: psutil.Process | None) -> float:
    if server is None:
        return 0.0
    times = server.cpu_times()
    return float(times.user + times.system)


def show(kind: str, sizes: dict[int, Times]) -> None:
    smallest, largest = min(sizes), max(sizes)
    table = Table(title=f"Search on {kind}: milliseconds")
    table.add_column("question")
    for count in sizes:
        for heading in (f"bare, {count:,}", "ours", "ratio"):
            table.add_column(heading, justify="right")
    table.add_column("grows", justify="right")
    for asked in QUESTIONS:
        cells = [cell for times in sizes.values() for cell in _cells(*times[asked])]
        grown = sizes[largest][asked][1] / sizes[smallest][asked][1]
        table.add_row(asked, *cells, f"{grown:.2f}")
    sums = [
        cell
        for times in sizes.values()
        for cell in _cells(*(sum(one[n] for one in times.values()) for n in (0, 1)))
    ]
    whole = [sum(one[1] for one in sizes[size].values()) for size in (smallest, largest)]
    table.add_row("all", *sums, f"{whole[1] / whole[0]:.2f}")
    Console(width=120).print(table)


def show_pages(kind: str, sizes: dict[int, dict[str, tuple[float, int]]]) -> None:
    """How much longer each page takes, and how much more it shows.

    Pages that show about as much in all networks first; then those with more to show in the
    largest, which is a reason to take longer.
    """
    smallest, largest = sizes[min(sizes)], sizes[max(sizes)]
    grown = {name: [largest[name][n] / smallest[name][n] for n in (0, 1)] for name in smallest}
    for shown, is_more in (("that show as much", False), ("that show more", True)):
        table = Table(title=f"Pages {shown}, on {kind}: milliseconds")
        table.add_column("page")
        for heading in (*(f"{count:,}" for count in sizes), "grows", "its bytes grow"):
            table.add_column(heading, justify="right")
        names = [name for name, (_time, size) in grown.items() if (size > AS_MUCH) == is_more]
        for name in sorted(names, key=lambda one: grown[one], reverse=True):
            times = [f"{pages[name][0]:.1f}" for pages in sizes.values()]
            table.add_row(name, *times, *(f"{times:.2f}" for times in grown[name]))
        Console(width=120).print(table)


def _cells(plain: float, ours: float) -> list[str]:
    return [f"{plain:.1f}", f"{ours:.1f}", f"{ours / plain:.2f}"]


if __name__ == "__main__":
    main()
