"""Who holds which role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.core.pages import PAGE, Page, as_key, cut
from backend.core.text import fold
from backend.domain import subjects
from backend.domain.cities.models import City
from backend.domain.members.audience import called
from backend.domain.members.models import Actor, Member
from backend.domain.members.queries import taking_part
from backend.domain.roles import policy
from backend.domain.roles.models import NAMES, SCOPES, RoleGrant
from backend.domain.subjects import Glance

_Giver = aliased(Member, name="giver")


@dataclass(frozen=True, slots=True)
class GrantRow:
    id: UUID
    member: str
    member_slug: str
    role: str
    holds: str
    """In words: "Curates Data trusts"."""
    about: Glance
    given_by: str
    granted_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom a name may mean."""

    name: str
    slug: str
    city: str


OFFERED = 8


def current(db: Session, me: Actor, after: str = "") -> Page[GrantRow]:
    """Every role that somebody holds now, the newest first."""
    policy.may_grant(me).insist()
    wanted = (
        columns(RoleGrant, col(Member.name), col(Member.slug), col(_Giver.name))
        .join(Member, col(Member.id) == col(RoleGrant.member_id))
        .outerjoin(_Giver, col(_Giver.id) == col(RoleGrant.granted_by_id))
        .where(col(RoleGrant.ended_at).is_(None))
        .order_by(col(RoleGrant.id).desc())
        .limit(PAGE + 1)
    )
    if key := as_key(after):
        wanted = wanted.where(col(RoleGrant.id) < key)
    found = list(rows(db, wanted))
    seen = subjects.glances(db, me, [(SCOPES[one.role], one.scope_id) for one, *_rest in found])
    page = cut(found, lambda row: str(row[0].id))
    items = [
        GrantRow(
            id=grant.id,
            member=called(name),
            member_slug=slug,
            role=grant.role,
            holds=_(NAMES[grant.role], scope=seen[SCOPES[grant.role], grant.scope_id].title),
            about=seen[SCOPES[grant.role], grant.scope_id],
            given_by=called(giver) if grant.granted_by_id else _("those who run this network"),
            granted_at=grant.granted_at,
            ends_at=grant.ends_at,
        )
        for grant, name, slug, giver in page.items
        if (SCOPES[grant.role], grant.scope_id) in seen
    ]
    return Page(items, page.next_key)


def so_called(db: Session, me: Actor, typed: str) -> list[Candidate]:
    """Members whose name has these letters in it, in any spelling: to choose from."""
    policy.may_grant(me).insist()
    if not (letters := fold(typed.strip())):
        return []
    wanted = (
        columns(col(Member.name), col(Member.slug), func.coalesce(City.name, ""))
        .outerjoin(City, col(City.id) == col(Member.city_id))
        .where(taking_part(), col(Member.folded).contains(letters, autoescape=True))
        .order_by(col(Member.folded), col(Member.id))
        .limit(OFFERED)
    )
    return [Candidate(*one) for one in rows(db, wanted)]


def held_by(db: Session, me: Actor, member: Member) -> Sequence[tuple[str, Glance]]:
    """What a member curates and hosts, as far as whoever asks may see that; no query for none.

    That they lead a city stands beside the city.
    """
    wanted = [(role, UUID(scope_id)) for role, scope_id in map(_parts, member.grants)]
    asked = [(role, scope_id) for role, scope_id in wanted if role != "lead"]
    seen = subjects.glances(db, me, [(SCOPES[role], scope_id) for role, scope_id in asked])
    found = [(role, seen.get((SCOPES[role], scope_id))) for role, scope_id in asked]
    named = [(_(NAMES[role], scope=one.title), one) for role, one in found if one is not None]
    return sorted(named, key=lambda held: held[0])


def entity(db: Session, me: Actor, grant_id: UUID) -> RoleGrant:
    policy.may_grant(me).insist()
    found = db.exec(select(RoleGrant).where(col(RoleGrant.id) == grant_id)).first()
    if found is None:
        raise NotFound(_("There is no such role."))
    return found


def _parts(held: str) -> tuple[str, str]:
    role, _colon, scope_id = held.partition(":")
    return role, scope_id
