"""Passing over somebody who was suggested, for one thing, and taking that back."""

from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from backend.core.db import rows
from backend.core.errors import Conflict, NotFound
from backend.core.i18n import _
from backend.core.locks import alone
from backend.domain import subjects
from backend.domain.matching import policy
from backend.domain.matching.models import NotUseful
from backend.domain.matching.peers import About
from backend.domain.members.models import Member
from backend.domain.members.queries import visible_to

KINDS = frozenset({"challenge", "topic", "words", "any"})
MOST = 2_000
"""Of one member: words can be anything, so nothing else ends it."""


def pass_over(db: Session, me: Member, about: About, other: Member) -> NotUseful:
    """Don't suggest them to me for this any more. They never hear of it; twice is once."""
    _insist_on_sight(db, me, about)
    policy.may_pass_over(me, other).insist()
    key = (me.id, about.kind, about.id, other.id)
    kept = db.get(NotUseful, key)
    if kept is None:
        _insist_on_room(db, me)
        kept = NotUseful(member_id=me.id, kind=about.kind, subject_id=about.id, other_id=other.id)
        db.add(kept)
        db.flush()
    return kept


def take_back(db: Session, me: Member, about: About, other: Member) -> None:
    """Suggest them again."""
    policy.may_pass_over(me, other).insist()
    kept = db.get(NotUseful, (me.id, about.kind, about.id, other.id))
    if kept is not None:
        db.delete(kept)
        db.flush()


def passed_over(db: Session, me: Member, about: About) -> list[tuple[str, str]]:
    """Slug and name of those whom I passed over for this."""
    found = (
        columns(col(Member.slug), col(Member.name))
        .join(NotUseful, col(NotUseful.other_id) == col(Member.id))
        .where(
            col(NotUseful.member_id) == me.id,
            col(NotUseful.kind) == about.kind,
            col(NotUseful.subject_id) == about.id,
            visible_to(me),
        )
        .order_by(col(Member.folded), col(Member.id))
    )
    return [(slug, name) for slug, name in rows(db, found)]


def _insist_on_room(db: Session, me: Member) -> None:
    alone(db, f"passed over by {me.id}")
    said = select(func.count()).select_from(NotUseful).where(col(NotUseful.member_id) == me.id)
    if db.exec(said).one() >= MOST:
        raise Conflict(_("You have passed over very many people. Please take some back first."))


def _insist_on_sight(db: Session, me: Member, about: About) -> None:
    """Nothing is kept about what isn't there, or isn't for me."""
    if about.kind not in KINDS:
        raise NotFound(_("There is no such thing here."))
    if about.kind in {"challenge", "topic"}:
        subjects.find(db, me, about.kind, about.id)
    if about.kind == "any" and about.id != me.id:
        raise NotFound(_("There is no such thing here."))
