"""Giving and ending roles. The only place that writes what a member's row says of them."""

from datetime import time, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from backend.core import clock, times
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.locks import alone
from backend.domain import subjects
from backend.domain.members.models import Member
from backend.domain.members.queries import taking_part
from backend.domain.moderation import log
from backend.domain.notifications.actions import tell
from backend.domain.roles import policy
from backend.domain.roles.models import SCOPES, EndDraft, GrantDraft, RoleGrant


def grant(db: Session, me: Member, draft: GrantDraft) -> RoleGrant:
    """Give somebody a role, with the reason that they and the log read."""
    policy.may_grant(me).insist()
    member = db.exec(select(Member).where(col(Member.slug) == draft.member, taking_part())).first()
    if member is None:
        raise Rejected({"member": _("There is no member of this name here.")})
    scope_id = _scope(db, me, member, draft)
    ends_at = None
    if draft.until is not None:
        ends_at = times.moment(draft.until, time(0), me.zone) + timedelta(days=1)
        if ends_at <= clock.now():
            raise Rejected({"until": _("This day has passed.")})
    given = give(db, member, draft.role, scope_id, by=me)
    given.ends_at = ends_at
    db.add(given)
    _say(db, me, member, f"grant_{draft.role}", draft.reason)
    return given


def end(db: Session, me: Member, one: RoleGrant, draft: EndDraft) -> RoleGrant:
    """Take a role back, with the reason."""
    policy.may_end(me, one).insist()
    member = db.get_one(Member, one.member_id)
    _end(db, one, member)
    _say(db, me, member, f"end_{one.role}", draft.reason)
    return one


def give(
    db: Session, member: Member, role: str, scope_id: UUID, *, by: Member | None = None
) -> RoleGrant:
    """Let a member hold a role from now on; who holds it already goes on doing so."""
    alone(db, f"roles of {member.id}")
    found = _open_of(db, member, role, scope_id)
    given = found[0] if found else RoleGrant(member_id=member.id, role=role, scope_id=scope_id)
    given.granted_by_id = by.id if by else given.granted_by_id
    db.add(given)
    _note(db, member)
    return given


def stop(db: Session, member: Member, role: str, scope_id: UUID) -> None:
    """Let a member hold a role no more, if they did."""
    for one in _open_of(db, member, role, scope_id):
        one.ended_at = clock.now()
        db.add(one)
    _note(db, member)


def hand_on(db: Session, role: str, old: UUID, new: UUID) -> None:
    """Who held a role for one thing holds it for another, which has taken the first one's place."""
    held = select(RoleGrant).where(
        col(RoleGrant.role) == role,
        col(RoleGrant.scope_id) == old,
        col(RoleGrant.ended_at).is_(None),
    )
    for one in db.exec(held).all():
        member = db.get_one(Member, one.member_id)
        if _open_of(db, member, role, new):
            one.ended_at = clock.now()
        else:
            one.scope_id = new
        db.add(one)
        _note(db, member)


def expire(db: Session) -> int:
    """End what was given for a time that is over; how many roles that were."""
    alone(db, "roles that run out")
    over = select(RoleGrant).where(
        col(RoleGrant.ended_at).is_(None), col(RoleGrant.ends_at) <= clock.now()
    )
    found = db.exec(over).all()
    for one in found:
        _end(db, one, db.get_one(Member, one.member_id))
    return len(found)


def _end(db: Session, one: RoleGrant, member: Member) -> None:
    one.ended_at = clock.now()
    db.add(one)
    _note(db, member)


def _note(db: Session, member: Member) -> None:
    """Keep on the member's own row what they hold, for policies to ask without a query."""
    db.flush()
    held = db.exec(
        select(RoleGrant)
        .where(col(RoleGrant.member_id) == member.id, col(RoleGrant.ended_at).is_(None))
        .order_by(col(RoleGrant.id))
    ).all()
    member.grants = [f"{one.role}:{one.scope_id}" for one in held]
    member.is_lead = any(one.role == "lead" and one.scope_id == member.city_id for one in held)
    db.add(member)
    db.flush()


def _open_of(db: Session, member: Member, role: str, scope_id: UUID) -> list[RoleGrant]:
    wanted = select(RoleGrant).where(
        col(RoleGrant.member_id) == member.id,
        col(RoleGrant.role) == role,
        col(RoleGrant.scope_id) == scope_id,
        col(RoleGrant.ended_at).is_(None),
    )
    return list(db.exec(wanted))


def _scope(db: Session, me: Member, member: Member, draft: GrantDraft) -> UUID:
    """Of what the role is: a lead's is the city they work for."""
    if draft.role == "lead":
        if member.city_id is None:
            sentence = _("{name} belongs to no city that they could lead.", name=member.name)
            raise Rejected({"member": sentence})
        return member.city_id
    kind = subjects.kind(SCOPES[draft.role])
    wanted = select(kind.model.id).where(col(kind.model.slug) == draft.scope, kind.visible_to(me))
    found: UUID | None = db.exec(wanted).first()
    if found is None:
        raise Rejected({"scope": _("There is no such topic or roundtable here.")})
    return found


def _say(db: Session, me: Member, member: Member, deed: str, reason: str) -> None:
    about = ("member", member.id)
    log.append(db, me.id, deed, about, reason=reason)
    event = "member.role_given" if deed.startswith("grant_") else "member.role_ended"
    tell(db, {member.id} - {me.id}, event, about, {"by": me.name, "reason": reason})
