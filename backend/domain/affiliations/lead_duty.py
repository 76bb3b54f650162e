"""Leading a city, as something that a lead who leaves hands over."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from backend.core.i18n import N_
from backend.domain.affiliations import duties
from backend.domain.affiliations.duties import Duty, Held, Passing
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.members.queries import deciders
from backend.domain.notifications.actions import tell
from backend.domain.roles import actions as roles


def _leading(db: Session, member_id: UUID, city_id: UUID) -> Sequence[Held]:
    member = db.get_one(Member, member_id)
    if not member.is_lead or member.city_id != city_id:
        return []
    city = db.get_one(City, city_id)
    return [Held(city.id, city.name, city.slug)]


def _lead(db: Session, passing: Passing) -> None:
    """Only somebody of the city leads it: not the convener who has it in hand meanwhile."""
    if passing.to.city_id != passing.city_id:
        return
    roles.give(db, passing.to, "lead", passing.city_id)
    facts = {"name": passing.to.name, "city": db.get_one(City, passing.city_id).name}
    told = deciders(db, None) - {passing.to.id}
    tell(db, told, "city.led", ("city", passing.city_id), facts, by_mail=False)


duties.register(Duty("lead", N_("Leading the city"), "city", _leading, _lead, is_role=True))
