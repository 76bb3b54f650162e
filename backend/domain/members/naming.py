"""Names and the addresses made of them: noted when they change, compared, and looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, true
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from backend.core import clock, names
from backend.core.db import rows
from backend.core.errors import Conflict, NotFound, Rejected
from backend.core.i18n import _
from backend.core.pages import PAGE, Page, as_key, cut
from backend.core.slugs import free_slug
from backend.core.text import fold, slugify
from backend.domain.members import policy
from backend.domain.members.models import Actor, Member
from backend.domain.members.names import LONGEST_SHAPE, FormerSlug, NameChange, NameShape
from backend.domain.members.queries import taking_part, visible_to

MOST_A_DAY = 3
SETTLED = timedelta(days=30)
"""So long an address stays before it can follow a name again, and a name is borne before it counts
as what others call somebody."""
_Twin = aliased(Member, name="twin")


@dataclass(frozen=True, slots=True)
class Twin:
    """A member whose name another could be taken for."""

    id: UUID
    name: str
    slug: str
    is_convener: bool


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change of a name, as conveners read it."""

    id: UUID
    before: str
    after: str
    slug: str
    at: datetime
    is_mixed: bool
    twin: str | None
    twin_slug: str | None
    looked_at: datetime | None

    @property
    def waits(self) -> bool:
        return (self.is_mixed or self.twin is not None) and self.looked_at is None


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


def renamed(db: Session, me: Member, before: str) -> None:
    """Note that my name has changed, with what conveners should look at."""
    if me.name == before:
        return
    alike = twins(db, me.name, besides=me.id, limit=1)
    change = NameChange(
        member_id=me.id,
        before=before,
        after=me.name,
        is_mixed=names.is_mixed(me.name),
        twin_id=alike[0].id if alike else None,
    )
    db.add(change)
    remember(db, me)


def insist_on_rest(db: Session, me: Member, name: str) -> None:
    """Nobody is somebody else every hour."""
    if name == me.name:
        return
    since = clock.now() - timedelta(days=1)
    changes = columns(func.count()).where(
        col(NameChange.member_id) == me.id, col(NameChange.at) > since
    )
    if rows(db, changes).scalar_one() >= MOST_A_DAY:
        raise Rejected({"name": _("You have changed your name often today. Please wait a day.")})


def known_as(db: Session, member: Member) -> str:
    """The name by which others speak of a member: borne for a month, or what they came with.

    Empty where somebody else is called so: what is said of that name may be said of them.
    """
    lately = (
        columns(col(NameChange.before))
        .where(col(NameChange.member_id) == member.id, col(NameChange.at) > clock.now() - SETTLED)
        .order_by(col(NameChange.at), col(NameChange.id))
        .limit(1)
    )
    name = rows(db, lately).scalar() or member.name
    other = columns(col(Member.id)).where(
        col(Member.folded) == fold(name)[:120],
        col(Member.id) != member.id,
        col(Member.admitted_at).is_not(None),
        col(Member.erased_at).is_(None),
    )
    return "" if rows(db, other).first() else name


def history(
    db: Session, me: Actor, *, slug: str = "", flagged: bool = False, after: str = ""
) -> Page[ChangeRow]:
    """The changes of names, the newest first; of one member, or those that wait for a look."""
    policy.may_read_names(me).insist()
    wanted: list[ColumnElement[bool]] = []
    if slug:
        wanted.append(col(Member.slug) == slug)
    if flagged:
        wanted.append(_waits())
    if key := as_key(after):
        wanted.append(col(NameChange.id) < key)
    found = (
        columns(
            col(NameChange.id),
            col(NameChange.before),
            col(NameChange.after),
            col(Member.slug),
            col(NameChange.at),
            col(NameChange.is_mixed),
            col(_Twin.name),
            col(_Twin.slug),
            col(NameChange.looked_at),
        )
        .join(Member, col(Member.id) == col(NameChange.member_id))
        .outerjoin(_Twin, col(_Twin.id) == col(NameChange.twin_id))
        .where(col(Member.erased_at).is_(None), *wanted)
        .order_by(col(NameChange.id).desc())
        .limit(PAGE + 1)
    )
    return cut([ChangeRow(*one) for one in rows(db, found)], lambda one: str(one.id))


def waiting(db: Session) -> int:
    """How many changes of names wait for a convener's look."""
    counted = (
        columns(func.count())
        .select_from(NameChange)
        .join(Member, col(Member.id) == col(NameChange.member_id))
        .where(_waits(), col(Member.erased_at).is_(None))
    )
    return rows(db, counted).scalar_one()


def look_at(db: Session, me: Member, change_id: UUID) -> NameChange:
    """Say that a flagged name has been looked at and may stay."""
    policy.may_read_names(me).insist()
    change = db.get(NameChange, change_id)
    if change is None or not change.is_flagged:
        raise NotFound(_("There is no such thing here."))
    change.looked_at = change.looked_at or clock.now()
    change.looked_by_id = change.looked_by_id or me.id
    db.add(change)
    return change


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


def _waits() -> ColumnElement[bool]:
    flagged = or_(col(NameChange.is_mixed), col(NameChange.twin_id).is_not(None))
    return and_(flagged, col(NameChange.looked_at).is_(None))


def _shape(name: str) -> str:
    return names.shape(name)[:LONGEST_SHAPE]
