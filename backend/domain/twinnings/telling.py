"""Who hears of what happens to a twinning: the leads of both cities, and who follows one of them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.members.queries import deciders, taking_part
from backend.domain.notifications.actions import tell
from backend.domain.notifications.queries import followers
from backend.domain.twinnings.models import Twinning
from backend.domain.twinnings.sight import BETWEEN


def leads_of(db: Session, city_ids: Iterable[UUID]) -> set[UUID]:
    """Who leads one of these cities now."""
    wanted = select(Member.id).where(
        col(Member.city_id).in_(set(city_ids)), col(Member.is_lead), taking_part()
    )
    return set(db.exec(wanted))


def is_led(db: Session, city_id: UUID) -> bool:
    """Whether anybody leads this city now: where nobody does, conveners stand in."""
    return bool(leads_of(db, {city_id}))


def tell_leads(
    db: Session,
    one: Twinning,
    event: str,
    by: Member | None,
    city_ids: Iterable[UUID] = (),
    *,
    by_mail: bool = True,
    **facts: Any,
) -> None:
    """Tell those who lead the cities of it; conveners, where a city that matters has no lead.

    Of what is hidden nobody hears.
    """
    if one.hidden_at is not None:
        return
    wanted = set(city_ids) or {one.city_id, one.other_id}
    told = leads_of(db, wanted)
    if not told - ({by.id} if by else set()):
        told = deciders(db, None)
    said = {"title": name_of(db, one), **({"by": by.name} if by else {}), **facts}
    told -= {by.id} if by else set()
    tell(db, told, event, ("twinning", one.id), said, by_mail=by_mail)


def tell_followers(db: Session, one: Twinning, event: str, by: Member) -> None:
    """Members who follow one of the cities, apart from their leads, who have heard."""
    if one.hidden_at is not None:
        return
    following = followers(db, "city", one.city_id) | followers(db, "city", one.other_id)
    following -= leads_of(db, {one.city_id, one.other_id}) | {by.id}
    told = set(db.exec(select(Member.id).where(col(Member.id).in_(following), taking_part())))
    tell(db, told, event, ("twinning", one.id), {"title": name_of(db, one)}, by_mail=False)


def name_of(db: Session, one: Twinning) -> str:
    return BETWEEN.join(db.get_one(City, city_id).name for city_id in (one.city_id, one.other_id))
