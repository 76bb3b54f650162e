"""How a city finds its like among ten thousand: CPU beside the list of cities, in one run.

`python -m tests.bench.likeness`, with --cities and --database.
"""

import argparse
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time
from uuid import UUID

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert
from sqlmodel import Session, select

from backend.core import migrations
from backend.core.db import open_engine, sessions_for
from backend.core.ids import new_id
from backend.domain.cities import languages, queries
from backend.domain.cities.filters import Filters
from backend.domain.cities.models import (
    PRINCIPLE_NAMES,
    STAGES,
    City,
    CityLanguage,
    CityPriority,
    Openness,
)
from backend.domain.matching import cities as similar
from backend.domain.matching import facts, traits
from backend.domain.matching.likeness import USUAL, compare
from backend.domain.matching.models import CityTraits
from backend.domain.members.models import Guest
from backend.domain.topics import actions as topics
from backend.domain.topics.models import Topic
from backend.domain.topics.queries import tree
from tests.support import postgres

FEW = 100
TIMES = 10
OWN = dict(USUAL) | {"population": 8, "languages": 0}


def main() -> None:
    parse = argparse.ArgumentParser(prog="python -m tests.bench.likeness")
    parse.add_argument("--cities", type=int, default=10_000)
    parse.add_argument("--database", choices=("sqlite", "postgres"), action="append")
    given = parse.parse_args()
    for kind in given.database or ("sqlite", "postgres"):
        found = {count: measured(kind, count) for count in (FEW, given.cities)}
        show(kind, found)


def measured(kind: str, count: int) -> dict[str, float]:
    """Milliseconds of CPU of each way, with so many cities."""
    with ExitStack() as until_the_end:
        folder = Path(until_the_end.enter_context(TemporaryDirectory()))
        url = f"sqlite:///{folder}/bench.db"
        if kind == "postgres":
            server = until_the_end.enter_context(postgres.server())
            url = until_the_end.enter_context(postgres.database(server, "opencities_likeness"))
        engine = open_engine(url)
        until_the_end.callback(engine.dispose)
        migrations.upgrade(engine)
        with sessions_for(engine).begin() as db:
            here = settled(db, count)
            return timed(db, here)


def settled(db: Session, count: int) -> UUID:
    """So many cities with their facts and lines; the first has its list."""
    topics.load(db)
    chance, known = Random(1), list(db.exec(select(Topic.id)))
    ids = [new_id() for _ in range(count)]
    made = {City: [], CityPriority: [], CityLanguage: [], Openness: []}  # type: ignore[var-annotated]
    for n, city_id in enumerate(ids):
        made[City].append(
            {
                "id": city_id,
                "slug": f"city-{n}",
                "name": f"City {n}",
                "folded": f"city {n}",
                "country": "GB",
                "subdivision": "",
                "region": "europe",
                "latitude": 0.0,
                "longitude": 0.0,
                "zone": "UTC",
                "population": round(10 ** chance.uniform(4, 7)),
            }
        )
        spoken = chance.sample(("en", "es", "pt", "fr", "ar", "de"), 2)
        made[CityLanguage] += languages.lines(city_id, spoken)
        made[CityPriority] += [
            {"city_id": city_id, "topic_id": topic, "position": place}
            for place, topic in enumerate(chance.sample(known, 5))
        ]
        made[Openness] += [
            {"city_id": city_id, "principle": one, "stage": chance.choice(STAGES)}
            for one in PRINCIPLE_NAMES
        ]
    for model, lines in made.items():
        db.connection().execute(insert(model), lines)
    for city_id, one in facts.known(db).items():
        db.add(CityTraits(city_id=city_id, packed=traits.packed(one)))
    db.flush()
    traits.list_anew(db, ids[:1])
    return ids[0]


def timed(db: Session, here: UUID) -> dict[str, float]:
    me, known = Guest(), tree(db)

    def brute() -> None:
        every, rare = facts.known(db), traits.rarity(db)
        sorted(-compare(every[here], one, OWN, rare).standing for one in every.values())

    ways: dict[str, Callable[[], object]] = {
        "page of the list of cities": lambda: queries.listed(db, Filters(), known),
        "cities like one, usual weights": lambda: similar.alike(db, me, here, known),
        "cities like one, own weights": lambda: similar.alike_by(db, me, here, known, OWN),
        "all facts read and compared": brute,
    }
    return {name: _cpu(way) for name, way in ways.items()}


def _cpu(way: Callable[[], object]) -> float:
    way()
    begun = process_time()
    for _ in range(TIMES):
        way()
    return (process_time() - begun) * 1_000 / TIMES


def show(kind: str, found: dict[int, dict[str, float]]) -> None:
    few, many = found
    table = Table(title=f"CPU ms on {kind}")
    for heading in ("", f"{few:,} cities", f"{many:,} cities", "growth", "beside the list"):
        table.add_column(heading, justify="right" if heading else "left")
    plain = next(iter(found[many].values()))
    for name, cost in found[many].items():
        before = found[few][name]
        table.add_row(
            name, f"{before:.2f}", f"{cost:.2f}", f"{cost / before:.1f}", f"{cost / plain:.2f}"
        )
    Console().print(table)


if __name__ == "__main__":
    main()
