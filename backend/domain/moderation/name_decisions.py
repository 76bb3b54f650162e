"""Names that are held because they could be taken for another's: a convener decides."""

from uuid import UUID

from sqlmodel import Field, Session, SQLModel, select

from backend.core import clock
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.text import Prose
from backend.domain.members import renaming
from backend.domain.members.actions import make_findable
from backend.domain.members.models import Member
from backend.domain.members.names import NameChange
from backend.domain.members.queries import convenes, taking_part
from backend.domain.moderation import log
from backend.domain.notifications.actions import tell

SHORTEST = 10


class NameDraft(SQLModel):
    """A convener's word on a name; the member reads it."""

    reason: Prose = Field(default="", max_length=2_000)


def let_stand(db: Session, me: Member, change_id: UUID, draft: NameDraft) -> NameChange:
    """Let everybody read the new name from now on; its member is told."""
    change = renaming.to_decide(db, me, change_id)
    if not change.stands:
        _call(db, change, change.after)
        change.stands, change.at = True, clock.now()
    _decided(db, me, change, "stands", draft)
    return change


def keep_old(db: Session, me: Member, change_id: UUID, draft: NameDraft) -> NameChange:
    """Leave a member the name they had before, and tell them why."""
    change = renaming.to_decide(db, me, change_id)
    if len(draft.reason) < SHORTEST:
        raise Rejected({"reason": _("Please say why, in a sentence: the member reads it.")})
    if change.stands and db.get_one(Member, change.member_id).name == change.after:
        # Taken before such names were held.
        _call(db, change, change.before)
    change.stands = False
    _decided(db, me, change, "kept", draft)
    return change


def _call(db: Session, change: NameChange, name: str) -> None:
    member = db.get_one(Member, change.member_id)
    renaming.bear(db, member, name)
    make_findable(db, member)


def _decided(db: Session, me: Member, change: NameChange, outcome: str, draft: NameDraft) -> None:
    change.looked_at, change.looked_by_id = clock.now(), me.id
    db.add(change)
    about = ("member", change.member_id)
    log.append(db, me.id, f"name_{outcome}", about, reason=draft.reason)
    facts = {"before": change.before, "after": change.after}
    reason = {"reason": draft.reason} if draft.reason else {}
    tell(db, {change.member_id}, f"member.name_{outcome}", about, facts | reason)


def _tell_conveners(db: Session, member: Member, change: NameChange) -> None:
    conveners = select(Member.id).where(convenes(), taking_part())
    told = set(db.exec(conveners)) - {member.id}
    facts = {"name": member.name, "after": change.after}
    tell(db, told, "member.name_waits", ("member", member.id), facts)


renaming.heard_by(_tell_conveners)
