"""What is kept so that a city finds its like among ten thousand, and how it stays true.

Each city has one line of facts (`CityTraits`) and a list of those most like it (`LikeCity`). A
change leaves a `CityChange`; a job then reads the facts of that city anew, compares it with all,
and puts it into the lists of others or takes it out of them. A list holds whoever stands at least
as high as its `floor`, so it stays whole without comparing its owner again; where too many have
left it, or after a day (topics become more common), it is made anew.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import timedelta
from functools import lru_cache
from sys import intern
from uuid import UUID

from sqlalchemy import bindparam, func, insert
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, select, update

from backend.core import clock
from backend.core.db import rows
from backend.core.locks import alone
from backend.domain.cities.changing import CityChange, changed
from backend.domain.cities.models import City
from backend.domain.matching import facts, likeness
from backend.domain.matching.likeness import USUAL, Facts, Rarity, Topic
from backend.domain.matching.models import CityTraits, LikeCity, TopicRarity
from backend.domain.topics import models as topics

KEPT = 60
"""How many a list begins with; it is made anew once half of them have left it."""
A_TIME = 5
"""Lists in one transaction: at ten thousand cities, about a quarter of a second."""
AGE = timedelta(days=1)

_LETTERS: Mapping[str, str] = {
    "": "-",
    "not_started": "n",
    "exploring": "e",
    "practising": "p",
    "leading": "l",
}
_STAGES = {letter: stage for stage, letter in _LETTERS.items()}


def packed(of: Facts) -> str:
    """Facts in one line; what is faced stands last, for `facts.read_faced`."""
    return "|".join(
        (
            str(of.population or ""),
            ",".join(sorted(of.languages)),
            "".join(_LETTERS[stage] for stage in of.stages),
            ",".join(of.priorities),
            ",".join(sorted(of.challenges)),
        )
    )


@lru_cache(maxsize=16_384)
def unpacked(line: str) -> Facts:
    people, tongues, letters, priorities, challenges = line.split("|")
    return Facts(
        tuple(intern(topic) for topic in priorities.split(",") if topic),
        frozenset(intern(topic) for topic in challenges.split(",") if topic),
        tuple(_STAGES[letter] for letter in letters),
        int(people) if people else None,
        frozenset(tongue for tongue in tongues.split(",") if tongue),
    )


def every(db: Session) -> dict[UUID, Facts]:
    """The facts of all cities, from their lines."""
    kept = columns(col(CityTraits.city_id), col(CityTraits.packed))
    return {city_id: unpacked(line) for city_id, line in rows(db, kept)}


def rarity(db: Session) -> Rarity:
    return facts.read_rarity(rows(db, columns(facts.rarities())).scalar())


def renew(db: Session, most: int = A_TIME, kept: int = KEPT) -> int:
    """Bring up to date what is due, so many cities at most; how many those were."""
    due = _due(db, most)
    if not due:
        return 0
    alone(db, "likeness of cities")
    # Those alone: what comes while we compare stays for the next time.
    taken = columns(col(CityChange.id)).where(col(CityChange.city_id).in_(due))
    done = list(rows(db, taken).scalars())
    lines = [
        {"city_id": city_id, "packed": packed(one)} for city_id, one in facts.known(db, due).items()
    ]
    have = set(
        rows(db, columns(col(CityTraits.city_id)).where(col(CityTraits.city_id).in_(due))).scalars()
    )
    for line in lines:
        if line["city_id"] in have:
            db.exec(
                update(CityTraits)
                .where(col(CityTraits.city_id) == line["city_id"])
                .values(packed=line["packed"])
            )
    fresh = [line | {"floor": 0} for line in lines if line["city_id"] not in have]
    if fresh:
        db.connection().execute(insert(CityTraits), fresh)
    list_anew(db, due, kept)
    db.exec(delete(CityChange).where(col(CityChange.id).in_(done)))
    db.flush()
    return len(due)


def list_anew(db: Session, due: Collection[UUID], kept: int = KEPT) -> None:
    """Make the lists of these cities from the lines of all."""
    _count_topics(db)
    cities, rare = every(db), rarity(db)
    for city_id in due:
        _list(db, city_id, cities, rare, kept)


def most_alike(
    here: UUID, cities: Mapping[UUID, Facts], rare: Rarity, weights: Mapping[str, int] = USUAL
) -> list[tuple[int, int, UUID]]:
    """All of whom likeness is claimed: standing, known weight, city; the highest first."""
    ours = cities[here]
    sixths = [likeness.in_sixths(weights, n) for n in range(likeness.PRINCIPLES + 1)]
    found: list[tuple[int, int, UUID]] = []
    for city_id, theirs in cities.items():
        spoken = likeness.spoken(ours.stages, theirs.stages)
        certain, known = likeness.weighed(likeness.alike(ours, theirs, rare), sixths[spoken])
        if certain and city_id != here and likeness.is_enough(known, weights):
            stands = likeness.standing(certain, known)
            if stands:
                found.append((stands, known, city_id))
    found.sort(reverse=True)
    return found


def _due(db: Session, most: int) -> list[UUID]:
    """Who changed or is new; if nobody, whose list is oldest, once it is a day old."""
    lines = columns(col(CityChange.city_id)).group_by(col(CityChange.city_id))
    due = list(rows(db, lines.order_by(func.min(col(CityChange.at))).limit(most)).scalars())
    if len(due) < most:
        new = (
            columns(col(City.id))
            .outerjoin(CityTraits, col(CityTraits.city_id) == col(City.id))
            .where(col(CityTraits.city_id).is_(None), col(City.id).not_in(due))
            .order_by(col(City.id))
            .limit(most - len(due))
        )
        due += rows(db, new).scalars()
    if due:
        return due
    old = (
        columns(col(CityTraits.city_id))
        .where(col(CityTraits.listed_at) < clock.now() - AGE)
        .order_by(col(CityTraits.listed_at))
        .limit(most)
    )
    return list(rows(db, old).scalars())


def _list(db: Session, here: UUID, cities: Mapping[UUID, Facts], rare: Rarity, kept: int) -> None:
    """Make a city's list, and let it stand in those of others where it belongs."""
    found = most_alike(here, cities, rare)
    best = found[:kept]
    floor = best[-1][0] if len(found) > kept else 0
    db.exec(delete(LikeCity).where(col(LikeCity.city_id) == here))
    _put(db, [(here, other, stands) for stands, _known, other in best])
    db.exec(
        update(CityTraits)
        .where(col(CityTraits.city_id) == here)
        .values(floor=floor, listed_at=clock.now())
    )
    _stand_in_others(db, here, {other: stands for stands, _known, other in found}, kept // 2)


def _stand_in_others(db: Session, here: UUID, standing: Mapping[UUID, int], least: int) -> None:
    listed = columns(col(CityTraits.city_id), col(CityTraits.floor)).where(
        col(CityTraits.listed_at).is_not(None), col(CityTraits.city_id) != here
    )
    floors = {city_id: floor for city_id, floor in rows(db, listed)}  # noqa: C416 - a Row is no pair
    belongs = {one for one, floor in floors.items() if standing.get(one, -1) >= floor}
    listing = columns(col(LikeCity.city_id), col(LikeCity.standing))
    listing = listing.where(col(LikeCity.other_id) == here)
    stands = {city_id: stood for city_id, stood in rows(db, listing)}  # noqa: C416 - a Row is no pair
    leaves = stands.keys() - belongs
    db.exec(
        delete(LikeCity).where(col(LikeCity.other_id) == here, col(LikeCity.city_id).in_(leaves))
    )
    _put(db, [(one, here, standing[one]) for one in sorted(belongs - stands.keys())])
    stays = belongs & stands.keys()
    _stand(db, here, {one: standing[one] for one in stays if stands[one] != standing[one]})
    _relist(db, {one for one in leaves if floors.get(one)}, least)


def _relist(db: Session, shrunk: Collection[UUID], least: int) -> None:
    """Have those lists made anew from which too many have gone."""
    if not shrunk:
        return
    left = columns(col(LikeCity.city_id)).where(col(LikeCity.city_id).in_(shrunk))
    counts = Counter(rows(db, left).scalars())
    changed(db, *(one for one in shrunk if counts[one] < least))


def _put(db: Session, listed: Collection[tuple[UUID, UUID, int]]) -> None:
    if listed:
        lines = [
            {"city_id": one, "other_id": other, "standing": stands} for one, other, stands in listed
        ]
        db.connection().execute(insert(LikeCity), lines)


def _stand(db: Session, here: UUID, standing: Mapping[UUID, int]) -> None:
    """Say in the lists of these how high a city stands there now."""
    if standing:
        mine = (col(LikeCity.city_id) == bindparam("of"), col(LikeCity.other_id) == here)
        lines = [{"of": one, "now": stands} for one, stands in sorted(standing.items())]
        db.connection().execute(
            update(LikeCity).where(*mine).values(standing=bindparam("now")), lines
        )


def _count_topics(db: Session) -> None:
    """How many cities name each topic, and face something on it, as the lines have it.

    A line names a topic that was merged into another until it is made anew.
    """
    named: Counter[Topic] = Counter()
    faced: Counter[Topic] = Counter()
    naming = facing = 0
    there = {one.hex for one in rows(db, columns(col(topics.Topic.id))).scalars()}
    for one in every(db).values():
        named.update(one.priorities)
        faced.update(one.challenges)
        naming += bool(one.priorities)
        facing += bool(one.challenges)
    kept = {one.topic_id.hex: one for one in db.exec(select(TopicRarity))}
    for topic in there & (named.keys() | faced.keys() | kept.keys()):
        row = kept.get(topic) or TopicRarity(
            topic_id=UUID(topic), prioritised=0, prioritising=0, faced=0, facing=0
        )
        row.prioritised, row.prioritising = named[topic], naming
        row.faced, row.facing = faced[topic], facing
        db.add(row)
    db.flush()
