"""Names compared, those that somebody bore, and the addresses made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, true
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import clock, names
from backend.core.db import rows
from backend.core.errors import Conflict
from backend.core.i18n import _
from backend.core.slugs import free_slug
from backend.core.text import fold, slugify
from backend.domain.members import policy
from backend.domain.members.models import Actor, Member
from backend.domain.members.names import LONGEST_SHAPE, FormerSlug, NameChange, NameShape
from backend.domain.members.queries import taking_part, visible_to

SETTLED = timedelta(days=30)
"""So long an address stays before it can follow a name again, and a name is borne before it counts
as what others call somebody."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A member whose name another could be taken for."""

    id: UUID
    name: str
    slug: str
    is_convener: bool


def free_address(db: Session, name: str) -> str:
    """An address for a profile that no other profile has or had."""
    return free_slug(db, Member.slug, name, besides=[FormerSlug.slug])


def twins(db: Session, name: str, besides: UUID | None = None, limit: int = 3) -> Sequence[Twin]:
    """Members whose name looks like this one, conveners first.

    Many people have the same name, so the very same is told of conveners alone.
    """
    other = col(Member.folded) != fold(name)[:120]
    found = (
        columns(col(Member.id), col(Member.name), col(Member.slug), col(Member.is_convener))
        .join(NameShape, col(NameShape.member_id) == col(Member.id))
        .where(
            col(NameShape.shape) == _shape(name),
            taking_part(),
            or_(other, col(Member.is_convener)),
            col(Member.id) != besides if besides else true(),
        )
        .order_by(col(Member.is_convener).desc(), col(Member.id))
        .limit(limit)
    )
    return [Twin(*one) for one in rows(db, found)]


def is_odd(db: Session, name: str, besides: UUID | None) -> bool:
    """Whether a convener should look at this name."""
    return names.is_mixed(name) or bool(twins(db, name, besides, limit=1))


def remember(db: Session, member: Member) -> None:
    """Keep what a member's name looks like."""
    db.merge(NameShape(member_id=member.id, shape=_shape(member.name)))


def known_as(db: Session, member: Member) -> list[str]:
    """The names by which others speak of a member: borne for a month, or what they came with.

    Without any by which somebody else is called: what is said of that name may be said of them.
    """
    terms = _terms(db, member)
    borne = [
        name for at, (name, since, until) in enumerate(terms) if at == 0 or until - since >= SETTLED
    ]
    folded = {fold(name)[:120] for name in borne}
    others = columns(col(Member.folded)).where(
        col(Member.folded).in_(folded),
        col(Member.id) != member.id,
        col(Member.admitted_at).is_not(None),
        col(Member.erased_at).is_(None),
    )
    taken = set(rows(db, others).scalars())
    return [name for name in dict.fromkeys(borne) if fold(name)[:120] not in taken]


def _terms(db: Session, member: Member) -> list[tuple[str, datetime, datetime]]:
    """Each name that a member bore, with since when and until when."""
    changes = (
        columns(col(NameChange.before), col(NameChange.at))
        .where(col(NameChange.member_id) == member.id, col(NameChange.stands))
        .order_by(col(NameChange.at), col(NameChange.id))
    )
    terms, since = [], member.joined_at
    for before, at in rows(db, changes):
        terms.append((before, since, at))
        since = at
    return [*terms, (member.name, since, clock.now())]


def former_addresses(db: Session, member: Member) -> list[str]:
    """The addresses that their profile had: they are made of names, too."""
    had = columns(col(FormerSlug.slug)).where(col(FormerSlug.member_id) == member.id)
    return list(rows(db, had.order_by(col(FormerSlug.slug))).scalars())


def readdress(db: Session, me: Member) -> str:
    """Let the address of my profile follow my name; the one it had leads there."""
    policy.may_edit(me, me).insist()
    if not is_behind(me):
        raise Conflict(_("The address of your profile follows your name already."))
    recent = columns(func.count()).where(
        col(FormerSlug.member_id) == me.id, col(FormerSlug.until) > clock.now() - SETTLED
    )
    if rows(db, recent).scalar_one():
        raise Conflict(_("The address of your profile has changed this month. It can again later."))
    former = me.slug
    me.slug = free_address(db, me.name)
    db.add(me)
    db.add(FormerSlug(slug=former, member_id=me.id))
    return me.slug


def is_behind(me: Member) -> bool:
    """Whether the address of my profile is made of another name than mine."""
    base = slugify(me.name)
    number = me.slug.removeprefix(f"{base}-")
    return me.slug != base and not (me.slug.startswith(f"{base}-") and number.isdecimal())


def moved_to(db: Session, me: Actor, slug: str) -> str | None:
    """Where the profile is that had this address, if this person may see it."""
    found = (
        columns(col(Member.slug))
        .join(FormerSlug, col(FormerSlug.member_id) == col(Member.id))
        .where(col(FormerSlug.slug) == slug, visible_to(me))
    )
    return rows(db, found).scalar_one_or_none()


def _shape(name: str) -> str:
    return names.shape(name)[:LONGEST_SHAPE]
