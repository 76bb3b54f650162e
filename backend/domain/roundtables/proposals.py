"""Cities that might be invited: those that face the same, and those that can help."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.i18n import _, ngettext
from backend.core.text import fold
from backend.domain.challenges.models import Challenge, ChallengeTopic, Facing
from backend.domain.challenges.sight import visible_to as challenge_visible_to
from backend.domain.cities.models import City, CityName, CityPriority
from backend.domain.members.models import Member, MemberTopic
from backend.domain.members.queries import in_lists, shown
from backend.domain.roundtables.models import Roundtable, RoundtableCity, RoundtableTopic

MOST, FOUND = 12, 24
REGIONS = ("africa", "asia", "europe", "latin_america", "northern_america", "oceania")
FACES, RANKS, HELPS = "faces", "ranks", "helps"


@dataclass(frozen=True, slots=True)
class ProposedCity:
    """A city with why it might be invited, in words."""

    id: UUID
    slug: str
    name: str
    country: str
    region: str
    reasons: Sequence[str] = ()


def proposed(db: Session, me: Member, table: Roundtable) -> list[ProposedCity]:
    """Cities not chosen yet, those with most to bring to these topics first."""
    about = (
        columns(col(RoundtableTopic.topic_id))
        .where(col(RoundtableTopic.roundtable_id) == table.id)
        .scalar_subquery()
    )
    said = union_all(
        _facing(me, col(ChallengeTopic.topic_id).in_(about)),
        _ranking(col(CityPriority.topic_id).in_(about)),
        _helping(me, col(MemberTopic.topic_id).in_(about)),
    ).subquery()
    counts: dict[UUID, dict[str, int]] = {}
    for city_id, what, count in rows(db, columns(said.c.city_id, said.c.what, said.c.count)):
        counts.setdefault(city_id, {})[what] = count
    found = _cities(db, table, col(City.id).in_(counts))
    best = sorted(found, key=lambda city: (-_weight(counts[city.id]), fold(city.name)))
    return [_with_reasons(city, counts[city.id]) for city in best[:MOST]]


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


def _facing(me: Member, on_topic: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """How many of the challenges on these topics each city faces."""
    return (
        columns(
            col(Facing.city_id).label("city_id"),
            literal(FACES).label("what"),
            func.count(col(Challenge.id).distinct()).label("count"),
        )
        .join(Challenge, col(Challenge.id) == col(Facing.challenge_id))
        .join(ChallengeTopic, col(ChallengeTopic.challenge_id) == col(Challenge.id))
        .where(on_topic, challenge_visible_to(me), col(Challenge.hidden_at).is_(None))
        .group_by(col(Facing.city_id))
    )


def _ranking(on_topic: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """How many of the topics each city has among its priorities."""
    return (
        columns(col(CityPriority.city_id), literal(RANKS), func.count())
        .where(on_topic)
        .group_by(col(CityPriority.city_id))
    )


def _helping(me: Member, on_topic: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """How many people of each city can help with them."""
    return (
        columns(col(Member.city_id), literal(HELPS), func.count(col(Member.id).distinct()))
        .join(MemberTopic, col(MemberTopic.member_id) == col(Member.id))
        .where(
            on_topic,
            col(MemberTopic.side) == "can_help",
            col(Member.city_id).is_not(None),
            in_lists(),
            shown("can_help", me),
        )
        .group_by(col(Member.city_id))
    )


def _weight(counts: dict[str, int]) -> int:
    """A city that faces it comes before one that only thinks it matters."""
    return 4 * counts.get(FACES, 0) + 3 * counts.get(RANKS, 0) + 2 * counts.get(HELPS, 0)


def _with_reasons(city: ProposedCity, counts: dict[str, int]) -> ProposedCity:
    reasons = []
    if faced := counts.get(FACES):
        reasons.append(
            ngettext("faces {count} challenge on this", "faces {count} challenges on this", faced)
        )
    if counts.get(RANKS):
        reasons.append(_("put it among its priorities"))
    if helping := counts.get(HELPS):
        reasons.append(ngettext("{count} person can help", "{count} people can help", helping))
    return ProposedCity(city.id, city.slug, city.name, city.country, city.region, reasons)
