"""Who hears of what happens to a resource: never of what they may not see."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from backend.domain.members.audience import known_as
from backend.domain.members.models import Member
from backend.domain.notifications.actions import tell
from backend.domain.notifications.queries import followers
from backend.domain.resources import policy
from backend.domain.resources.adoptions import Adoption
from backend.domain.resources.models import Resource


def tell_of(
    db: Session,
    resource: Resource,
    recipients: Iterable[UUID],
    event: str,
    by: Member,
    *,
    adoption: Adoption | None = None,
    by_mail: bool = True,
    **facts: Any,
) -> None:
    """Tell those of the recipients who see the resource, save who did it.

    Who edits what another added does so in office, and is heard by who muted them too.
    """
    people = db.exec(select(Member).where(col(Member.id).in_(set(recipients) - {by.id})))
    told = {one.id for one in people if one.is_member and policy.may_see(one, resource)}
    about = ("adoption", adoption.id) if adoption else ("resource", resource.id)
    name, _slug = known_as(by.name, by.slug, by.audience, by)
    said = {"title": resource.title, "by": name, **facts}
    own = adoption is not None or by.id == resource.author_id
    by_id, owner = by.id if own else None, resource.author_id
    tell(db, told, event, about, said, by=by_id, owner=owner, by_mail=by_mail)


def tell_of_adding(db: Session, resource: Resource, by: Member, topics: Iterable[UUID]) -> None:
    """Those that follow the person, the city that published it, or what it is about."""
    following = followers(db, "member", by.id)
    for topic_id in topics:
        following |= followers(db, "topic", topic_id)
    if resource.city_id is not None:
        following |= followers(db, "city", resource.city_id)
    tell_of(db, resource, following, "resource.added", by)


def listening(db: Session, resource: Resource) -> set[UUID]:
    """Who added it, and whoever follows it."""
    return {resource.author_id} | followers(db, "resource", resource.id)


def using(db: Session, resource: Resource) -> set[UUID]:
    """Those too who spoke for a city that has adopted it."""
    spoke = select(Adoption.author_id).where(col(Adoption.resource_id) == resource.id)
    return listening(db, resource) | set(db.exec(spoke))
