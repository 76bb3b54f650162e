"""Taking another name: at once, or held until a convener has looked at it.

A name that could be taken for somebody else's, or whose letters pass for those of another script,
is held: everybody goes on reading the old one until a convener lets the new one stand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, literal, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from backend.core import clock, names
from backend.core.db import rows
from backend.core.errors import Conflict, NotFound, Rejected
from backend.core.i18n import _
from backend.core.locks import alone
from backend.core.pages import PAGE, Page, as_key, cut
from backend.core.text import fold
from backend.domain.members import naming, policy
from backend.domain.members.models import Actor, Member
from backend.domain.members.names import NameChange

MOST_A_DAY = 3
_Twin = aliased(Member, name="twin")

Hearer: TypeAlias = Callable[[Session, Member, NameChange], None]
_hearers: list[Hearer] = []


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change of a name, as conveners read it."""

    id: UUID
    member_id: UUID
    before: str
    after: str
    slug: str
    at: datetime
    is_mixed: bool
    stands: bool
    twin: str | None
    twin_slug: str | None
    looked_at: datetime | None
    looked_by_id: UUID | None

    @property
    def waits(self) -> bool:
        return (self.is_mixed or self.twin is not None) and self.looked_at is None

    @property
    def taken_back(self) -> bool:
        """By the member, before anybody had looked."""
        return not self.stands and self.looked_at is not None and self.looked_by_id is None


def heard_by(hearer: Hearer) -> None:
    """Be told of each name that is held: who tells the conveners stands above members."""
    _hearers.append(hearer)


def insist_on_rest(db: Session, me: Member, name: str) -> None:
    """Nobody is somebody else every hour, nor asks to be."""
    if name in {me.name, waiting_for(db, me)}:
        return
    alone(db, f"name of {me.id}")
    since = clock.now() - timedelta(days=1)
    changes = columns(func.count()).where(
        col(NameChange.member_id) == me.id, col(NameChange.at) > since
    )
    if rows(db, changes).scalar_one() >= MOST_A_DAY:
        raise Rejected({"name": _("You have changed your name often today. Please wait a day.")})


def rename(db: Session, me: Member, name: str) -> None:
    """Take this name; or ask for it, where a convener should look at it first.

    Of the names that somebody asks for only the last one waits. To save everything else of a
    profile, with the name as it is, takes nothing back.
    """
    if name in {me.name, waiting_for(db, me)}:
        return
    _drop_wish(db, me)
    alike = naming.twins(db, name, besides=me.id, limit=1)
    change = NameChange(
        member_id=me.id,
        before=me.name,
        after=name,
        is_mixed=names.is_mixed(name),
        twin_id=alike[0].id if alike else None,
    )
    change.stands = not change.is_flagged
    db.add(change)
    if change.stands:
        bear(db, me, name)
        return
    for hearer in _hearers:
        hearer(db, me, change)


def bear(db: Session, member: Member, name: str) -> None:
    """Let everybody read this name from now on."""
    member.name, member.folded = name, fold(name)[:120]
    db.add(member)
    naming.remember(db, member)


def waiting_for(db: Session, me: Member) -> str:
    """The name that I asked for and that a convener has yet to look at; empty if there is none."""
    wish = _wish(db, me)
    return wish.after if wish else ""


def take_back(db: Session, me: Member) -> None:
    """Ask no longer for the name that waits."""
    policy.may_edit(me, me).insist()
    if not _drop_wish(db, me):
        raise Conflict(_("No name of yours waits any longer."))


def to_decide(db: Session, me: Member, change_id: UUID) -> NameChange:
    """A name that waits for a decision which I may make; for nobody else at that time."""
    policy.may_read_names(me).insist()
    change = db.get(NameChange, change_id, with_for_update=True)
    if change is None or not change.is_flagged:
        raise NotFound(_("There is no such thing here."))
    policy.may_decide_name(me, change.member_id).insist()
    if change.looked_at is not None:
        raise Conflict(_("Somebody else has just decided this."))
    return change


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
        columns(*_ROW)
        .join(Member, col(Member.id) == col(NameChange.member_id))
        .outerjoin(_Twin, col(_Twin.id) == col(NameChange.twin_id))
        .where(col(Member.erased_at).is_(None), *wanted)
        .order_by(col(NameChange.id).desc())
        .limit(PAGE + 1)
    )
    return cut([ChangeRow(*one) for one in rows(db, found)], lambda one: str(one.id))


def desk(me: Actor) -> ColumnElement[int]:
    """How many names wait for a look, to be read beside something else; 0 for who doesn't decide."""
    return _waiting() if policy.may_read_names(me) else literal(0)


_ROW: tuple[Any, ...] = (
    col(NameChange.id),
    col(NameChange.member_id),
    col(NameChange.before),
    col(NameChange.after),
    col(Member.slug),
    col(NameChange.at),
    col(NameChange.is_mixed),
    col(NameChange.stands),
    col(_Twin.name),
    col(_Twin.slug),
    col(NameChange.looked_at),
    col(NameChange.looked_by_id),
)
"""What a `ChangeRow` is made of, in its order."""


def _waiting() -> ColumnElement[int]:
    counted = columns(func.count(col(NameChange.id))).where(_waits())
    return counted.correlate(None).scalar_subquery()


def _wish(db: Session, me: Member) -> NameChange | None:
    held = select(NameChange).where(
        col(NameChange.member_id) == me.id,
        col(NameChange.stands).is_(False),
        col(NameChange.looked_at).is_(None),
    )
    return db.exec(held).first()


def _drop_wish(db: Session, me: Member) -> bool:
    wish = _wish(db, me)
    if wish is not None:
        wish.looked_at = clock.now()
        db.add(wish)
    return wish is not None


def _waits() -> ColumnElement[bool]:
    flagged = or_(col(NameChange.is_mixed), col(NameChange.twin_id).is_not(None))
    return and_(flagged, col(NameChange.looked_at).is_(None))
