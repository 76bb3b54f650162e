"""What a member's affiliations make of them: whose people they are one of, and what they lead.

The only place that changes the `city_id` of a member who was admitted.
"""

from uuid import UUID

from sqlmodel import Session, col, select

from backend.core import clock
from backend.domain.affiliations.models import Affiliation
from backend.domain.cities.models import City
from backend.domain.members.actions import make_findable
from backend.domain.members.models import Member
from backend.domain.members.queries import deciders, taking_part
from backend.domain.notifications.actions import tell
from backend.domain.roles import actions as roles


def main_of(db: Session, member_id: UUID) -> Affiliation | None:
    """The affiliation by which a member acts, whether or not somebody vouches for it now."""
    return db.exec(
        select(Affiliation).where(
            col(Affiliation.member_id) == member_id,
            col(Affiliation.is_main),
            col(Affiliation.ended_at).is_(None),
        )
    ).first()


def settle(db: Session, member: Member) -> None:
    """Bring what all visibility rests on into step with the member's main affiliation."""
    db.flush()
    main = main_of(db, member.id)
    before, member.city_id = member.city_id, main.city_id if main and main.holds else None
    member.organisation = main.body if main and main.city_id is None else ""
    member.unverified_since = None
    if main is None or not main.holds:
        member.unverified_since = main.lapsed_at if main else None
        member.unverified_since = member.unverified_since or clock.now()
    if member.city_id != before:
        _keep_time_of(db, member, before)
        _lead_no_more(db, member, before)
    db.add(member)
    db.flush()
    make_findable(db, member)


def _keep_time_of(db: Session, member: Member, before: UUID | None) -> None:
    """Who kept their city's time keeps the new one's."""
    old = db.get(City, before) if before else None
    new = db.get(City, member.city_id) if member.city_id else None
    if old is not None and new is not None and member.zone == old.zone:
        member.zone = new.zone


def _lead_no_more(db: Session, member: Member, city_id: UUID | None) -> None:
    """A lead who isn't of the city any more doesn't lead it; conveners hear if nobody does."""
    if not member.is_lead or city_id is None:
        return
    roles.stop(db, member, "lead", city_id)
    others = select(Member.id).where(
        col(Member.city_id) == city_id, col(Member.is_lead), taking_part()
    )
    if db.exec(others).first() is None:
        city = db.get_one(City, city_id)
        told = deciders(db, None) - {member.id}
        tell(db, told, "city.leadless", ("city", city_id), {"city": city.name})
