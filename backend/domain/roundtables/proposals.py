"""Cities that might be invited: those that face the same, those that can help, regions missing.

Each comes with its reasons, and each reason with where it can be read. Who can help is found as
everywhere (`matching`), so whoever is not to be suggested, shows nobody their city, or is kept away
by whoever asks speaks for no city here either.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.i18n import _, ngettext
from backend.core.speech import listed
from backend.core.text import fold
from backend.domain.cities.countries import REGIONS as REGION_NAMES
from backend.domain.cities.models import City, CityName
from backend.domain.matching.peers import About, Peer, who_can_help
from backend.domain.members.models import Member
from backend.domain.roundtables import page
from backend.domain.roundtables import proposal_evidence as evidence
from backend.domain.roundtables.models import Roundtable, RoundtableCity
from backend.domain.roundtables.proposal_evidence import ENOUGH, NAMED, Evidence
from backend.domain.subjects import Glance
from backend.domain.topics.queries import TopicRow, Tree

MOST, FOUND = 12, 24
REGIONS = ("africa", "asia", "europe", "latin_america", "northern_america", "oceania")
HELPERS = 60
"""People who can help, the likeliest first, that are looked through for their cities."""


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


def proposed(
    db: Session, me: Member, table: Roundtable, there: Iterable[str] = ()
) -> list[ProposedCity]:
    """Cities not chosen yet, those with most to bring to these topics first.

    `there` are the regions of those that are chosen: whoever comes from another brings that, too.
    """
    topics = page.topics_of(db, table)
    branch = [topic.id for topic in topics]
    helpers: defaultdict[UUID, list[Peer]] = defaultdict(list)
    about = About("roundtable", table.id)
    for peer in who_can_help(db, me, branch, Tree(topics), about=about, limit=HELPERS):
        if peer.person.city is not None:
            helpers[peer.person.city.id].append(peer)
    missing = set(missing_regions(there)) if there else set()

    def order(one: tuple[ProposedCity, int]) -> tuple[int, str]:
        city, weight = one
        weight += 2 * min(len(helpers[city.id]), ENOUGH) + 3 * (city.region in missing)
        return -weight, fold(city.name)

    weighed = evidence.cities(
        db, me, branch, _is_not_chosen(table), missing=missing, besides=list(helpers), most=MOST
    )
    best = sorted(((ProposedCity(*one[:5]), one[5]) for one in weighed), key=order)[:MOST]
    said = evidence.of(db, me, branch, [city.id for city, _weight in best])
    return [
        replace(city, reasons=_reasons(city, said[city.id], helpers[city.id], topics, missing))
        for city, _weight in best
    ]


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
    is_named = col(City.folded).startswith(begins, autoescape=True)
    wanted = [or_(is_named, col(City.id).in_(so_called))] if begins else []
    if region:
        wanted.append(col(City.region) == region)
    named = columns(
        col(City.id), col(City.slug), col(City.name), col(City.country), col(City.region)
    ).where(*wanted, _is_not_chosen(table))
    by_name = named.order_by(col(City.folded), col(City.id)).limit(FOUND + 1)
    found = [ProposedCity(*one) for one in rows(db, by_name)]
    return found[:FOUND], len(found) > FOUND


def missing_regions(regions: Iterable[str]) -> list[str]:
    """The regions of the world from which nobody is invited."""
    there = set(regions)
    return [region for region in REGIONS if region not in there]


def _is_not_chosen(table: Roundtable) -> ColumnElement[bool]:
    chosen = columns(col(RoundtableCity.city_id))
    return col(City.id).not_in(chosen.where(col(RoundtableCity.roundtable_id) == table.id))


def _reasons(
    city: ProposedCity,
    said: Evidence,
    helpers: Sequence[Peer],
    topics: Sequence[TopicRow],
    missing: Collection[str],
) -> list[Why]:
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
    reasons += [_helps(peer) for peer in helpers[:NAMED]]
    if city.region in missing:
        region = _(REGION_NAMES[city.region])
        words = _("Nobody is invited from {region} yet.", region=region)
        reasons.append(Why(words, region=city.region))
    return reasons


def _helps(peer: Peer) -> Why:
    """Somebody of the city, with what speaks for them most."""
    who = peer.person
    first = next((one.words for one in peer.reasons), "")
    words = _("{name} can help. {why}", name=who.name, why=first)
    return Why(words, [Glance("member", who.id, "", who.slug)])
