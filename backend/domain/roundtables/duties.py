"""Hosting a roundtable that is still to come, as something that a host who leaves hands over."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col, or_

from backend.core import clock
from backend.core.db import rows
from backend.core.i18n import N_
from backend.domain.affiliations import duties
from backend.domain.affiliations.duties import Duty, Held, Passing
from backend.domain.members.models import Member
from backend.domain.roles import actions as roles
from backend.domain.roles.models import RoleGrant
from backend.domain.roundtables.models import Roundtable


def _hosting(db: Session, member_id: UUID, _city_id: UUID) -> Sequence[Held]:
    held = columns(col(RoleGrant.scope_id)).where(
        col(RoleGrant.member_id) == member_id,
        col(RoleGrant.role) == "host",
        col(RoleGrant.ended_at).is_(None),
    )
    to_come = or_(col(Roundtable.ends_at).is_(None), col(Roundtable.ends_at) > clock.now())
    wanted = columns(col(Roundtable.id), col(Roundtable.title), col(Roundtable.slug)).where(
        col(Roundtable.id).in_(held),
        to_come,
        col(Roundtable.cancelled_at).is_(None),
        col(Roundtable.hidden_at).is_(None),
    )
    return [Held(*one) for one in rows(db, wanted.order_by(col(Roundtable.id)))]


def _host(db: Session, passing: Passing) -> None:
    roles.stop(db, db.get_one(Member, passing.left_by_id), "host", passing.subject_id)
    roles.give(db, passing.to, "host", passing.subject_id)


duties.register(
    Duty("host", N_("Hosting a roundtable"), "roundtable", _hosting, _host, is_role=True)
)
