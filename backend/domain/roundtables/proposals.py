"""Cities that might be invited: those that face the same, those that can help, regions missing.

Each comes with its reasons, and each reason with where it can be read. Who can help is found as
everywhere (`matching`), so whoever is not to be suggested, shows nobody their city, or is kept away
by whoever asks speaks for no city here either.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, or_, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.i18n import _, ngettext
from backend.core.speech import listed
from backend.core.text import fold
from backend.domain.challenges.models import Challenge, ChallengeTopic, Facing
from backend.domain.challenges.sight import listed_for as challenge_listed_for
from backend.domain.cities.countries import REGIONS as REGION_NAMES
from backend.domain.cities.models import City, CityName, CityPriority
from backend.domain.matching.peers import About, Peer, who_can_help
from backend.domain.members.models import Member
from backend.domain.roundtables import page
from backend.domain.roundtables.models import Roundtable, RoundtableCity
from backend.domain.subjects import Glance
from backend.domain.topics.queries import TopicRow, Tree

MOST, FOUND = 12, 24
REGIONS = ("africa", "asia", "europe", "latin_america", "northern_america", "oceania")
HELPERS = 60
"""People who can help, the likeliest first, that are looked through for their cities."""
NAMED = 2
"""Of each kind of reason, so many are told with their own record."""
FACES, RANKS = "faces", "ranks"


@dataclass(frozen=True, slots=True)
class Why:
    """A reason in a sentence, and where it can be read."""

    words: str
    records: Sequence[Glance] = ()
    region: str = ""
    """Where the reason is a region that is missing: the list of its cities is the record."""


@dataclass(frozen=True, slots=True)
class ProposedCity:
    """A city with why it might be invited."""

    id: UUID
    slug: str
    name: str
    country: str
    region: str
    reasons: Sequence[Why] = ()


@dataclass(slots=True)
class _Said:
    """What speaks for a city."""

    faces: int = 0
    challenges: list[Glance] = field(default_factory=list)
    """The newest of those it faces."""
    ranks: set[UUID] = field(default_factory=set)
    helpers: list[Peer] = field(default_factory=list)


def proposed(
    db: Session, me: Member, table: Roundtable, there: Iterable[str] = ()
) -> list[ProposedCity]:
    """Cities not chosen yet, those with most to bring to these topics first.

    `there` are the regions of those that are chosen: whoever comes from another brings that, too.
    """
    topics = page.topics_of(db, table)
    said = _said(db, me, [topic.id for topic in topics])
    about, known = About("roundtable", table.id), Tree(topics)
    branch = [topic.id for topic in topics]
    for peer in who_can_help(db, me, branch, known, about=about, limit=HELPERS):
        if peer.person.city is not None:
            said.setdefault(peer.person.city.id, _Said()).helpers.append(peer)
    missing = set(missing_regions(there)) if there else set()
    found = _cities(db, table, col(City.id).in_(said))
    best = sorted(
        found,
        key=lambda city: (-_weight(said[city.id]) - 3 * (city.region in missing), fold(city.name)),
    )
    return [_with_reasons(city, said[city.id], topics, missing) for city in best[:MOST]]


def called(
    db: Session, table: Roundtable, words: str, region: str = ""
) -> tuple[list[ProposedCity], bool]:
    """Cities not chosen yet that are called so in any spelling, in a region of the world.

    As many as a page shows, by name, and whether there are more.
    """
    begins = fold(words)
    if not (begins or region):
        return [], False
    so_called = columns(col(CityName.city_id)).where(
        col(CityName.folded).startswith(begins, autoescape=True)
    )
    by_name = col(City.folded).startswith(begins, autoescape=True)
    wanted = [or_(by_name, col(City.id).in_(so_called))] if begins else []
    if region:
        wanted.append(col(City.region) == region)
    found = _cities(db, table, and_(*wanted), FOUND + 1)
    return found[:FOUND], len(found) > FOUND


def missing_regions(regions: Iterable[str]) -> list[str]:
    """The regions of the world from which nobody is invited."""
    there = set(regions)
    return [region for region in REGIONS if region not in there]


def _cities(
    db: Session, table: Roundtable, wanted: ColumnElement[bool], most: int | None = None
) -> list[ProposedCity]:
    chosen = columns(col(RoundtableCity.city_id)).where(
        col(RoundtableCity.roundtable_id) == table.id
    )
    found = rows(
        db,
        columns(col(City.id), col(City.slug), col(City.name), col(City.country), col(City.region))
        .where(wanted, col(City.id).not_in(chosen))
        .order_by(col(City.folded), col(City.id))
        .limit(most),
    )
    return [ProposedCity(*one) for one in found]


def _said(db: Session, me: Member, topic_ids: Sequence[UUID]) -> dict[UUID, _Said]:
    """What each city faces of these topics, and which of them it puts first."""
    told = union_all(_facing(me, topic_ids), _ranking(topic_ids)).subquery()
    found: dict[UUID, _Said] = {}
    for city_id, what, thing, slug, title, count in rows(db, columns(told)):
        one = found.setdefault(city_id, _Said())
        if what == RANKS:
            one.ranks.add(UUID(thing))
        else:
            one.faces = count
            one.challenges.append(Glance("challenge", UUID(thing), title, slug))
    return found


def _facing(me: Member, topic_ids: Sequence[UUID]) -> Select[*tuple[Any, ...]]:
    """The newest challenges on these topics that each city faces, and how many there are."""
    on_topic = columns(col(ChallengeTopic.challenge_id)).where(
        col(ChallengeTopic.topic_id).in_(topic_ids)
    )
    city_id = col(Facing.city_id)
    ranked = (
        columns(
            city_id.label("city_id"),
            cast(col(Challenge.id), String).label("thing"),
            col(Challenge.slug),
            col(Challenge.title),
            func.count().over(partition_by=city_id).label("count"),
            func.row_number()
            .over(partition_by=city_id, order_by=col(Challenge.id).desc())
            .label("place"),
        )
        .join(Challenge, col(Challenge.id) == col(Facing.challenge_id))
        .where(
            col(Challenge.id).in_(on_topic),
            challenge_listed_for(me),
            col(Challenge.hidden_at).is_(None),
        )
        .subquery()
    )
    one = ranked.c
    return columns(
        one.city_id, literal(FACES).label("what"), one.thing, one.slug, one.title, one.count
    ).where(one.place <= NAMED)


def _ranking(topic_ids: Sequence[UUID]) -> Select[*tuple[Any, ...]]:
    """The topics that each city has among its priorities."""
    return columns(
        col(CityPriority.city_id),
        literal(RANKS),
        cast(col(CityPriority.topic_id), String),
        literal(""),
        literal(""),
        literal(1),
    ).where(col(CityPriority.topic_id).in_(topic_ids))


def _weight(said: _Said) -> int:
    """A city that faces it comes before one that only thinks it matters."""
    return 4 * min(said.faces, 3) + 3 * len(said.ranks) + 2 * min(len(said.helpers), 3)


def _with_reasons(
    city: ProposedCity, said: _Said, topics: Sequence[TopicRow], missing: Collection[str]
) -> ProposedCity:
    reasons = []
    if said.faces:
        words = ngettext(
            "Faces {count} challenge on this.", "Faces {count} challenges on this.", said.faces
        )
        newest = sorted(said.challenges, key=lambda one: one.id, reverse=True)
        reasons.append(Why(words, newest))
    if said.ranks:
        labels = [topic.label for topic in topics if topic.id in said.ranks]
        words = _("Has {topics} among its priorities.", topics=listed(labels))
        reasons.append(Why(words, [Glance("city", city.id, "", city.slug)]))
    reasons += [_helps(peer) for peer in said.helpers[:NAMED]]
    if city.region in missing:
        region = _(REGION_NAMES[city.region])
        words = _("Nobody is invited from {region} yet.", region=region)
        reasons.append(Why(words, region=city.region))
    return replace(city, reasons=reasons)


def _helps(peer: Peer) -> Why:
    """Somebody of the city, with what speaks for them most."""
    who = peer.person
    first = next((one.words for one in peer.reasons), "")
    words = _("{name} can help. {why}", name=who.name, why=first)
    return Why(words, [Glance("member", who.id, "", who.slug)])
