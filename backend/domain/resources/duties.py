"""What somebody who leaves a city had in hand of its resources, and how a colleague takes it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col, or_

from backend.core.db import rows
from backend.core.i18n import N_
from backend.domain.affiliations import duties
from backend.domain.affiliations.duties import Duty, Held, Passing
from backend.domain.notifications import actions as notifications
from backend.domain.resources.adoptions import Adoption
from backend.domain.resources.models import Resource


def _kept(db: Session, member_id: UUID, city_id: UUID) -> Sequence[Held]:
    """What was published for the city."""
    theirs = or_(
        col(Resource.keeper_id) == member_id,
        col(Resource.keeper_id).is_(None) & (col(Resource.author_id) == member_id),
    )
    wanted = columns(col(Resource.id), col(Resource.title), col(Resource.slug)).where(
        theirs, col(Resource.city_id) == city_id, col(Resource.hidden_at).is_(None)
    )
    return [Held(*one) for one in rows(db, wanted.order_by(col(Resource.id)))]


def _keep(db: Session, passing: Passing) -> None:
    resource = db.get(Resource, passing.subject_id)
    if resource is None:
        return
    resource.keeper_id = passing.to.id
    db.add(resource)
    notifications.follow(db, passing.to.id, "resource", resource.id)


def _adopted(db: Session, member_id: UUID, city_id: UUID) -> Sequence[Held]:
    wanted = (
        columns(col(Adoption.id), col(Resource.title), col(Resource.slug))
        .join(Resource, col(Resource.id) == col(Adoption.resource_id))
        .where(
            col(Adoption.author_id) == member_id,
            col(Adoption.city_id) == city_id,
            col(Adoption.hidden_at).is_(None),
        )
    )
    return [Held(*one) for one in rows(db, wanted.order_by(col(Adoption.id)))]


def _say_again(db: Session, passing: Passing) -> None:
    """The words stay; who stands for them changes."""
    adoption = db.get(Adoption, passing.subject_id)
    if adoption is None:
        return
    adoption.author_id = passing.to.id
    db.add(adoption)


duties.register(Duty("resource", N_("Resource"), "resource", _kept, _keep))
duties.register(
    Duty("adoption", N_("What the city said: “we use this”"), "adoption", _adopted, _say_again)
)
